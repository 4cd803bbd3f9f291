"""Where the paper half of dossiers is, beside the electronic one: what the watch, the lists and the pages read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import calendars

from ..rules import twin
from ..rules.rulesets import Parameters
from ..rules.twin import Stay
from ..vocabulary import Flag, SetKind, Status, Whereabouts
from . import rulesets

_BACK, _AHEAD = timedelta(days=400), timedelta(days=60)

_COLUMNS = """
SELECT s.token, s.kind, s.part, s.place, s.agency_id, s.post_id, s.slip_id, s.since, s.dossier_id,
       d.code, d.applicant, v.name AS procedure_name, d.status, d.flag, d.due_at, d.agency_id AS receiving_id,
       d.ruleset_id, d.registered_on, i.agency_id AS item_agency_id, coalesce(i.state = 'waiting', false) AS waiting
"""
_FROM = """
FROM dossiers_paperset s
JOIN dossiers_dossier d ON d.id = s.dossier_id
JOIN procedures_version v ON v.id = d.version_id
LEFT JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state IN ('open', 'waiting')
"""
_COUNT = "SELECT count(*)"
_OF_TOKENS = "WHERE s.token = ANY(%(tokens)s::text[])"
_OF_DOSSIERS = "WHERE s.dossier_id = ANY(%(dossiers)s::bigint[]) ORDER BY s.kind, s.part"
_STAYS_OF = """
SELECT since, place, agency_id FROM dossiers_paperset WHERE dossier_id = %(dossier)s::bigint AND kind = %(kind)s::text
ORDER BY part
"""
_OF_CODES = "WHERE d.code = ANY(%(codes)s::text[]) ORDER BY s.kind, s.part"
_NOT_WITH_THE_WORK = """
WHERE s.place IN ('agency', 'transit', 'lost')
  AND (s.place = 'agency' AND i.agency_id = s.agency_id AND (s.kind = 'result') = (d.status = 'completed')) IS NOT TRUE
"""
_LEFT_WITH_THE_APPLICANT = """
WHERE s.place = 'applicant' AND s.kind = 'papers' AND i.state = 'open' AND d.status IN ('received', 'processing')
"""
_TO_HAND_OVER = """
WHERE s.place = 'agency' AND s.agency_id = %(agency)s::bigint AND i.agency_id <> s.agency_id
  AND (s.kind = 'result') = (d.status = 'completed')
  AND NOT EXISTS (SELECT 1 FROM dossiers_slipline l WHERE l.paper_set_id = s.token AND l.state = 'packed')
"""
_TO_GIVE_BACK = """
WHERE s.place IN ('agency', 'archive') AND s.agency_id = %(agency)s::bigint AND s.kind = 'papers'
  AND (d.status IN ('withdrawn', 'declined') AND s.place = 'agency' OR d.status = 'stopped' AND EXISTS (
    SELECT 1 FROM dossiers_ending e JOIN dossiers_paper p ON p.dossier_id = e.dossier_id
    WHERE e.dossier_id = d.id AND p.originals > 0 AND NOT p.shown_only AND NOT e.originals @> to_jsonb(p.key::text)))
ORDER BY s.since, s.token
"""
_DIVERGING = """
JOIN dossiers_divergence x ON x.paper_set_id = s.token AND x.ended_at IS NULL
WHERE %(agency)s::bigint IS NULL OR s.agency_id = %(agency)s::bigint OR x.wanted_id = %(agency)s::bigint
   OR d.agency_id = %(agency)s::bigint
   OR EXISTS (SELECT 1 FROM dossiers_slip p WHERE p.id = s.slip_id
                 AND (p.sender_id = %(agency)s::bigint OR p.receiver_id = %(agency)s::bigint))
