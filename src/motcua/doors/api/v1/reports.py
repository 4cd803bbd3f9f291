"""Statutory reports a caller may read: a list, one with its table, its rows as JSON or CSV."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from motcua.ground.kernel import clock
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation
from motcua.steering.reports.queries import kept
from motcua.steering.reports.queries.kept import Deed, ReportLine, ReportView
from motcua.steering.reports.rules.tables import TOTAL
from motcua.steering.reports.services import exports
from motcua.steering.reports.vocabulary import State

from ..actors import Caller, Request
from ..problems import Problem

router = Router(tags=["reports"], auth=Caller())
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_PER_PAGE = 50
_MOST_ID = 2**63 - 1


class Line(Schema):
    """A report in a list. ``period``: ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026-W48``, or both days of a span."""

    id: int
    form: str
    form_version: int
    agency: str
    period: str
    first: date
    last: date
    revision: int
    state: str
    state_label: str
    taken_at: datetime
    sent_at: datetime | None


class Page(Schema):
    """Part of a list, the newest first; ``before`` asks for the next part, absent on the last."""

    items: list[Line]
    before: int | None = None


class Done(Schema):
    """Who did something when."""

    name: str
    at: datetime


class Column(Schema):
    """A column. ``measure``: its code in the dictionary of measures, "" where it has no source yet."""

    key: str
    header: str
    groups: list[str]
    measure: str


class Row(Schema):
    """A line. ``cells`` by column; null is no number, which is not 0. ``key`` "": the total; ``depth`` 1: a part."""

    key: str
    label: str
    depth: int
    cells: list[int | None]


class Rows(Schema):
    """The table of a report as it was taken. ``notes``: what is said of its numbers, sealed with them."""

    columns: list[Column]
    rows: list[Row]
    notes: list[str]
    digest: str


class Report(Line, Rows):
    """A report, whole. ``digest``: SHA-256 of all it says; ``alone``: who signed is who prepared it."""

    form_name: str
    title: str
    basis: str
    reason: str
    recipient: str
    submission: str
    due_at: datetime | None
    prepared: Done
    checked: Done | None
    signed: Done | None
    sent: Done | None
    closed: Done | None
    alone: bool
    return_reason: str
    newest: int


@router.get("reports", response={200: Page, **REFUSALS}, operation_id="list_reports")
def list_reports(
    request: Request,
    form: Annotated[str, Query(description="06a, 07a, 07b, tuan.")] = "",
    period: str = "",
    state: Annotated[State | None, Query()] = None,
    agency: Annotated[str, Query(description="Only of the agency with this code.")] = "",
    before: Annotated[int, Field(ge=1, le=_MOST_ID)] = _MOST_ID,
) -> Page:
    """List the reports the caller may read: of his unit and those under it, of all where he sees all."""
    units = kept.readable(by=request.auth, at=clock.now())
    if agency:
        found = organisation.agency_by_code(clean(agency))
        if found is None:
            raise NotFound(f"Không có cơ quan nào mang mã {clean(agency)[:40]}.")
        units = (found.id,) if units is None or found.id in units else ()
    lines = kept.listing(
        units,
        form=clean(form),
        period=clean(period),
        state=state.value if state else "",
        before=before,
        limit=_PER_PAGE + 1,
    )
    more = len(lines) > _PER_PAGE
    return Page(items=[_line(one) for one in lines[:_PER_PAGE]], before=lines[_PER_PAGE - 1].id if more else None)


@router.get("reports/{report_id}", response={200: Report, **REFUSALS}, operation_id="get_report")
def get_report(request: Request, report_id: Annotated[int, Field(ge=1, le=_MOST_ID)]) -> Report:
    """Return a report, whole."""
    view = kept.report(report_id, by=request.auth, at=clock.now())
    return Report(
        **_line(view).dict(),
        **_rows(view).dict(),
        form_name=view.form.name,
        title=view.form.title,
        basis=view.form.basis,
        reason=view.reason,
        recipient=view.recipient,
        submission=view.submission.value,
        due_at=_here(view.due_at),
        prepared=Done(name=view.prepared.name, at=local(view.prepared.at)),
        checked=_done(view.checked),
        signed=_done(view.signed),
        sent=_done(view.sent),
        closed=_done(view.closed),
        alone=view.alone,
        return_reason=view.return_reason,
        newest=view.newest,
    )


@router.get("reports/{report_id}/rows", response={200: Rows, **REFUSALS}, operation_id="get_report_rows")
def get_rows(request: Request, report_id: Annotated[int, Field(ge=1, le=_MOST_ID)]) -> Rows:
    """Return the table of a report: its columns, its lines, the total last."""
    return _rows(kept.report(report_id, by=request.auth, at=clock.now()))


@router.get("reports/{report_id}/rows.csv", response={200: str, **REFUSALS}, operation_id="get_report_csv")
def get_csv(request: Request, report_id: Annotated[int, Field(ge=1, le=_MOST_ID)]) -> HttpResponse:
    """Return the table of a report as CSV in UTF-8; what is said of its numbers stands after an empty line."""
    view = kept.report(report_id, by=request.auth, at=clock.now())
    return StreamingHttpResponse(  # type: ignore[return-value]  # django-stubs: no HttpResponse, served all the same
        exports.csv_of_report(view), content_type="text/csv; charset=utf-8"
    )


def _line(one: ReportLine) -> Line:
    return Line(
        id=one.id,
        form=one.form.code,
        form_version=one.form.version,
        agency=one.agency.code,
        period=one.period.key,
        first=one.period.first,
        last=one.period.last,
        revision=one.revision,
        state=one.state.value,
        state_label=one.state.label,
        taken_at=local(one.taken_at),
        sent_at=_here(one.sent_at),
    )


def _rows(view: ReportView) -> Rows:
    lines = [Row(key=one.key, label=one.label, depth=one.depth, cells=list(one.cells)) for one in view.table.lines]
    return Rows(
        columns=[
            Column(key=one.key, header=one.header, groups=list(one.groups), measure=one.measure)
            for one in view.form.columns
        ],
        rows=[*lines, Row(key=TOTAL, label="Tổng cộng", depth=0, cells=list(view.table.total))],
        notes=list(view.table.notes),
        digest=view.digest,
    )


def _done(deed: Deed | None) -> Done | None:
    return Done(name=deed.name, at=local(deed.at)) if deed else None


def _here(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None
