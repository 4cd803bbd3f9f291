"""The reports of the units under one that collects them: who has sent, and whether their sum is its own count."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import figures
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import Period

from ..models import Report
from ..rules import lateness
from ..rules import tables as rules
from ..rules.forms import Form
from ..rules.lifecycle import SUBMITTED
from ..rules.tables import Cells
from ..vocabulary import State, Submission
from . import kept, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """A unit that owes a report. ``cells``: the total of what it sent, None where nothing counts as sent.

    report_id   of the revision it sent last
    counted_id  of the one whose total is in ``cells``, ``revision`` its number: an earlier one where the last was
                returned
    own   what the figures say of it now, in the same columns
    """

    unit: AgencyView
    submission: Submission
    report_id: int | None
    sent_at: datetime | None
    cells: Cells | None
    counted_id: int | None
    revision: int
    own: Cells = ()

    @property
    def counts_earlier(self) -> bool:
        """Tell whether an earlier revision counts than the one it sent last."""
        return self.counted_id is not None and self.counted_id != self.report_id

    @property
    def differs(self) -> Cells:
        """Return column by column how much more the figures count than the unit reported."""
        return _beyond(self.own, self.cells or (None,) * len(self.own))


@dataclass(frozen=True, slots=True, kw_only=True)
class Consolidation:
    """All of them. ``rest``: what belongs to no unit, for the collecting agency decides it itself.

    sum     of what was sent, and the rest;  whole  what the figures count for the agency and all under it
    """

    form: Form
    period: Period
    due_at: datetime | None
    units: tuple[UnitReport, ...]
    rest: Cells
    sum: Cells
    whole: Cells

    @property
    def differs(self) -> Cells:
        """Return column by column how much more the figures count than the sum of the reports."""
        return _beyond(self.whole, self.sum)

    def tally(self) -> dict[Submission, int]:
        """Return how many units stand how."""
        return {one: sum(unit.submission is one for unit in self.units) for one in Submission}


def _beyond(counted: Cells, said: Cells) -> Cells:
    """Return by how much one side is more than the other; all of it where only one has a number, None where none."""
    pairs = zip(counted, said, strict=True)
    return tuple(None if own is None and other is None else (own or 0) - (other or 0) for own, other in pairs)


def reporters(agency_id: int, *, on: date) -> tuple[AgencyView, ...]:
    """Return the units right under an agency that decide dossiers and so report to it; not its one-stop centre.

    on   agencies that were open then; under whom they stand is read as it is today, for no earlier tree is kept
    """
    found = agencies.agencies(on=on)
    return tuple(unit for unit in found if unit.parent_id == agency_id and unit.kind != AgencyKind.CENTRE)


def standing(agency_id: int, form: Form, period: Period) -> tuple[datetime | None, tuple[UnitReport, ...]]:
    """Return the deadline an agency has set, and how the units under it stand with the report.

    What a unit sent to whom it was under before was not sent to this agency, and does not count here.
    """
    due_at = kept.due_at(agency_id, form.code, period.key)
    units = reporters(agency_id, on=period.last)
    rows = _sent_to(agency_id, units).filter(form=form.code, period=period.key)
    of_unit: dict[int, list[Report]] = {unit.id: [] for unit in units}
    for row in rows.order_by("revision"):
        of_unit[row.agency_id].append(row)
    return due_at, tuple(_unit(unit, of_unit[unit.id], due_at) for unit in units)


def tallies(agency_id: int, *, limit: int = 50) -> tuple[tuple[Form, Period, datetime, dict[Submission, int]], ...]:
    """Return each deadline an agency has set with how many units stand how, the latest first."""
    found = kept.deadlines(agency_id, limit=limit)
    units = {last: reporters(agency_id, on=last) for last in {period.last for _, period, _ in found}}
    everybody = {unit.id: unit for some in units.values() for unit in some}
    rows = _sent_to(agency_id, everybody.values()).filter(period__in={period.key for _, period, _ in found})
    sendings: dict[tuple[int, str, str], list[tuple[State, datetime | None]]] = {}
    for row in rows.order_by("revision").defer("numbers"):
        sendings.setdefault((row.agency_id, row.form, row.period), []).append((State(row.state), row.sent_at))
    told = []
    for form, period, due_at in found:
        stand = [
            lateness.submission(sendings.get((unit.id, form.code, period.key), ()), due_at)
            for unit in units[period.last]
        ]
        told.append((form, period, due_at, {one: stand.count(one) for one in Submission}))
    return tuple(told)


def consolidated(agency_id: int, form: Form, period: Period, *, today: date) -> Consolidation:
    """Return the reports of the units under an agency, their sum, and what its own figures say.

    The units, and what the agency decides itself, part its dossiers: a difference is the sum of those of the units.
    """
    due_at, units = standing(agency_id, form, period)
    unit_of = _unit_of(agency_id, [one.unit.id for one in units])
    scope, last = Scope.competent(*unit_of), min(period.last, today)
    found = figures.by_competent(scope, period, today=today)
    told = figures.told_unit_by_unit(scope)

    def counted(ids: Collection[int]) -> Cells:
        return tables.summed(form, (found[one] for one in ids), told.known(ids, last))

    def of(unit_id: int | None) -> Cells:
        return counted([one for one in found if unit_of[one] == unit_id])

    compared = tuple(replace(one, own=of(one.unit.id)) for one in units)
    rest = of(None)
    sent = [one.cells for one in compared if one.cells is not None]
    return Consolidation(
        form=form,
        period=period,
        due_at=due_at,
        units=compared,
        rest=rest,
        sum=rules.added([rest, *sent], len(form.columns)),
        whole=counted(found),
    )


def _sent_to(agency_id: int, units: Iterable[AgencyView]) -> QuerySet[Report]:
    """Return the reports of some units that an agency was sent."""
    ids = [unit.id for unit in units]
    return Report.objects.filter(agency_id__in=ids, recipient_agency_id=agency_id, sent_at__isnull=False)


def _unit_of(agency_id: int, units: Sequence[int]) -> dict[int, int | None]:
    """Return {agency: the unit it is or is under, None where it is the collecting agency's own}."""
    below = agencies.below(agency_id)
    parents = {one.id: one.parent_id for one in agencies.by_ids(below)}
    found: dict[int, int | None] = {}
    for one in below:  # the nearest first, so a parent is known before those under it
        found[one] = one if one in units else found.get(parents[one] or 0)
    return found


def _unit(unit: AgencyView, rows: Sequence[Report], due_at: datetime | None) -> UnitReport:
    counted = [row for row in rows if State(row.state) in SUBMITTED]
    shown = rows[-1] if rows else None
    return UnitReport(
        unit=unit,
        submission=lateness.submission([(State(row.state), row.sent_at) for row in rows], due_at),
        report_id=shown.pk if shown else None,
        sent_at=shown.sent_at if shown else None,
        cells=rules.from_json(counted[-1].numbers).total if counted else None,
        counted_id=counted[-1].pk if counted else None,
        revision=counted[-1].revision if counted else 0,
    )
