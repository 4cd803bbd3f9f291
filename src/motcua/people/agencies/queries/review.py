"""Accounts and posts that somebody ought to look at: never used, dormant, shared, without second factor or holder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from motcua.ground.kernel.clock import local
from motcua.people.identity import queries as identity

from ..models import Appointment, Delegation, Post, Staff
from ..vocabulary import Concern

DORMANT_DAYS = 90
UNUSED_DAYS = 7
_SHARED_DAYS = 30
_NO_FACTOR = "Chỉ có mật khẩu. Nhắc bật ở trang Xác minh hai lớp; khi chạy thật, chưa bật thì chưa vào được bàn việc."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to look at: an account, or a post where ``account_id`` is None. ``detail`` says why, in words."""

    concern: Concern
    name: str
    detail: str
    account_id: int | None = None
    email: str = ""
    post_id: int | None = None
    agency_id: int | None = None
    seats: tuple[tuple[int, str], ...] = ()


def lines(*, at: datetime, dormant_days: int = DORMANT_DAYS) -> tuple[Line, ...]:
    """Return every concern about open accounts and posts, by kind, then by name; an account may come more than once.

    dormant_days   how long an account may rest
    """
    day = local(at).date()
    rows = list(Staff.objects.filter(account__is_active=True).select_related("account").order_by("name", "id"))
    seats = _seats(day)
    with_factor, shared = identity.with_second_factor(), identity.perhaps_shared(since=at - timedelta(_SHARED_DAYS))
    found = [
        Line(
            concern=concern,
            name=staff.name,
            detail=detail,
            account_id=staff.account_id,
            email=staff.account.email,
            seats=tuple(seats.get(staff.pk, ())),
        )
        for staff in rows
        for concern, detail in _concerns(staff, at, dormant_days, staff.account_id in with_factor, shared)
    ]
    found += [
        Line(
            concern=Concern.NO_SEAT,
            name=staff.name,
            detail="Tài khoản còn mở mà không giữ vị trí nào.",
            account_id=staff.account_id,
            email=staff.account.email,
        )
        for staff in rows
        if staff.pk not in seats
    ]
    found += _empty_posts(day, at)
    order = list(Concern)
    return tuple(sorted(found, key=lambda line: order.index(line.concern)))


def _concerns(
    staff: Staff, at: datetime, dormant_days: int, has_factor: bool, shared: dict[int, tuple[int, int]]
) -> Iterator[tuple[Concern, str]]:
    account = staff.account
    if account.last_login is None:
        if at - account.created_at > timedelta(UNUSED_DAYS):
            yield Concern.NEVER_USED, f"Mở từ {local(account.created_at):%d/%m/%Y}, chưa ai vào."
    elif (rests := (at - account.last_login).days) > dormant_days:
        yield Concern.DORMANT, f"Lần cuối {local(account.last_login):%d/%m/%Y}, {rests} ngày trước."
    if account.pk in shared:
        days, places = shared[account.pk]
        yield Concern.SHARED, f"{days} ngày có hai phiên cùng lúc, từ {places} máy hoặc trình duyệt, trong 30 ngày."
    if not has_factor and account.last_login is not None:
        yield (
            Concern.NO_FACTOR,
            _NO_FACTOR,
        )


def _seats(day: date) -> dict[int, list[tuple[int, str]]]:
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), post__valid_to__isnull=True
    ).order_by("id")
    found: dict[int, list[tuple[int, str]]] = {}
    for staff_id, pk, title, agency in rows.values_list("staff_id", "pk", "post__title", "post__agency__short_name"):
        found.setdefault(staff_id, []).append((pk, f"{title}, {agency}"))
    return found


def _empty_posts(day: date, at: datetime) -> list[Line]:
    here = OuterRef("pk")
    sits = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), post_id=here, staff__account__is_active=True
    )
    acts = Delegation.objects.filter(post_id=here, ends_at__gt=at)
    rows = Post.objects.filter(~Exists(sits), ~Exists(acts), valid_to__isnull=True, agency__valid_to__isnull=True)
    return [
        Line(
            concern=Concern.NO_HOLDER,
            name=f"{post.title}, {post.agency.short_name}",
            detail="Chưa ai giữ, hoặc người giữ đã khóa tài khoản.",
            post_id=post.pk,
            agency_id=post.agency_id,
        )
        for post in rows.select_related("agency").order_by("agency__name", "title", "id")
    ]
