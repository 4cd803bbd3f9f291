"""Procedures in force today: public, no token needed."""

from datetime import date
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from motcua.casework.procedures.queries import catalogue, search
from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.casework.procedures.rules.content import to_json
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation

from ..problems import Problem

router = Router(tags=["procedures"])
_PER_PAGE = 50
_MOST_FOUND = 50


class Line(Schema):
    """A procedure in a list. ``score``: 0–1 for a search."""

    code: str
    name: str
    sector: str = ""
    score: float | None = None


class Page(Schema):
    """Part of a list; ``next`` is the number of the next page, absent on the last."""

    items: list[Line]
    count: int
    page: int
    next: int | None = None


class Limit(Schema):
    """A time limit; ``value`` counts nothing for ``same_day``."""

    value: int
    unit: str
    text: str = ""


class Fee(Schema):
    """One sum. ``amount_vnd`` null: unknown, or set by a People's Council (``local``); never 0 for that."""

    amount_vnd: int | None
    kind: str
    per: str = ""
    note: str = ""
    text: str = ""
    local: bool = False


class Terms(Schema):
    """Limit and fees of one channel, of one case where they differ."""

    channel: str
    case: str = ""
    limit: Limit | None = None
    fees: list[Fee] = []
    description: str = ""
    limit_text: str = ""
    fee_text: str = ""


class Paper(Schema):
    """One paper. ``on_file``: the State has it and never asks for it; ``show_only``: seen, not kept."""

    key: str
    name: str
    originals: int
    copies: int
    required: bool
    case: str = ""
    note: str = ""
    form: str = ""
    show_only: bool = False
    on_file: bool = False


class Named(Schema):
    """A thing with a key or code and a name."""

    key: str
    name: str


class Basis(Schema):
    """A legal document."""

    number: str
    title: str = ""


class Procedure(Schema):
    """The version in force, and the codes of the agencies that receive it today."""

    code: str
    number: int
    name: str
    sector: str
    valid_from: date | None
    valid_to: date | None
    decision_no: str
    summary: str
    levels: list[str]
    applicants: list[str]
    steps: list[str]
    cases: list[Named]
    terms: list[Terms]
    papers: list[Paper]
    paper_notes: list[str]
    sets: int
    results: list[str]
    legal_basis: list[Basis]
    conditions: str
    competent_agency: str
    received_at: list[str]


@router.get("procedures", response={200: Page, 422: Problem}, operation_id="list_procedures")
def list_procedures(
    request: Any,
    q: Annotated[str, Query(description="Any words: no accents, abbreviations, everyday language, a code.")] = "",
    sector: str = "",
    agency: Annotated[str, Query(description="Only what the agency with this code receives.")] = "",
    page: Annotated[int, Field(ge=1, le=10_000)] = 1,
) -> Page:
    """List the procedures in force today by name, or search them, best first (at most 50)."""
    del request
    on = clock.now().date()
    agency_id = _agency(agency) if agency else None
    if q.strip():
        hits = search.find(clean(q), on=on, top=_MOST_FOUND, agency_id=agency_id)
        sectors = {line.code: line.sector for line in catalogue.listing(on=on, codes=tuple(hit.code for hit in hits))}
        found = [Line(code=h.code, name=h.name, sector=sectors.get(h.code, ""), score=h.score) for h in hits]
        found = [line for line in found if sector in ("", line.sector)]
    else:
        lines = catalogue.listing(on=on, sector=clean(sector), agency_id=agency_id)
        found = [Line(code=line.code, name=line.name, sector=line.sector) for line in lines]
    first = (page - 1) * _PER_PAGE
    return Page(
        items=found[first : first + _PER_PAGE],
        count=len(found),
        page=page,
        next=page + 1 if first + _PER_PAGE < len(found) else None,
    )


@router.get("procedures/{code}", response={200: Procedure, 404: Problem}, operation_id="get_procedure")
def get_procedure(request: Any, code: str) -> Procedure:
    """Return the version of a procedure that is in force today, whole."""
    del request
    on = clock.now().date()
    version = catalogue.in_force(clean(code), on=on)
    if version is None:
        raise NotFound(f"Không có thủ tục {clean(code)[:40]} đang có hiệu lực hôm nay.")
    return _whole(version, on)


def _agency(code: str) -> int:
    agency = organisation.agency_by_code(clean(code))
    if agency is None:
        raise NotFound(f"Không có cơ quan nào mang mã {clean(code)[:40]}.")
    return agency.id


def _whole(version: VersionView, on: date) -> Procedure:
    content = version.content
    known = to_json(content)
    agencies = organisation.by_ids(catalogue.agencies_offering(version.code, on=on))
    return Procedure(
        code=version.code,
        number=version.number,
        name=version.name,
        sector=version.sector,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        decision_no=version.decision_no,
        summary=content.summary,
        levels=[level.value for level in content.levels],
        applicants=list(content.applicants),
        steps=list(content.steps),
        cases=[Named(key=case.key, name=case.name) for case in content.cases],
        terms=[Terms(**terms) for terms in known["terms"]],
        papers=[Paper(**paper) for paper in known["papers"]],
        paper_notes=[note.text for note in content.paper_notes],
        sets=content.sets,
        results=[result.name for result in content.results],
        legal_basis=[Basis(number=basis.number, title=basis.title) for basis in content.legal_basis],
        conditions=content.conditions,
        competent_agency=content.competent_agency,
        received_at=sorted(agency.code for agency in agencies),
    )
