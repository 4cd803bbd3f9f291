"""Change and close posts, end appointments. Work stays with the post, whoever sits there."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal, Stale
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import AppointmentEnded, PostChanged, PostClosed
from ..models import Appointment, Post, PostRole
from ..rules.stamps import stamp
from ..vocabulary import Permission
from ._administrators import one_stays
from .organisation import check_post


def change(
    post_id: int, title: str, roles: Iterable[str], *, by: Actor, at: datetime, seen: str = "", key: str = ""
) -> None:
    """Give a post another title and other roles, at once for whoever sits there.

    seen    stamp of what the page showed, "" does not ask
    Raises  Invalid naming the fields · NotFound · Stale · Refusal where nobody would administer any more.
    """
    title, wanted = clean(title), list(dict.fromkeys(map(clean, roles)))

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        with one_stays(at.date()):
            post = _open(post_id)
            carried = PostRole.objects.filter(post=post)
            before = sorted(carried.values_list("role__code", flat=True))
            if seen and seen != stamp(post.title, tuple(before)):
                raise Stale("Người khác vừa sửa vị trí này. Tải lại trang, xem lại rồi sửa tiếp.")
            found = check_post(title, wanted)
            added, removed = sorted(set(wanted) - set(before)), sorted(set(before) - set(wanted))
            renamed = post.title != title
            if not (added or removed or renamed):
                return
            post.title = title
            post.save(update_fields=["title"])
            carried.filter(role__code__in=removed).delete()
            PostRole.objects.bulk_create(PostRole(post=post, role=role) for role in found if role.code in added)
            event = PostChanged(
                subject=f"post:{post_id}", agency_id=post.agency_id, added=added, removed=removed, renamed=renamed
            )
            outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def close(post_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Close a post at once.

    Whether work still waits on it is asked above: pages go through ``dossiers.services.closures``.
    Raises  Refusal while somebody sits there or is about to.
    """

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        post = _open(post_id)
        sitting = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at.date()), post=post)
        if names := list(sitting.order_by("id").values_list("staff__name", flat=True)):
            raise Refusal(
                f"{', '.join(names)} đang giữ vị trí này. Kết thúc bổ nhiệm trước khi đóng vị trí.", code="post_held"
            )
        post.valid_to = at.date()
        post.save(update_fields=["valid_to"])
        outbox.publish(PostClosed(subject=f"post:{post_id}", agency_id=post.agency_id), by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def end_appointment(
    appointment_id: int, *, by: Actor, at: datetime, last_day: date | None = None, key: str = ""
) -> None:
    """End an appointment after its last day; without one at once: the next request from that post is turned away.

    Raises  Invalid where the day is past or before the first · NotFound · Refusal for the last administrator.
    """

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        with one_stays(at.date()):
            appointment = (
                Appointment.objects.select_for_update(of=("self",))
                .select_related("post")
                .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at.date()), pk=appointment_id)
                .first()
            )
            if appointment is None:
                raise NotFound("Bổ nhiệm này không có hoặc đã kết thúc.")
            if last_day is not None and last_day < max(at.date(), appointment.valid_from):
                sentence = f"Ngày cuối sớm nhất là {max(at.date(), appointment.valid_from):%d/%m/%Y}."
                raise Invalid(sentence, fields={"last_day": sentence})
            appointment.valid_to = last_day or max(at.date(), appointment.valid_from) - timedelta(days=1)
            appointment.save(update_fields=["valid_to"])
            event = AppointmentEnded(
                subject=f"staff:{appointment.staff_id}",
                appointment_id=appointment_id,
                post_id=appointment.post_id,
                agency_id=appointment.post.agency_id,
                last_day=appointment.valid_to.isoformat(),
                at_once=last_day is None,
            )
            outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _open(post_id: int) -> Post:
    post = Post.objects.select_for_update().filter(pk=post_id, valid_to__isnull=True).first()
    if post is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Quay lại cơ quan để chọn vị trí khác.")
    return post
