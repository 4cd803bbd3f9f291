"""Long spreadsheets that somebody ordered: how far each is, and who may take it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.casework.dossiers import policies as dossiers
from motcua.casework.dossiers.queries.papers import register
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.ground.kernel.text import lower_first
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.rules import periods

from ..models import Export
from ..rules import forms
from ..vocabulary import ExportKind, ExportState
from . import kept, restatement

LOCK = "reports.write_export"
KEPT = timedelta(days=3)
"""How long a file is kept: it holds what people told the administration, and is written again in minutes."""
_PENDING = (ExportState.WAITING, ExportState.WRITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """A spreadsheet as who ordered it sees it.

    title, name   what it is of; how the file is called
    subject, what what the audit says of it
    total         lines counted when it was ordered;  written  how far the worker is;  rows  lines of the file
    ahead         another one is being written first
    lost          nobody works on it any more, and none will
    """

    id: int
    kind: ExportKind
    title: str
    name: str
    subject: str
    what: str
    report_id: int | None
    line: str
    column: str
    agency_id: int | None
    year: int | None
    asked_at: datetime
    state: ExportState
    total: int
    written: int
    rows: int | None
    size: int | None
    differs: int | None
    explained: int | None
    fault: str
    finished_at: datetime | None
    kept_until: datetime | None
    ahead: bool
    lost: bool

    @property
    def under_way(self) -> bool:
        """Tell whether it is waited for."""
        return self.state in _PENDING and not self.lost

    @property
    def may_order_again(self) -> bool:
        """Tell whether it can be ordered again."""
        return self.lost or self.state in (ExportState.FAILED, ExportState.GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A spreadsheet in the list of who ordered it. ``of``: which number of which report, or which year's register."""

    id: int
    kind: ExportKind
    of: str
    state: ExportState
    asked_at: datetime


def job_name(export_id: int, turn: int) -> str:
    """Return how the job that writes a spreadsheet is called."""
    return f"export:{export_id}:{turn}"


def export(export_id: int, *, by: Actor, at: datetime) -> ExportView:
    """Return a spreadsheet that the actor ordered, as long as he may read what is in it.

    Raises  NotFound, also for what is another's · NotAllowed for a register that he may not read any more
    """
    row = Export.objects.filter(pk=export_id, asked_by_id=by.staff_id or 0).first()
    if row is None:
        raise NotFound("Không có tệp này, hoặc tệp do người khác đặt. Đặt lại từ trang báo cáo hoặc trang sổ.")
    return _view(row, by, at)


def of_person(*, by: Actor, limit: int = 20) -> tuple[Ordered, ...]:
    """Return the actor's spreadsheets, the newest first."""
    rows = Export.objects.filter(asked_by_id=by.staff_id or 0).select_related("report").defer("report__numbers")
    found = list(rows.order_by("-pk")[:limit])
    units = {one.id: one for one in agencies.by_ids(sorted({_unit_of(row) for row in found}))}
    return tuple(
        Ordered(
            id=row.pk,
            kind=ExportKind(row.kind),
            of=f"{_of(row)}, {units[_unit_of(row)].short_name}",
            state=ExportState(row.state),
            asked_at=row.asked_at,
        )
        for row in found
    )


def _unit_of(row: Export) -> int:
    return row.report.agency_id if row.report else row.agency_id or 0


def _of(row: Export) -> str:
    """Return which number of which report it is of, or which year's register."""
    if row.report is None:
        return f"năm {row.year}"
    form, period = forms.of_version(row.report.form, row.report.version), periods.parse(row.report.period)
    column = form.columns[form.place(row.column)]
    return f"{form.name}, {lower_first(period.label)}: {', '.join((*column.groups, column.header)).lower()}"


def require_register(agency_id: int, year: int, *, by: Actor, at: datetime) -> None:
    """Refuse a register that the actor may not take along, or that is none.

    Raises  NotAllowed · NotFound
    """
    if not dossiers.may_keep_register(by, agency_id, at=at):
        raise NotAllowed("Sổ này do đơn vị khác giữ.")
    if year not in register.years(agency_id):
        raise NotFound("Năm này nơi này chưa nhận hồ sơ nào. Chọn lại năm.")


def _view(row: Export, by: Actor, at: datetime) -> ExportView:
    kind, state = ExportKind(row.kind), ExportState(row.state)
    title, name, subject, what = _named(row, kind, by, at)
    doing, queued = outbox.job(job_name(row.pk, row.turn)) if state in _PENDING else (False, False)
    return ExportView(
        id=row.pk,
        kind=kind,
        title=title,
        name=f"{name}.xlsx",
        subject=subject,
        what=what,
        report_id=row.report_id,
        line=row.line,
        column=row.column,
        agency_id=row.agency_id,
        year=row.year,
        asked_at=row.asked_at,
        state=state,
        total=row.total,
        written=row.written,
        rows=row.rows,
        size=row.size,
        differs=row.differs,
        explained=row.explained,
        fault=row.fault,
        finished_at=row.finished_at,
        kept_until=row.finished_at + KEPT if row.finished_at else None,
        ahead=queued and not doing and outbox.is_held(LOCK),
        lost=state in _PENDING and not (doing or queued),
    )


def _named(row: Export, kind: ExportKind, by: Actor, at: datetime) -> tuple[str, str, str, str]:
    """Return (title, name of the file, subject and act for the audit), once the actor may read it."""
    if kind is ExportKind.REGISTER:
        agency_id, year = row.agency_id or 0, row.year or 0
        require_register(agency_id, year, by=by, at=at)
        unit = agencies.agency(agency_id)
        return f"Sổ năm {year}, {unit.name}", f"Sổ theo dõi hồ sơ {year} {unit.short_name}", *_said(agency_id, year)
    view = kept.report(row.report_id or 0, by=by, at=at)
    line = restatement.table_of(view, row.line, today=local(at).date()).label(row.line)
    column = view.form.columns[view.form.place(row.column)]
    number = ", ".join((*column.groups, column.header)).lower()
    title = f"{view.form.name}, {lower_first(view.period.label)}, {view.agency.name}: {line}, {number}"
    name = f"{kind.label} {view.form.code} {view.period.key} {view.agency.short_name}"
    return title, name, f"report:{view.id}", f"{kind.value}_xlsx:{row.column}"


def _said(agency_id: int, year: int) -> tuple[str, str]:
    return f"agency:{agency_id}", f"register_xlsx:{year}"
