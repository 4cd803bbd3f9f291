"""Found agencies, open posts, appoint staff."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import AgencyFounded, StaffAppointed
from ..models import Agency, Appointment, Post, PostRole, Role, Staff
from ..vocabulary import AgencyKind, Permission


@transaction.atomic
def found(
    code: str,
    name: str,
    kind: AgencyKind,
    *,
    by: Actor,
    at: datetime,
    short_name: str = "",
    parent_id: int | None = None,
    **particulars: str | bool,
) -> int:
    """Found an agency from today on; return its id.

    particulars   receives, address, phone, email, feedback_address, number_pattern
    Raises        Invalid where a living agency has the code.
    """
    policies.require(by, Permission.ADMINISTER, on=at.date())
    if Agency.objects.filter(code=code, valid_to__isnull=True).exists():
        raise Invalid(f"Mã {code} đang là của một cơ quan khác.", fields={"code": "Mã đã dùng"})
    agency = Agency.objects.create(
        code=code,
        name=clean(name),
        short_name=clean(short_name or name),
        kind=kind,
        parent_id=parent_id,
        valid_from=at.date(),
        **particulars,
    )
    outbox.publish(AgencyFounded(subject=f"agency:{agency.pk}", code=code, kind=kind), by=by, at=at)
    return agency.pk


@transaction.atomic
def open_post(agency_id: int, title: str, roles: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Open a post with its roles; return its id."""
    policies.require(by, Permission.ADMINISTER, on=at.date())
    post = Post.objects.create(agency_id=agency_id, title=clean(title))
    for role in Role.objects.filter(code__in=list(roles)):
        PostRole.objects.create(post=post, role=role)
    return post.pk


@transaction.atomic
def appoint(account_id: int, name: str, post_id: int, *, by: Actor, at: datetime, start: date | None = None) -> int:
    """Appoint the holder of an account to a post from a day on; return the staff member's id."""
    policies.require(by, Permission.ADMINISTER, on=at.date())
    staff, _ = Staff.objects.get_or_create(account_id=account_id, defaults={"name": clean(name)})
    start = start or at.date()
    Appointment.objects.create(staff=staff, post_id=post_id, valid_from=start)
    agency_id = Post.objects.values_list("agency_id", flat=True).get(pk=post_id)
    outbox.publish(
        StaffAppointed(subject=f"staff:{staff.pk}", post_id=post_id, agency_id=agency_id, valid_from=start.isoformat()),
        by=by,
        at=at,
    )
    return staff.pk
