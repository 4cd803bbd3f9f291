"""Whose figures are asked for, and whose may be."""

from datetime import date

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView

from ..choices import whole
from ..session.request import StaffRequest

ALL = "tat-ca"
_MOST_ID = 2**62


def unit_of(request: StaffRequest) -> AgencyView | None:
    """Return the unit that is asked for, one's own where none is, None for all of them.

    Raises  NotAllowed for another unit than one's own, NotFound where there is none.
    """
    own, wanted = agencies.agency(request.actor.agency_id or 0), request.GET.get("don-vi", "")
    if wanted in ("", str(own.id)):
        return own
    if Permission.VIEW_ALL not in request.permissions:
        raise NotAllowed("Số liệu này là của đơn vị khác.")
    if wanted == ALL:
        return None
    for unit in agencies.by_ids([whole(wanted, _MOST_ID) or 0]):
        return unit
    raise NotFound("Không có đơn vị này. Chọn lại.")


def units_offered(request: StaffRequest, today: date) -> list[tuple[str, str]]:
    """Return whose figures the actor may see, as choices; none where it is his own unit only."""
    if Permission.VIEW_ALL not in request.permissions:
        return []
    found = agencies.agencies(on=today)
    return [(ALL, "Tất cả đơn vị"), *((str(one.id), one.name) for one in found)]
