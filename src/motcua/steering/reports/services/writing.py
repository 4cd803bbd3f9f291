"""Write a spreadsheet that was ordered, in the name of who ordered it; say how far it is; remove it after some days.

It is written from its beginning each time: a worker that was killed leaves a job that is put back, and no half file
ever stands in the place of a whole one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from xlsxwriter.exceptions import FileCreateError

from motcua.casework.dossiers.queries.papers import register
from motcua.casework.dossiers.rules.forms.register import COLUMNS, cells
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Refusal
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.notifications.rules.messages import Said
from motcua.ground.notifications.services import sending

from ..models import Export
from ..queries import exports as asked
from ..queries import kept, lines, restatement, tables
from ..queries.kept import ReportView
from ..rules import sheets
from ..rules.sheets import Value
from ..vocabulary import ExportKind, ExportState
from . import books, exports, spool

_STEP = 1000
_GONE_AFTER = timedelta(minutes=1)
_WRITER = system("reports")
_NO_DISK = "Máy chủ hết chỗ hoặc không ghi được vào ổ đĩa. Báo quản trị, rồi bấm “Ghi lại”."
_BROKEN = "Máy chủ gặp lỗi khi ghi tệp; lỗi đã vào nhật ký. Bấm “Ghi lại”; nếu vẫn vậy, báo quản trị."
Rows = Iterator[tuple[Value, ...]]


class _SupersededError(Exception):
    """A newer order took its place, or it is no longer wanted."""


class _Progress:
    """How far a spreadsheet is: written down every thousand lines, for who waits."""

    def __init__(self, row: Export) -> None:
        self._row = row
        self.rows = self.written = 0
        self.added = 0

    def told(self, written: int) -> None:
        """Write down how far it is."""
        self.written = written
        mine = Export.objects.filter(pk=self._row.pk, turn=self._row.turn, state=ExportState.WRITING)
        if not mine.update(written=written):
            raise _SupersededError

    def lines(self, rows: Iterable[tuple[Value, ...]]) -> Rows:
        """Pass lines on, counting them."""
        for row in rows:
            yield row
            self.rows += 1
            if self.rows % _STEP == 0:
                self.told(self.rows)

    def moved(self, view: ReportView, line: str, column: str) -> Rows:
        """Yield the lines of what moved a number; what counts is how many dossiers were looked at."""
        today = local(self._row.asked_at).date()
        found = restatement.every_moved(view, line, column, today=today, looked=self.told)
        for code, one in found:
            self.rows += 1
            self.added += one.now - one.before
            yield exports.row_of_moved(self.rows, code, one)


def write(export_id: int, turn: int, *, at: datetime) -> bool:
    """Write the file of an order that still stands; tell whether it is there.

    Raises  the database's own errors, to be tried again; what else went wrong, after the person was told
    """
    mine = Export.objects.filter(pk=export_id, turn=turn, state__in=(ExportState.WAITING, ExportState.WRITING))
    row = mine.select_related("asked_post").first()
    if row is None or not mine.update(state=ExportState.WRITING, written=0):
        return False
    progress = _Progress(row)
    try:
        head, rows, name = _content(row, progress, at)
        path = books.xlsx_of_rows(head, rows, name=name, folder=spool.folder())
        told = _told(row, progress, at)
        if not mine.exists():  # another worker took it over, and its file stands
            path.unlink(missing_ok=True)
            return False
        size = spool.keep(path, row.pk)
    except _SupersededError:
        return False
    except (OperationalError, InterfaceError):
        raise
    except Refusal as no:
        _failed(row, no.sentence, at)
        return False
    except (OSError, FileCreateError):
        _failed(row, _NO_DISK, at)
        raise
    except Exception:
        _failed(row, _BROKEN, at)
        raise
    mine.update(written=max(progress.written, progress.rows), rows=progress.rows, size=size, **told)
    return True


def finish(export_id: int, turn: int, *, at: datetime) -> None:
    """Say that the file of an order is there; from now on it can be taken, for a few days."""
    written = Export.objects.filter(pk=export_id, turn=turn, state=ExportState.WRITING, rows__isnull=False)
    with transaction.atomic():
        row = written.select_related("asked_post").first()
        if row and written.update(state=ExportState.READY, finished_at=at) and at - row.asked_at >= _GONE_AFTER:
            _tell(row, "Tệp XLSX đã ghi xong", f"Tải được trong {asked.KEPT.days} ngày.", at)


def sweep(*, at: datetime) -> None:
    """Remove the files that were kept long enough, and what killed workers left beside."""
    with transaction.atomic():
        old = Export.objects.select_for_update().filter(state=ExportState.READY, finished_at__lt=at - asked.KEPT)
        for row in old:
            spool.remove(row.pk)
            row.state = ExportState.GONE
            row.save(update_fields=["state"])
    wanted = Export.objects.filter(Q(state=ExportState.READY) | Q(state=ExportState.WRITING))
    spool.clear(frozenset(wanted.values_list("pk", flat=True)), at=at)


def _content(row: Export, progress: _Progress, at: datetime) -> tuple[Sequence[str], Rows, str]:
    """Return header, lines and name of the sheets, once who ordered it may read it."""
    by, kind, today = _in_whose_name(row), ExportKind(row.kind), local(row.asked_at).date()
    if kind is ExportKind.REGISTER:
        agency_id, year = row.agency_id or 0, row.year or 0
        asked.require_register(agency_id, year, by=by, at=at)
        every = register.every(agency_id, year, until=row.asked_at)
        return COLUMNS, progress.lines(tuple(cells(line)) for line in every), f"Sổ {year}"
    view = kept.report(row.report_id or 0, by=by, at=at)
    if kind is ExportKind.MOVED:
        return sheets.MOVED_COLUMNS, progress.moved(view, row.line, row.column), "Hồ sơ"
    cell = tables.cell(view.form, view.scope, view.period, row.line, row.column, today=today)
    found = lines.every(cell, view.period, today=today)
    return sheets.LIST_COLUMNS, progress.lines(exports.rows_of(found)), "Hồ sơ"


def _told(row: Export, progress: _Progress, at: datetime) -> dict[str, int]:
    """Return what the lines explain of a number that moved, beside by how much it differs now."""
    if row.kind != ExportKind.MOVED:
        return {}
    view = kept.report(row.report_id or 0, by=_in_whose_name(row), at=at)
    _, differences = restatement.compared(view, today=local(row.asked_at).date())
    by = next((one.by for one in differences if (one.line, one.column) == (row.line, row.column)), 0)
    return {"differs": by, "explained": progress.added}


def _failed(row: Export, sentence: str, at: datetime) -> None:
    """Tell the person; also after a statement that failed."""
    if connection.in_atomic_block and connection.needs_rollback:
        return
    with transaction.atomic():
        mine = Export.objects.filter(pk=row.pk, turn=row.turn)
        mine.update(state=ExportState.FAILED, fault=sentence[:500], rows=None)
        _tell(row, "Tệp XLSX không ghi được", sentence, at)


def _tell(row: Export, title: str, sentence: str, at: datetime) -> None:
    """Lay a notice on the desk of who ordered it; who may not read it any more is not told what it is of."""
    try:
        named = f"{asked.export(row.pk, by=_in_whose_name(row), at=at).title}. "
    except Refusal:
        named = ""
    said = Said(kind="reports.export", title=title, text=f"{named}{sentence}")
    subject, key = f"export:{row.pk}", f"export:{row.pk}:{row.turn}"
    sending.notify_post(f"post:{row.asked_post_id}", said, subject=subject, by=_WRITER, at=at, key=key)


def _in_whose_name(row: Export) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        staff_id=row.asked_by_id,
        post_id=row.asked_post_id,
        agency_id=row.asked_post.agency_id,
    )
