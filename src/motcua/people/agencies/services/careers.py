"""People change: one moves to another post, one leaves. Whether work waits is asked above, see dossiers."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.outbox import services as outbox
from motcua.people.identity import services as identity

from .. import policies
from ..events import StaffLeft, StaffMoved
from ..models import Appointment, Delegation, Post, Staff
from ..vocabulary import Permission
from ._administrators import one_stays
from .accounts import not_ones_own


def move(
    appointment_id: int, to_post_id: int, *, by: Actor, at: datetime, start: date | None = None, key: str = ""
) -> int:
    """End one seat and begin another on the day after, in one act; return the new appointment's id.

    start    first day at the new post; today without one, then the old seat ends at once
    Raises   Invalid where he sits there already or the day is past · NotFound · Refusal for the last administrator.
    """
    today = local(at).date()
    first = start or today

    def act() -> int:
        policies.require(by, Permission.ADMINISTER, on=at)
        with one_stays(today):
            old = _running(appointment_id, today)
            post = Post.objects.select_for_update().filter(pk=to_post_id, valid_to__isnull=True).first()
            if post is None:
                raise NotFound("Vị trí mới không có hoặc đã đóng. Chọn vị trí khác.")
            wrong = {}
            if first < max(today, old.valid_from):
                wrong["start"] = f"Ngày bắt đầu sớm nhất là {max(today, old.valid_from):%d/%m/%Y}."
            held = Appointment.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=first), staff_id=old.staff_id, post=post
            )
            if held.exists():
                wrong["post"] = "Người này đã giữ vị trí mới rồi. Chọn vị trí khác."
            if wrong:
                raise Invalid("Chưa điều chuyển được. Xem các chỗ được đánh dấu.", fields=wrong)
            old.valid_to = first - timedelta(days=1)
            old.save(update_fields=["valid_to"])
            new = Appointment.objects.create(staff_id=old.staff_id, post=post, valid_from=first)
            event = StaffMoved(
                subject=f"staff:{old.staff_id}",
                from_appointment_id=old.pk,
                from_post_id=old.post_id,
                from_agency_id=old.post.agency_id,
                to_post_id=post.pk,
                to_agency_id=post.agency_id,
                to_appointment_id=new.pk,
                last_day=old.valid_to.isoformat(),
                valid_from=first.isoformat(),
            )
            outbox.publish(event, by=by, at=at, key=key)
            return new.pk

    return outbox.once(act, lambda entry: int(entry.payload["to_appointment_id"]), by=by, key=key)


def leave(account_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Somebody leaves the service: every seat ends, acting ones of his and for him too, his account closes, at once.

    His open sessions, keys and API tokens are turned away at their next use, also if the account is reopened later.
    Raises  NotFound · Refusal for one's own account and for the last administrator.
    """
    today = local(at).date()

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        not_ones_own(account_id, by, "Không tự cho mình thôi việc. Nhờ một người quản trị khác.")
        with one_stays(today):
            staff = Staff.objects.select_for_update().filter(account_id=account_id).first()
            if staff is None:
                raise NotFound("Không có người này trong danh sách cán bộ.")
            running = Appointment.objects.select_for_update().filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=today), staff=staff
            )
            ended = []
            for seat in running.order_by("id"):
                seat.valid_to = max(today, seat.valid_from) - timedelta(days=1)
                seat.save(update_fields=["valid_to"])
                ended.append(seat.pk)
            acting = Delegation.objects.filter(Q(staff=staff) | Q(holder=staff), ends_at__gt=at)
            delegations = sorted(acting.values_list("pk", flat=True))
            acting.filter(starts_at__gt=at).update(ends_at=F("starts_at"))
            Delegation.objects.filter(pk__in=delegations, starts_at__lte=at).update(ends_at=at)
            identity.expel(account_id, at=at)
            event = StaffLeft(
                subject=f"staff:{staff.pk}", account_id=account_id, appointments=ended, delegations=delegations
            )
            outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _running(appointment_id: int, today: date) -> Appointment:
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("post")
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), pk=appointment_id)
        .first()
    )
    if found is None:
        raise NotFound("Bổ nhiệm này không có hoặc đã kết thúc.")
    return found