"""
_ITEMS = """
SELECT d.id, i.opened_at, i.agency_id, d.completed_at, d.submitted_at, d.agency_id, coalesce(d.ended_at,
       d.declined_at, d.returned_at)
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.subject_id = d.id
WHERE d.id = ANY(%(dossiers)s::bigint[])
ORDER BY i.id
"""
_MOVES = """
SELECT paper_set_id, at, place, agency_id FROM dossiers_papermove
WHERE paper_set_id = ANY(%(tokens)s::text[]) ORDER BY paper_set_id, seq
"""
_DIVERGING_CODES = """
SELECT DISTINCT d.code FROM dossiers_divergence x JOIN dossiers_paperset s ON s.token = x.paper_set_id
JOIN dossiers_dossier d ON d.id = s.dossier_id
WHERE x.ended_at IS NULL AND d.code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A bag of papers with what of its dossier says where it belongs.

    agency_id     where it lies; receiving_id: which agency took the dossier in
    waiting       the applicant is waited for
    """

    token: str
    kind: SetKind
    part: int
    place: Whereabouts
    agency_id: int | None
    post_id: int | None
    slip_id: int | None
    since: datetime
    dossier_id: int
    code: str
    applicant: str
    procedure_name: str
    status: Status
    flag: Flag
    due_at: datetime | None
    receiving_id: int
    ruleset_id: int | None
    registered_on: date
    item_agency_id: int | None
    waiting: bool

    @property
    def wanted(self) -> tuple[Whereabouts, int | None] | None:
        """Return where it belongs now, None where it may stay."""
        case = twin.Case(
            status=self.status, flag=self.flag, agency_id=self.receiving_id, item_agency_id=self.item_agency_id
        )
        return twin.wanted(self.kind, case)

    @property
    def stay(self) -> Stay:
        """Return where it is."""
        return Stay(self.since, self.place, self.agency_id)

    @property
    def is_apart(self) -> bool:
        """Tell whether it is elsewhere than it belongs."""
        if (wish := self.wanted) is None:
            return False
        return not twin.together(Stay(self.since, *wish), self.stay, waiting=self.waiting)

    @property
    def rules(self) -> Parameters:
        """Return the rules of its dossier."""
        return rulesets.of_dossier(self.ruleset_id, self.registered_on).parameters


def of_tokens(tokens: Sequence[str]) -> dict[str, Half]:
    """Return the bags of these numbers."""
    return {half.token: half for half in _halves(_OF_TOKENS, tokens=list(tokens))}


def of_dossier(dossier_id: int) -> tuple[Half, ...]:
    """Return the bags of a dossier, its papers first; () for one without paper."""
    return tuple(_halves(_OF_DOSSIERS, dossiers=[dossier_id]))


def stays_of(dossier_id: int, kind: SetKind) -> tuple[Stay, ...]:
    """Return where each bag of one kind is, for who asks nothing else of it; () where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_STAYS_OF, {"dossier": dossier_id, "kind": kind})
        return tuple(Stay(since, Whereabouts(place), agency_id) for since, place, agency_id in cursor.fetchall())


def of_codes(codes: Sequence[str]) -> dict[str, tuple[Half, ...]]:
    """Return the bags of each of these dossiers that has any, for a column of a list: one statement."""
    found: dict[str, tuple[Half, ...]] = {}
    for half in _halves(_OF_CODES, codes=list(codes)):
        found[half.code] = (*found.get(half.code, ()), half)
    return found


def not_with_the_work() -> tuple[Half, ...]:
    """Return every bag that is not where the open step of its dossier is: what the watch looks at."""
    return (*_halves(_NOT_WITH_THE_WORK), *_halves(_LEFT_WITH_THE_APPLICANT))


def to_hand_over(agency_id: int) -> tuple[Half, ...]:
    """Return the bags of an agency that another one waits for and no slip has packed yet, the longest here first."""
    return tuple(_halves(f"{_TO_HAND_OVER} ORDER BY s.since, s.token", agency=agency_id))


def to_give_back(agency_id: int) -> tuple[Half, ...]:
    """Return the bags of an agency that the applicant waits for."""
    return tuple(_halves(_TO_GIVE_BACK, agency=agency_id))


