"""Somebody is away, somebody acts for him: both from one moment up to another, both ending by themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import AbsenceEnded, AbsenceRecorded, SubstituteSeated, SubstitutionEnded
from ..models import Absence, Appointment, Delegation, Post, PostRole, Staff
from ..rules.substitution import Scope, Seating, flaws, said, span_flaws
from ..vocabulary import AbsenceReason, Permission


def seat_substitute(seating: Seating, *, by: Actor, at: datetime, key: str = "") -> int:
    """Seat somebody at the post of its holder for a time; return the delegation's id.

    Raises  Invalid naming every field · NotAllowed outside one's units, or at an administrator's post · NotFound.
    """
    seating = _cleaned(seating)

    def act() -> int:
        return _seat(seating, by=by, at=at, key=key)

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def end_substitution(delegation_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """End an acting seat before its time: the next request from it is turned away.

    Raises  NotFound where it is over or was never.
    """

    def act() -> None:
        row = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("post")
            .filter(pk=delegation_id, ends_at__gt=_still(at))
            .first()
        )
        if row is None:
            raise NotFound("Việc làm thay này không có hoặc đã kết thúc.")
        policies.require_arrange(by, row.post.agency_id, on=at)
        row.ends_at = max(at, row.starts_at)
        row.save(update_fields=["ends_at"])
        event = SubstitutionEnded(
            subject=f"delegation:{row.pk}",
            post_id=row.post_id,
            agency_id=row.post.agency_id,
            ends_at=row.ends_at.isoformat(),
        )
        outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def record_absence(
    staff_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: AbsenceReason,
    *,
    by: Actor,
    at: datetime,
    substitutes: Sequence[Seating] = (),
    key: str = "",
) -> int:
    """Record that somebody is away, and seat whoever acts for him meanwhile; return the absence's id.

    substitutes   acting seats at his posts; their times are the absence's, from now on where it began already
    Raises        Invalid naming the fields (those of a substitute end in its post's id) · NotAllowed · NotFound.
    """

    def act() -> int:
        staff = Staff.objects.select_for_update().filter(pk=staff_id).first()
        if staff is None:
            raise NotFound("Không có người này trong danh sách cán bộ.")
        _require_one_of(_agencies_of(staff_id, at), by, at)
        wrong = span_flaws(starts_at, ends_at, at=at, backwards=True)
        clash = Absence.objects.filter(staff=staff, starts_at__lt=ends_at, ends_at__gt=starts_at).first()
        if clash and not wrong:
            wrong["starts_at"] = f"Đã ghi nghỉ từ {said(clash.starts_at)} đến {said(clash.ends_at)}. Sửa lần đó trước."
        if wrong:
            raise Invalid("Chưa ghi được. Xem các chỗ được đánh dấu.", fields=wrong)
        absence = Absence.objects.create(staff=staff, starts_at=starts_at, ends_at=ends_at, reason=reason)
        seated = [
            _seat(
                replace(_cleaned(one), holder_id=staff_id, starts_at=max(starts_at, at), ends_at=ends_at),
                by=by,
                at=at,
                suffix=f"-{one.post_id}",
            )
            for one in substitutes
        ]
        event = AbsenceRecorded(
            subject=f"absence:{absence.pk}",
            staff_id=staff_id,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            delegations=seated,
        )
        outbox.publish(event, by=by, at=at, key=key)
        return absence.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def end_absence(absence_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Somebody is back before the end, or never left: the absence ends now. Whoever acts for him goes on until ended.

    Raises  NotFound where it is over or was never.
    """

    def act() -> None:
        row = Absence.objects.select_for_update().filter(pk=absence_id, ends_at__gt=_still(at)).first()
        if row is None:
            raise NotFound("Lần nghỉ này không có hoặc đã hết.")
        _require_one_of(_agencies_of(row.staff_id, at), by, at)
        row.ends_at = max(at, row.starts_at)
        row.save(update_fields=["ends_at"])
        event = AbsenceEnded(subject=f"absence:{row.pk}", staff_id=row.staff_id, ends_at=row.ends_at.isoformat())
        outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _still(at: datetime) -> Greatest:
    """Return what ``ends_at`` exceeds while a span is not over: neither past, nor taken back before it began."""
    return Greatest(F("starts_at"), Value(at))


def _seat(seating: Seating, *, by: Actor, at: datetime, key: str = "", suffix: str = "") -> int:
    post = Post.objects.select_for_update().filter(pk=seating.post_id, valid_to__isnull=True).first()
    if post is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Quay lại cơ quan để chọn vị trí khác.")
    policies.require_arrange(by, post.agency_id, on=at)
    words = _words_of(post)
    if Permission.ADMINISTER in words and not policies.holds(by, Permission.ADMINISTER, on=at):
        raise NotAllowed("Vị trí quản trị chỉ do người quản trị cử người làm thay.")
    acts = _acts_for_another(by, at)
    if acts and seating.post_id == by.post_id:
        raise NotAllowed("Người đang làm thay không giao tiếp, không kéo dài việc làm thay. Nhờ người được thay cử.")
    wrong = _holder_flaws(seating) | _staff_flaws(seating) | flaws(seating, words=words, at=at)
    if not wrong:
        wrong = _own_flaws(seating, words, by, at, acts=acts)
    if wrong:
        fields = {f"{name}{suffix}": sentence for name, sentence in wrong.items()}
        raise Invalid("Chưa cử được người làm thay. Xem các chỗ được đánh dấu.", fields=fields)
    row = Delegation.objects.create(
        post=post,
        holder_id=seating.holder_id,
        staff_id=seating.staff_id,
        starts_at=seating.starts_at,
        ends_at=seating.ends_at,
        decision_no=seating.decision_no,
        basis=seating.basis,
        permissions=list(seating.scope.permissions),
        documents=list(seating.scope.documents),
        procedures=list(seating.scope.procedures),
    )
    event = SubstituteSeated(
        subject=f"delegation:{row.pk}",
        post_id=post.pk,
        agency_id=post.agency_id,
        holder_id=seating.holder_id,
        staff_id=seating.staff_id,
        starts_at=seating.starts_at.isoformat(),
        ends_at=seating.ends_at.isoformat(),
        permissions=row.permissions,
        documents=row.documents,
        procedures=row.procedures,
    )
    outbox.publish(event, by=by, at=at, key=key)
    return row.pk


def _holder_flaws(seating: Seating) -> dict[str, str]:
    """Only who is appointed gives his seat away, for no longer than he has it: acting seats are never passed on."""
    first, last = _days(seating)
    held = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        staff_id=seating.holder_id,
        post_id=seating.post_id,
        valid_from__lte=first,
    )
    row = held.order_by("-valid_from").first()
    if row is None:
        sentence = (
            "Chỉ người được bổ nhiệm vào vị trí mới giao người khác làm thay; người đang làm thay không giao tiếp."
        )
        return {"holder_id": sentence}
    if row.valid_to is not None and last > row.valid_to:
        return {"ends_at": f"Người được thay chỉ giữ vị trí đến hết {row.valid_to:%d/%m/%Y}."}
    return {}


