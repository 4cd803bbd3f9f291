"""May this actor? Answered from posts, roles, acting seats and times."""

from datetime import UTC, date, datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind, Term

from .errors import NotInAuthority
from .queries import authority, calendars, organisation, seats
from .vocabulary import AgencyKind, DocumentType, Permission

_OPEN_ENDED = datetime(9999, 1, 1, tzinfo=UTC)


def holds(by: Actor, permission: Term, *, agency_id: int | None = None, on: date | None = None) -> bool:
    """Tell whether the actor, at the post he acts from, holds the permission (at that agency) then.

    on   a moment, or a day: then at any moment of it; None asks for appointments that are open-ended
    The system itself holds every permission; a citizen or partner holds none of staff's.
    """
    if by.kind is ActorKind.SYSTEM:
        return True
    if by.kind is not ActorKind.STAFF:
        return False
    if agency_id is not None and agency_id != by.agency_id:
        return False
    return permission in permissions_of(by, on=on)


def permissions_of(by: Actor, *, on: date | None = None) -> frozenset[str]:
    """Return every permission of the post the actor acts from, if he sits there then, of his own or acting."""
    if by.kind is not ActorKind.STAFF:
        return frozenset()
    return seats.words(by.staff_id, by.post_id, on=_OPEN_ENDED if on is None else on)


def require(by: Actor, permission: Term, *, agency_id: int | None = None, on: date | None = None) -> None:
    """Refuse unless the actor holds the permission."""
    if not holds(by, permission, agency_id=agency_id, on=on):
        raise NotAllowed(
            f"Vị trí của ông/bà chưa được giao quyền: {permission.label.lower()}. Liên hệ quản trị đơn vị."
        )


def is_at_the_top(by: Actor) -> bool:
    """Tell whether what the actor decides may hold for every unit: a commune below another unit is not it.

    A commune by itself is the top of its own installation; the system is above all.
    """
    if by.kind is not ActorKind.STAFF or by.agency_id is None:
        return by.kind is ActorKind.SYSTEM
    lineage = calendars.lineage(by.agency_id)
    kinds = {unit.id: unit.kind for unit in organisation.by_ids(lineage)}
    return all(kinds[unit_id] != AgencyKind.COMMUNE for unit_id in lineage[1:])


def require_for_all(by: Actor, permission: Term, *, on: date) -> None:
    """Refuse unless the actor may do what then holds for every unit: he holds the permission, at the top."""
    require(by, permission, on=on)
    if not is_at_the_top(by):
        raise NotAllowed(f"Việc này dùng chung cho mọi đơn vị, chỉ vị trí ở cấp tỉnh làm: {permission.label.lower()}.")


def may_keep_calendar(by: Actor, agency_id: int | None, *, on: date) -> bool:
    """Tell whether the actor may change this calendar: his own unit's or one below it; an administrator any.

    agency_id   None is the nation's calendar, which only administrators change
    """
    if not holds(by, Permission.CALENDAR, on=on):
        return False
    if holds(by, Permission.ADMINISTER, on=on):
        return True
    return agency_id is not None and by.agency_id in calendars.lineage(agency_id)


def may_arrange(by: Actor, agency_id: int, *, on: date) -> bool:
    """Tell whether the actor may record absences and seat substitutes: at his unit or one below; an administrator any.

    What only administrators may give away is asked where a post is known: see `services.substitution`.
    """
    if by.kind is ActorKind.SYSTEM:
        return True
    granted = permissions_of(by, on=on)
    if Permission.ADMINISTER in granted:
        return True
    return Permission.SUBSTITUTE in granted and by.agency_id in calendars.lineage(agency_id)


def require_arrange(by: Actor, agency_id: int, *, on: date) -> None:
    """Refuse unless the actor may arrange who works at the agency."""
    if not may_arrange(by, agency_id, on=on):
        raise NotAllowed(
            "Chỉ lãnh đạo đơn vị này hoặc cấp trên của nó, hoặc quản trị, được ghi nghỉ và cử người làm thay."
        )


def require_authority(by: Actor, document: DocumentType, *, procedure: str, agency_id: int, at: datetime) -> None:
    """Refuse unless the actor, from the post he acts from, may sign such a document of the agency at this moment.

    procedure  code of the procedure it belongs to
    agency_id  the agency whose document it is
    Raises     NotInAuthority, which says who may sign now
    Law        30/2020/NĐ-CP, Điều 13
    """
    found = authority.signers(agency_id, document, procedure, at=at)
    mine = (by.staff_id, by.post_id)
    if by.kind is ActorKind.STAFF and any((one.staff_id, one.post_id) == mine for one in found):
        return
    raise NotInAuthority(document, [one.called for one in found])