def divergences(agency_id: int | None, *, limit: int = 200) -> tuple[Half, ...]:
    """Return the bags of open divergences that concern an agency, of all where it is None, the oldest first."""
    return tuple(_halves(f"{_DIVERGING} ORDER BY x.since, s.token LIMIT %(limit)s::int", agency=agency_id, limit=limit))


def counts(agency_id: int) -> tuple[int, int]:
    """Return how many bags an agency has to hand over, and how many divergences concern it."""
    found = []
    with connection.cursor() as cursor:
        for narrowed in (_TO_HAND_OVER, _DIVERGING):
            cursor.execute(_COUNT + _FROM + narrowed, {"agency": agency_id})
            found.append(int(cursor.fetchone()[0]))
    return found[0], found[1]


def diverging(codes: Sequence[str]) -> frozenset[str]:
    """Return which of these dossiers have paper and electronic half apart for too long."""
    with connection.cursor() as cursor:
        cursor.execute(_DIVERGING_CODES, {"codes": list(codes)})
        return frozenset(code for (code,) in cursor.fetchall())


def apart_since(halves: Sequence[Half]) -> dict[str, datetime]:
    """Return {number: since when, without a break, it is apart from the other half} for those that are."""
    if not halves:
        return {}
    wishes = _wishes({half.dossier_id for half in halves})
    stays = _stays([half.token for half in halves])
    found = {}
    for half in halves:
        since = twin.apart_since(
            wishes.get((half.dossier_id, half.kind), ()), stays.get(half.token, ()), waiting=half.waiting
        )
        if since is not None and half.is_apart:
            found[half.token] = since
    return found


def calendars_for(agency_ids: Iterable[int], at: datetime) -> Mapping[int, WorkCalendar]:
    """Return the calendars by which hand-overs at a moment are counted."""
    on = local(at).date()
    return calendars.calendars_of(sorted(set(agency_ids)), first=on - _BACK, last=on + _AHEAD)


def _wishes(dossier_ids: Iterable[int]) -> dict[tuple[int, SetKind], list[Stay]]:
    """Return where each kind of bag of these dossiers belonged, in the order of time."""
    wishes: dict[tuple[int, SetKind], list[Stay]] = defaultdict(list)
    seen: set[int] = set()
    ends: list[tuple[int, datetime | None, datetime | None]] = []
    dossiers = sorted(dossier_ids)
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {"dossiers": dossiers})
        rows = cursor.fetchall()
    for dossier_id, opened_at, agency_id, completed_at, submitted_at, receiving_id, ended_at in rows:
        if dossier_id not in seen:
            seen.add(dossier_id)
            ends.append((dossier_id, completed_at, ended_at))
            if submitted_at:
                wishes[dossier_id, SetKind.PAPERS].append(Stay(submitted_at, Whereabouts.AGENCY, receiving_id))
        if opened_at is None:
            continue
        kind = SetKind.RESULT if completed_at and opened_at >= completed_at else SetKind.PAPERS
        wishes[dossier_id, kind].append(Stay(opened_at, Whereabouts.AGENCY, agency_id))
    for dossier_id, completed_at, ended_at in ends:
        if completed_at:
            wishes[dossier_id, SetKind.PAPERS].append(Stay(completed_at, None))
            if ended_at:
                wishes[dossier_id, SetKind.RESULT].append(Stay(ended_at, Whereabouts.APPLICANT))
        elif ended_at:
            wishes[dossier_id, SetKind.PAPERS].append(Stay(ended_at, Whereabouts.APPLICANT))
    return wishes


def _stays(tokens: Sequence[str]) -> dict[str, list[Stay]]:
    stays: dict[str, list[Stay]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, {"tokens": list(tokens)})
        for token, since, place, agency_id in cursor.fetchall():
            stays[token].append(Stay(since, Whereabouts(place), agency_id))
    return stays


def _halves(narrowed: str, **parameters: Any) -> list[Half]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS + _FROM + narrowed, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        Half(
            **row
            | {
                "kind": SetKind(row["kind"]),
                "place": Whereabouts(row["place"]),
                "status": Status(row["status"]),
                "flag": Flag(row["flag"]),
            }
        )
        for row in rows
    ]
