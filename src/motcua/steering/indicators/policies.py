"""May this actor see these figures? One's own unit's, or everybody's."""

from collections.abc import Collection
from datetime import date

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.people.agencies import policies as agencies


def require_figures(by: Actor, agency_id: int | None, *, on: date, words: Collection[str] | None = None) -> None:
    """Refuse unless the actor may see the figures of a unit, of all of them where it is None, and open their rows.

    on      a moment, or a day: then at any moment of it
    words   the permissions of the actor's post then, where they are known already
    """
    granted = agencies.permissions_of(by, on=on) if words is None else words
    if Permission.VIEW_AGENCY not in granted:
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền xem số liệu của đơn vị. Liên hệ quản trị đơn vị.")
    own = agency_id is not None and agency_id == by.agency_id
    if not own and Permission.VIEW_ALL not in granted:
        raise NotAllowed("Số liệu này là của đơn vị khác. Vị trí của ông/bà chỉ xem được số liệu của đơn vị mình.")


def reads_by_default(words: Collection[str]) -> bool:
    """Tell whether a seat is sent the morning bulletin unless its sitter says no: who leads a unit, or all of them."""
    return Permission.VIEW_AGENCY in words and (Permission.APPROVE in words or Permission.VIEW_ALL in words)
