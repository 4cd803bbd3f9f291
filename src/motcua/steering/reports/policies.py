"""May this actor? A report is its unit's; who is above it in the organisation reads it, and collects it."""

from datetime import datetime

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.queries import calendars

from .vocabulary import Permission

_READ = frozenset({Dossiers.VIEW_AGENCY, *Permission})


def may_read(by: Actor, agency_id: int, *, at: datetime) -> bool:
    """Tell whether the actor may read the reports of a unit: his own, one below it, any where he sees all."""
    if by.kind is ActorKind.SYSTEM or agencies.holds(by, Dossiers.VIEW_ALL, on=at):
        return True
    if not agencies.permissions_of(by, on=at) & _READ:
        return False
    return by.agency_id in calendars.lineage(agency_id)


def require_read(by: Actor, agency_id: int, *, at: datetime) -> None:
    """Refuse unless the actor may read the reports of a unit."""
    if not may_read(by, agency_id, at=at):
        raise NotAllowed("Báo cáo này là của đơn vị khác.")


def require(by: Actor, permission: Permission, agency_id: int, *, at: datetime) -> None:
    """Refuse unless the actor holds the permission at that very unit."""
    if not agencies.holds(by, permission, agency_id=agency_id, on=at):
        raise NotAllowed(
            f"Việc này của vị trí được giao quyền: {permission.label.lower()}, ở chính đơn vị ấy. "
            "Liên hệ quản trị đơn vị, hoặc chọn vị trí khác ở góc phải."
        )
