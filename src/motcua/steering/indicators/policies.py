"""May this actor see these figures, set what is to be reached, enter what another system published?"""

from collections.abc import Collection
from datetime import date

from motcua.casework.dossiers.vocabulary import Permission as Seeing
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind, Term
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.queries import tree
from motcua.people.agencies.queries.tree import Tree
from motcua.people.agencies.vocabulary import AgencyKind

from .vocabulary import Permission


def realm(by: Actor, *, on: date) -> tuple[Tree, tuple[int, ...]]:
    """Return the organisation around an actor, and the units he may set or enter something for: his own and below.

    A one-stop centre speaks for the committee it belongs to.
    """
    if by.agency_id is None:
        return Tree({}), ()
    found = tree.of(by.agency_id, on=on)
    own = found.units[by.agency_id]
    if own.kind != AgencyKind.CENTRE or own.parent_id is None:
        return found, found.below(own.id)
    found = tree.of(own.parent_id, on=on)
    return found, found.below(own.parent_id)


def require_scores(by: Actor, unit_id: int | None, *, on: date) -> None:
    """Refuse unless the actor may enter a score of this unit; None, all units together, only at the top."""
    _require(by, Permission.SCORES, unit_id, on=on)


def units_to_score(by: Actor, *, on: date) -> frozenset[int] | None:
    """Return the units the actor may enter scores of, None for every one; refuse where there are none."""
    if by.kind is ActorKind.SYSTEM:
        return None
    agencies.require(by, Permission.SCORES, on=on)
    return frozenset(realm(by, on=on)[1])


def require_targets(by: Actor, unit_id: int, *, on: date) -> None:
    """Refuse unless the actor may set targets of this unit or its officers."""
    _require(by, Permission.TARGETS, unit_id, on=on)


def _require(by: Actor, permission: Term, unit_id: int | None, *, on: date) -> None:
    if by.kind is ActorKind.SYSTEM:
        return
    agencies.require(by, permission, on=on)
    if unit_id is None:
        agencies.require_for_all(by, permission, on=on)
    elif unit_id not in realm(by, on=on)[1]:
        raise NotAllowed("Chỉ làm được việc này cho đơn vị mình và đơn vị cấp dưới. Chọn lại đơn vị.")


def require_figures(by: Actor, agency_id: int | None, *, on: date, words: Collection[str] | None = None) -> None:
    """Refuse unless the actor may see the figures of a unit, of all of them where it is None, and open their rows.

    on      a moment, or a day: then at any moment of it
    words   the permissions of the actor's post then, where they are known already
    """
    granted = agencies.permissions_of(by, on=on) if words is None else words
    if Seeing.VIEW_AGENCY not in granted:
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền xem số liệu của đơn vị. Liên hệ quản trị đơn vị.")
    own = agency_id is not None and agency_id == by.agency_id
    if not own and Seeing.VIEW_ALL not in granted:
        raise NotAllowed("Số liệu này là của đơn vị khác. Vị trí của ông/bà chỉ xem được số liệu của đơn vị mình.")


def reads_by_default(words: Collection[str]) -> bool:
    """Tell whether a seat is sent the morning bulletin unless its sitter says no: who leads a unit, or all of them."""
    return Seeing.VIEW_AGENCY in words and (Seeing.APPROVE in words or Seeing.VIEW_ALL in words)
