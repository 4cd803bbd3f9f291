"""Found, amend and close agencies; open posts; appoint staff."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal, Stale
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import AgencyAmended, AgencyClosed, AgencyFounded, PostOpened, StaffAppointed
from ..models import Agency, Appointment, Post, PostRole, Role, Staff
from ..queries import calendars
from ..queries import organisation as queries
from ..rules.particulars import Particulars, flaws
from ..vocabulary import AgencyKind, Permission


class More(TypedDict, total=False):
    """Particulars that may be left out when an agency is founded."""

    receives: bool
    address: str
    phone: str
    email: str
    feedback_address: str
    number_pattern: str


def found(
    code: str,
    name: str,
    kind: AgencyKind,
    *,
    by: Actor,
    at: datetime,
    short_name: str = "",
    parent_id: int | None = None,
    key: str = "",
    **more: Unpack[More],
) -> int:
    """Found an agency from today on; return its id.

    Raises  Invalid naming every field that cannot be taken, and where a living agency has the code.
    """
    said = _cleaned(Particulars(name=name, kind=kind, short_name=short_name, parent_id=parent_id, **more))
    code = clean(code).upper()

    def act() -> int:
        policies.require(by, Permission.ADMINISTER, on=at)
        wrong = flaws(code, said) | _out_of_place(said.parent_id, None)
        bearing = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at.date()), code=code)
        if holder := bearing.values_list("name", flat=True).first():
            wrong["code"] = f"Mã {code} đang là của {holder}."
        if wrong:
            raise Invalid("Chưa lập được cơ quan. Xem các chỗ được đánh dấu.", fields=wrong)
        agency = Agency.objects.create(code=code, valid_from=at.date(), **asdict(said))
        event = AgencyFounded(subject=f"agency:{agency.pk}", code=code, kind=kind)
        outbox.publish(event, by=by, at=at, key=key)
        return agency.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def amend(agency_id: int, said: Particulars, *, by: Actor, at: datetime, seen: str = "", key: str = "") -> None:
    """Change what is said of a living agency; its code never changes.

    seen    stamp of what the page showed, "" does not ask
    Raises  Invalid naming every field · NotFound · Stale where somebody changed it after it was shown.
    """
    said = _cleaned(said)

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        agency = _living(agency_id)
        if seen and seen != queries.agency(agency_id).stamp:
            raise Stale("Người khác vừa sửa thông tin cơ quan này. Tải lại trang, xem lại rồi sửa tiếp.")
        if wrong := flaws(agency.code, said) | _out_of_place(said.parent_id, agency_id):
            raise Invalid("Chưa sửa được. Xem các chỗ được đánh dấu.", fields=wrong)
        now = asdict(said)
        if agency.short_name == agency.name == said.short_name:  # it had no short name of its own: the new name serves
            now["short_name"] = said.name
        changes = sorted(name for name, value in now.items() if getattr(agency, name) != value)
        if not changes:
            return
        for name in changes:
            setattr(agency, name, now[name])
        agency.save(update_fields=changes)
        outbox.publish(AgencyAmended(subject=f"agency:{agency_id}", changes=changes), by=by, at=at, key=key)
        if "parent_id" in changes:
            calendars.forget(unsettled=True)
            transaction.on_commit(lambda: calendars.forget(unsettled=False))

    outbox.once(act, lambda _: None, by=by, key=key)


def close(agency_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Close an agency that nobody works in any more.

    Whether dossiers or offers still need it is asked above: pages go through ``dossiers.services.closures``.
    Raises  Refusal while a unit below it lives or a post of it is open.
    """

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        agency = _living(agency_id)
        if below := Agency.objects.filter(parent_id=agency_id, valid_to__isnull=True).count():
            raise Refusal(f"Còn {below} đơn vị trực thuộc. Chuyển hoặc đóng các đơn vị đó trước.", code="has_units")
        if posts := Post.objects.filter(agency_id=agency_id, valid_to__isnull=True).count():
            raise Refusal(f"Còn {posts} vị trí đang mở. Đóng từng vị trí trước khi đóng cơ quan.", code="has_posts")
        agency.valid_to = at.date()
        agency.save(update_fields=["valid_to"])
        event = AgencyClosed(subject=f"agency:{agency_id}", code=agency.code, valid_to=at.date().isoformat())
        outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def open_post(agency_id: int, title: str, roles: Iterable[str], *, by: Actor, at: datetime, key: str = "") -> int:
    """Open a post with its roles; return its id.

    roles   codes; unknown ones are refused
    Raises  Invalid, NotFound
    """
    title, wanted = clean(title), list(dict.fromkeys(map(clean, roles)))

    def act() -> int:
        policies.require(by, Permission.ADMINISTER, on=at)
        _living(agency_id)
        found_roles = check_post(title, wanted)
        post = Post.objects.create(agency_id=agency_id, title=title)
        PostRole.objects.bulk_create(PostRole(post=post, role=role) for role in found_roles)
        outbox.publish(PostOpened(subject=f"post:{post.pk}", agency_id=agency_id, roles=wanted), by=by, at=at, key=key)
        return post.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def check_post(title: str, wanted: list[str]) -> list[Role]:
    """Return the roles of a post that can be taken as it is.

    Raises  Invalid naming the fields.
    """
    roles = list(Role.objects.filter(code__in=wanted))
    wrong = {}
    if not title:
        wrong["title"] = "Ghi tên vị trí, ví dụ Tiếp nhận, quầy 3."
    elif len(title) > 120:
        wrong["title"] = "Tên vị trí dài nhất 120 ký tự."
    if not wanted:
        wrong["roles"] = "Chọn ít nhất một vai trò."
    elif len(roles) < len(wanted):
        wrong["roles"] = "Có vai trò không còn trong danh sách. Chọn lại."
    if wrong:
        raise Invalid("Chưa ghi được vị trí. Xem các chỗ được đánh dấu.", fields=wrong)
    return roles


