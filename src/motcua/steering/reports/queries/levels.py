"""What the catalogue says of procedures, field and levels, and where the agencies stand that decide them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.people.agencies.queries import organisation as agencies

from ..rules.levels import Standing, is_vertical
from ..vocabulary import Level

OTHER_FIELD = "Lĩnh vực khác"
_ENTRIES = """
SELECT f.code, f.sector, ARRAY(SELECT jsonb_array_elements_text(coalesce(v.content -> 'levels', '[]'))) FROM (
    SELECT DISTINCT ON (p.code) p.code, v.sector, v.id
    FROM procedures_procedure p
    JOIN procedures_version v ON v.procedure_id = p.id AND v.state IN ('published', 'withdrawn')
    WHERE %(all)s::bool OR p.code = ANY(%(codes)s::text[])
    ORDER BY p.code, v.valid_from <= %(on)s::date DESC, v.valid_from DESC, v.id DESC
) f JOIN procedures_version v ON v.id = f.id
WHERE %(sector)s::text IS NULL OR f.sector = %(sector)s::text
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a procedure on a day."""

    sector: str
    levels: frozenset[Level]


_NOTHING = Entry(OTHER_FIELD, frozenset())


def called(level: Level) -> str:
    """Return a level alone: “cấp xã”."""
    return level.label.removeprefix("Thủ tục hành chính ")


def entries(codes: Iterable[str], *, on: date) -> dict[str, Entry]:
    """Return {code: entry} of these procedures, as the version of a day says, else the newest before."""
    wanted = [code for code in codes if code]
    found = _read(wanted, None, on)
    return {code: found.get(code, _NOTHING) for code in wanted}


def of_sector(sector: str | None, *, on: date) -> dict[str, Entry]:
    """Return {code: entry} of every procedure of a field, None: of any; whether or not anything was counted of it."""
    return _read(None, "" if sector == OTHER_FIELD else sector, on)


def standings(agency_ids: Sequence[int]) -> dict[int, Standing]:
    """Return {agency: where it stands}."""
    communes = agencies.communes_of(list(agency_ids))
    vertical = {one.id: is_vertical(one.kind, one.code) for one in agencies.by_ids(agency_ids)}
    return {one: Standing(communes[one] is not None, vertical[one]) for one in agency_ids}


def grouped(agency_ids: Sequence[int]) -> Mapping[Standing, tuple[int, ...]]:
    """Return {where they stand: the agencies that stand there}."""
    found: dict[Standing, list[int]] = {}
    for one, standing in standings(agency_ids).items():
        found.setdefault(standing, []).append(one)
    return {standing: tuple(sorted(ids)) for standing, ids in found.items()}


def _read(codes: list[str] | None, sector: str | None, on: date) -> dict[str, Entry]:
    asked: dict[str, Any] = {"codes": codes or [], "all": codes is None, "sector": sector, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, asked)
        rows = cursor.fetchall()
    return {code: Entry(sector or OTHER_FIELD, frozenset(map(Level, said))) for code, sector, said in rows}