def _staff_flaws(seating: Seating) -> dict[str, str]:
    staff = Staff.objects.select_related("account").filter(pk=seating.staff_id).first()
    if staff is None or not staff.account.is_active:
        return {"staff_id": "Chọn một người đang có tài khoản mở."}
    first, last = _days(seating)
    seated = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        staff=staff,
        valid_from__lte=last,
        post__valid_to__isnull=True,
    )
    if not seated.exists():
        return {"staff_id": f"{staff.name} không giữ vị trí nào trong thời gian đó."}
    if seated.filter(post_id=seating.post_id).exists():
        return {"staff_id": f"{staff.name} đang giữ chính vị trí này, không cần làm thay."}
    span = {"starts_at__lt": seating.ends_at, "ends_at__gt": seating.starts_at}
    if Absence.objects.filter(staff=staff, **span).exists():
        return {"staff_id": f"{staff.name} được ghi nghỉ trong thời gian đó. Chọn người khác."}
    if Delegation.objects.filter(staff=staff, post_id=seating.post_id, **span).exists():
        return {"staff_id": f"{staff.name} đã làm thay ở vị trí này trong thời gian đó."}
    return {}


def _acts_for_another(by: Actor, at: datetime) -> bool:
    """Tell whether the actor sits at his post for its holder: a mandate is never passed on, to himself neither."""
    if by.staff_id is None or by.post_id is None:
        return False
    day = local(at).date()
    own = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), staff_id=by.staff_id, post_id=by.post_id, valid_from__lte=day
    )
    return not own.exists()


def _own_flaws(seating: Seating, words: frozenset[str], by: Actor, at: datetime, *, acts: bool) -> dict[str, str]:
    """Nobody seats himself where he could do more than he can now; an administrator answers for what he gives.

    acts   the actor is a substitute himself: he seats himself nowhere
    """
    if by.staff_id is None or by.staff_id != seating.staff_id:
        return {}
    if acts:
        return {"staff_id": "Người đang làm thay không tự cử mình vào vị trí khác. Nhờ lãnh đạo hoặc quản trị cử."}
    if policies.holds(by, Permission.ADMINISTER, on=at):
        return {}
    given = words & set(seating.scope.permissions) if seating.scope.permissions else words
    if given <= policies.permissions_of(by, on=at):
        return {}
    sentence = "Không tự cử mình vào vị trí có quyền mình chưa có. Nhờ lãnh đạo cấp trên hoặc quản trị."
    return {"staff_id": sentence}


def _words_of(post: Post) -> frozenset[str]:
    rows = PostRole.objects.filter(post=post).values_list("role__permissions", flat=True)
    return frozenset(word for words in rows for word in words)


def _agencies_of(staff_id: int, moment: datetime) -> tuple[int, ...]:
    day = local(moment).date()
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), staff_id=staff_id, post__valid_to__isnull=True
    )
    return tuple(sorted(set(rows.values_list("post__agency_id", flat=True))))


def _require_one_of(agencies: Sequence[int], by: Actor, at: datetime) -> None:
    """Refuse unless the actor arranges who works at one of the units in which somebody sits."""
    if not agencies:
        policies.require(by, Permission.ADMINISTER, on=at)
    elif not any(policies.may_arrange(by, agency_id, on=at) for agency_id in agencies[1:]):
        policies.require_arrange(by, agencies[0], on=at)


def _days(seating: Seating) -> tuple[date, date]:
    return local(seating.starts_at).date(), local(seating.ends_at - timedelta(microseconds=1)).date()


def _cleaned(seating: Seating) -> Seating:
    scope = seating.scope
    return replace(
        seating,
        decision_no=clean(seating.decision_no),
        basis=clean(seating.basis),
        scope=Scope(
            permissions=tuple(sorted(set(scope.permissions))),
            documents=tuple(sorted(set(scope.documents))),
            procedures=tuple(sorted({clean(code) for code in scope.procedures})),
        ),
    )
