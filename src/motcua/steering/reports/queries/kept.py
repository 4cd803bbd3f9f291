"""Reports that were prepared: one, lists of them, the revisions of one, by when it was due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies import policies as agencies_policies
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.periods import Period

from .. import policies
from ..models import Deadline, Report
from ..rules import forms, lateness, tables
from ..rules.forms import Form
from ..rules.tables import Table
from ..vocabulary import State, Submission

SYSTEM = "Hệ thống"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report in a list."""

    id: int
    form: Form
    agency: AgencyView
    period: Period
    revision: int
    state: State
    taken_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did what when; ``name`` of the system where no person did it."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(ReportLine):
    """A report, whole. ``newest``: id of its newest revision; ``prepared_by``: id of the person, None: the system.

    due_at, submission   by when, and how it stands, with whom it was sent to; not sent yet, with the unit above now
    """

    table: Table
    digest: str
    scope: Scope
    position: int
    reason: str
    recipient: str
    recipient_id: int | None
    prepared_by: int | None
    prepared: Deed
    checked: Deed | None
    signed: Deed | None
    signed_title: str
    sent: Deed | None
    closed: Deed | None
    alone: bool
    return_reason: str
    due_at: datetime | None
    submission: Submission
    newest: int


def report(report_id: int, *, by: Actor, at: datetime) -> ReportView:
    """Return one report.

    Raises  NotFound, also for who may not read it
    """
    row = Report.objects.filter(pk=report_id).first()
    if row is None or not policies.may_read(by, row.agency_id, at=at):
        raise NotFound("Không có báo cáo này, hoặc báo cáo của đơn vị khác. Chọn trong danh sách báo cáo.")
    return view_of(row)


def view_of(row: Report) -> ReportView:
    """Return what is kept of a report."""
    names, _ = agencies.names_of([pk for pk in _people(row) if pk], [])
    unit = agencies.agency(row.agency_id)
    rows = _of(row.agency_id, row.form, row.period)
    owed_to = row.recipient_agency_id if row.sent_at else unit.parent_id
    due = due_at(owed_to, row.form, row.period)
    sendings = [(State(one.state), one.sent_at) for one in rows if one.recipient_agency_id == owed_to]
    return ReportView(
        **_line(row, unit),
        table=tables.from_json(row.numbers),
        digest=row.digest,
        scope=Scope(agency_ids=row.agency_ids, competent_ids=row.competent_ids),
        position=row.position,
        reason=row.reason,
        recipient=row.recipient,
        recipient_id=row.recipient_agency_id,
        prepared_by=row.prepared_by_id,
        prepared=Deed(name=names.get(row.prepared_by_id or 0, SYSTEM), at=row.taken_at),
        checked=_deed(names, row.checked_by_id, row.checked_at),
        signed=_deed(names, row.signed_by_id, row.signed_at),
        signed_title=row.signed_title,
        sent=_deed(names, row.sent_by_id, row.sent_at),
        closed=_deed(names, row.closed_by_id, row.closed_at),
        alone=row.alone,
        return_reason=row.return_reason,
        due_at=due,
        submission=lateness.submission(sendings, due),
        newest=rows[-1].pk,
    )


def revisions(view: ReportLine) -> tuple[ReportLine, ...]:
    """Return all revisions of a report, the first one first."""
    rows = _of(view.agency.id, view.form.code, view.period.key)
    return tuple(ReportLine(**_line(row, view.agency)) for row in rows)


def readable(*, by: Actor, at: datetime) -> tuple[int, ...] | None:
    """Return the units whose reports the actor may read, None: every unit's."""
    if agencies_policies.holds(by, Dossiers.VIEW_ALL, on=at):
        return None
    if by.agency_id is None or not policies.may_read(by, by.agency_id, at=at):
        return ()
    return agencies.below(by.agency_id)


def listing(
    units: Sequence[int] | None,
    *,
    form: str = "",
    period: str = "",
    state: str = "",
    before: int | None = None,
    limit: int = 50,
) -> tuple[ReportLine, ...]:
    """Return the reports of some units, None: of all, the newest first.

    form, period, state   only of these, "" any;   before  so many older than one of them
    """
    rows = _of_units(units)
    given = {"form": form, "period": period, "state": state}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[:limit])
    named = {unit.id: unit for unit in agencies.by_ids([row.agency_id for row in found])}
    return tuple(ReportLine(**_line(row, named[row.agency_id])) for row in found)


def used(units: Sequence[int] | None) -> tuple[str, ...]:
    """Return the periods of which there are reports of some units, None: of any, the newest first."""
    rows = _of_units(units).values_list("period", "last_on").distinct().order_by("-last_on", "period")
    return tuple(period for period, _ in rows[:60])


def newest(form: str, agency_id: int, period: str) -> ReportView | None:
    """Return the newest revision of a report, None where there is none."""
    rows = _of(agency_id, form, period)
    return view_of(rows[-1]) if rows else None


def due_at(collector: int | None, form: str, period: str) -> datetime | None:
    """Return by when the units right under an agency owe it a report; None where it has set no deadline."""
    if collector is None:
        return None
    rows = Deadline.objects.filter(agency_id=collector, form=form, period=period).order_by("-id")
    return rows.values_list("due_at", flat=True).first()


def deadlines(collector: int, *, limit: int = 50) -> tuple[tuple[Form, Period, datetime], ...]:
    """Return the deadlines in force that an agency has set, the latest first."""
    rows = Deadline.objects.filter(agency_id=collector).order_by("form", "period", "-id").distinct("form", "period")
    found = sorted(rows, key=lambda row: row.due_at, reverse=True)[:limit]
    parsed = ((row, periods.parse(row.period)) for row in found)
    return tuple((forms.in_force(row.form, on=period.last), period, row.due_at) for row, period in parsed)


def _of(agency_id: int, form: str, period: str) -> list[Report]:
    rows = Report.objects.filter(agency_id=agency_id, form=form, period=period).defer("numbers")
    return list(rows.order_by("revision"))


def _of_units(units: Sequence[int] | None) -> QuerySet[Report]:
    rows = Report.objects.defer("numbers")
    return rows if units is None else rows.filter(agency_id__in=units)


def _people(row: Report) -> Sequence[int | None]:
    return (row.prepared_by_id, row.checked_by_id, row.signed_by_id, row.sent_by_id, row.closed_by_id)


def _deed(names: dict[int, str], staff_id: int | None, at: datetime | None) -> Deed | None:
    return Deed(name=names.get(staff_id or 0, SYSTEM), at=at) if at else None


def _line(row: Report, unit: AgencyView) -> dict[str, Any]:
    return {
        "id": row.pk,
        "form": forms.of_version(row.form, row.version),
        "agency": unit,
        "period": periods.parse(row.period),
        "revision": row.revision,
        "state": State(row.state),
        "taken_at": row.taken_at,
        "sent_at": row.sent_at,
    }
