"""May this actor see these figures? One's own unit's, or everybody's."""

from datetime import date

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.people.agencies import policies as agencies


def require_figures(by: Actor, agency_id: int | None, *, on: date) -> None:
    """Refuse unless the actor may see the figures of a unit, of all of them where it is None, and open their rows.

    on   a moment, or a day: then at any moment of it
    """
    granted = agencies.permissions_of(by, on=on)
    if Permission.VIEW_AGENCY not in granted:
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền xem số liệu của đơn vị. Liên hệ quản trị đơn vị.")
    own = agency_id is not None and agency_id == by.agency_id
    if not own and Permission.VIEW_ALL not in granted:
        raise NotAllowed("Số liệu này là của đơn vị khác. Vị trí của ông/bà chỉ xem được số liệu của đơn vị mình.")
