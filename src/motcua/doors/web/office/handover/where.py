"""Where the papers of one dossier are: for the dossier page, which includes ``office/handover/where.html``."""

from dataclasses import dataclass
from datetime import datetime

from motcua.casework.dossiers.queries import twin
from motcua.casework.dossiers.queries.twin import Half
from motcua.casework.dossiers.rules import barcodes

from ..timing import calendar_around, working_time
from .sheet import names_of, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """One bag in words. ``apart``: how long it has been elsewhere than the work, "" while it is with it."""

    half: Half
    number: str
    place: str
    wanted: str
    apart: str
    alarm: bool


def bags(dossier_id: int, at: datetime) -> tuple[Where, ...]:
    """Return the bags of a dossier; () for one without paper."""
    halves = twin.of_dossier(dossier_id)
    if not halves:
        return ()
    since = twin.apart_since(halves)
    raised = twin.diverging([halves[0].code])
    names = names_of([half.agency_id for half in halves] + [half.wanted[1] for half in halves if half.wanted])
    calendar = calendar_around(halves[0].receiving_id, at)
    return tuple(
        Where(
            half=half,
            number=barcodes.spaced(half.token),
            place=place_of(half, names),
            wanted=(names.get(half.wanted[1] or 0, "") or "người nộp") if half.wanted and half.token in since else "",
            apart=working_time(since[half.token], at, calendar) if half.token in since else "",
            alarm=half.token in since and bool(raised),
        )
        for half in halves
    )