def appoint(
    account_id: int, name: str, post_id: int, *, by: Actor, at: datetime, start: date | None = None, key: str = ""
) -> int:
    """Appoint the holder of an account to a post from a day on; return the staff member's id.

    Raises  Invalid where he sits there on that day already, NotFound where the post is closed.
    """
    start = start or at.date()

    def act() -> int:
        policies.require(by, Permission.ADMINISTER, on=at)
        post = Post.objects.select_for_update().filter(pk=post_id, valid_to__isnull=True).first()
        if post is None:
            raise NotFound("Vị trí này không có hoặc đã đóng. Quay lại cơ quan để chọn vị trí khác.")
        staff, _ = Staff.objects.get_or_create(account_id=account_id, defaults={"name": clean(name)})
        held = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start), staff=staff, post=post)
        if held.exists():
            sentence = f"{staff.name} đã được bổ nhiệm vào vị trí này."
            raise Invalid(sentence, fields={"email": sentence})
        Appointment.objects.create(staff=staff, post=post, valid_from=start)
        event = StaffAppointed(
            subject=f"staff:{staff.pk}", post_id=post_id, agency_id=post.agency_id, valid_from=start.isoformat()
        )
        outbox.publish(event, by=by, at=at, key=key)
        return staff.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def _cleaned(said: Particulars) -> Particulars:
    given = asdict(said)
    words = {name: clean(value) for name, value in given.items() if isinstance(value, str) and name != "kind"}
    words["short_name"] = words["short_name"] or words["name"]
    return Particulars(**{**given, **words})


def _living(agency_id: int) -> Agency:
    agency = Agency.objects.select_for_update(of=("self",)).filter(pk=agency_id, valid_to__isnull=True).first()
    if agency is None:
        raise NotFound("Cơ quan này không có hoặc đã đóng. Chọn lại trong danh sách cơ quan.")
    return agency


def _out_of_place(parent_id: int | None, agency_id: int | None) -> dict[str, str]:
    if parent_id is None:
        return {}
    if not Agency.objects.filter(pk=parent_id, valid_to__isnull=True).exists():
        return {"parent_id": "Cơ quan cấp trên không có hoặc đã đóng. Chọn lại."}
    if agency_id in calendars.lineage(parent_id):
        return {"parent_id": "Cơ quan cấp trên không thể là chính nó hoặc đơn vị trực thuộc của nó."}
    return {}
