"""The seed procedures of a level as groups: one for each kind of agency that decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.casework.procedures.queries.offers import OfferLine
from motcua.casework.procedures.rules.offering import decided_by
from motcua.casework.procedures.services import seeding
from motcua.casework.procedures.vocabulary import Level
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind

from .forms import options

_ABOVE_A_CENTRE = (AgencyKind.COMMUNE, AgencyKind.PROVINCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A seed procedure; ``since``: from when the agency receives it already."""

    code: str
    name: str
    sector: str
    process: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Procedures that the same agency decides.

    choices       options of the select, () where no agency of the kind is there yet
    competent_id  chosen or suggested
    chosen        codes that are ticked
    """

    field: str
    label: str
    lines: tuple[Line, ...]
    choices: tuple[tuple[object, str], ...]
    competent_id: int | None
    chosen: frozenset[str]


def groups(
    agency: AgencyView,
    seeds: Sequence[VersionView],
    level: Level,
    standing: Mapping[str, OfferLine],
    agencies: Sequence[AgencyView],
    sent: QueryDict | None,
) -> tuple[Group, ...]:
    """Return the groups of a level, the committee's own first; ticked as sent, else all that are not received yet."""
    process_of = seeding.processes()
    by_kind: dict[AgencyKind | None, list[Line]] = {}
    for version in seeds:
        if level in (version.content.levels or (Level.OTHER,)):
            now = standing.get(version.code)
            line = Line(
                code=version.code,
                name=version.name,
                sector=version.sector,
                process=process_of[version.code],
                since=now.valid_from if now else None,
            )
            by_kind.setdefault(decided_by(line.process), []).append(line)
    ordered = sorted(by_kind.items(), key=lambda item: item[0] or "")
    return tuple(_group(agency, kind, lines, agencies, sent) for kind, lines in ordered)


def suggested(agency: AgencyView, agencies: Collection[AgencyView], kind: AgencyKind | None = None) -> int | None:
    """Return who most likely decides: the committee above a centre, else the unit itself; of a kind the nearest one."""
    by_id = {unit.id: unit for unit in agencies}
    above = by_id.get(agency.parent_id or 0)
    if kind is None:
        is_above = agency.kind == AgencyKind.CENTRE and above is not None and above.kind in _ABOVE_A_CENTRE
        return above.id if is_above and above else agency.id
    of_kind = [unit for unit in agencies if unit.kind == kind]
    near = [unit for unit in of_kind if unit.parent_id in (agency.id, agency.parent_id) and unit.parent_id]
    return (near or of_kind)[0].id if len(near or of_kind) == 1 else None


def _group(
    agency: AgencyView,
    kind: AgencyKind | None,
    lines: Sequence[Line],
    agencies: Sequence[AgencyView],
    sent: QueryDict | None,
) -> Group:
    field = f"competent_{kind or 'own'}"
    candidates = [unit for unit in agencies if kind is None or unit.kind == kind]
    open_codes = {line.code for line in lines if line.since is None} if candidates else set()
    said = sent.get(field, "") if sent is not None else ""
    known = next((unit.id for unit in candidates if str(unit.id) == said), None)
    return Group(
        field=field,
        label=f"{kind.label} quyết định" if kind else "Ủy ban nhân dân hoặc chính cơ quan này quyết định",
        lines=tuple(lines),
        choices=tuple(options(candidates, "Chọn cơ quan")) if candidates else (),
        competent_id=known if sent is not None else suggested(agency, agencies, kind),
        chosen=frozenset(open_codes & set(sent.getlist("code")) if sent is not None else open_codes),
    )
