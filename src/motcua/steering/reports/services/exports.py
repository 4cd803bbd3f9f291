"""Reports, and the dossiers behind their numbers, as files; that a list of dossiers was taken along is written down."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.audit import services as audit
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local

from ..queries import lines, restatement
from ..queries.kept import ReportView
from ..queries.lines import DossierLine
from ..queries.restatement import Moved
from ..rules import paper, sheets
from ..rules.sheets import About, Value
from ..vocabulary import State
from . import books, press

_CHANNELS = {channel.value: channel.label for channel in Channel}
_STATES = {State.PREPARED: "Dự thảo, chưa kiểm tra", State.CHECKED: "Dự thảo, đã kiểm tra", State.SIGNED: "Bản đã ký"}


def csv_of_report(view: ReportView) -> Iterator[str]:
    """Yield a report as CSV: one header a column, the lines, the total; after an empty line its notes.

    Each note is one cell; a report of which nothing is said ends with its total.
    """
    notes = [(note,) for note in sheets.notes(view.form, view.table)]
    return books.csv_of([sheets.flat_head(view.form), *sheets.lines(view.table), *([(), *notes] if notes else ())])


def xlsx_of_report(view: ReportView) -> Iterator[bytes]:
    """Yield a report as a spreadsheet laid out as its form."""
    return books.chunks(books.xlsx_of_report(_about(view), view.table))


def pdf_of_report(view: ReportView) -> bytes:
    """Return a report on paper."""
    signed = view.signed
    at = local(signed.at if signed else view.taken_at)
    text = paper.text(
        _about(view),
        view.table,
        number=f"{view.form.code}/{view.period.key}/{view.agency.code}/{view.revision}",
        at=at,
        recipient=view.recipient,
        signer=(signed.name, view.signed_title, at) if signed else None,
        digest=view.digest,
    )
    return press.printed(text)


def csv_of_dossiers(view: ReportView, line: str, column: str, *, by: Actor, at: datetime) -> Iterator[str]:
    """Yield the dossiers behind a number, as the figures stand now, as CSV while they are read."""
    return books.csv_of(chain([sheets.LIST_COLUMNS], rows_of(_dossiers(view, line, column, "csv", by, at))))


def xlsx_of_dossiers(view: ReportView, line: str, column: str, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """Yield them as a spreadsheet, which is written whole before its first byte."""
    rows = rows_of(_dossiers(view, line, column, "xlsx", by, at))
    return books.chunks(books.xlsx_of_rows(sheets.LIST_COLUMNS, rows, name="Hồ sơ"))


def csv_of_moved(view: ReportView, line: str, column: str, *, by: Actor, at: datetime) -> Iterator[str]:
    """Yield all dossiers that moved a number since it was reported as CSV, while they are looked at."""
    return books.csv_of(chain([sheets.MOVED_COLUMNS], _moved(view, line, column, "csv", by, at)))


def xlsx_of_moved(view: ReportView, line: str, column: str, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """Yield them as a spreadsheet."""
    rows = _moved(view, line, column, "xlsx", by, at)
    return books.chunks(books.xlsx_of_rows(sheets.MOVED_COLUMNS, rows, name="Hồ sơ"))


def row_of_moved(place: int, code: str, one: Moved) -> tuple[Value, ...]:
    """Return the line of a dossier that moved a number."""
    return (place, code, one.before, one.now, one.now - one.before)


def _moved(view: ReportView, line: str, column: str, kind: str, by: Actor, at: datetime) -> Iterator[tuple[Value, ...]]:
    audit.looked(f"report:{view.id}", f"moved_{kind}:{column}"[:40], by=by, at=at)
    found = restatement.every_moved(view, line, column, today=local(at).date(), looked=lambda _: None)
    return (row_of_moved(place, code, one) for place, (code, one) in enumerate(found, 1))


def _dossiers(view: ReportView, line: str, column: str, kind: str, by: Actor, at: datetime) -> Iterator[DossierLine]:
    today = local(at).date()
    cell = restatement.cell_of(view, line, column, today=today)
    audit.looked(f"report:{view.id}", f"dossiers_{kind}:{column}"[:40], by=by, at=at)
    return lines.every(cell, view.period, today=today)


def rows_of(found: Iterable[DossierLine]) -> Iterator[tuple[Value, ...]]:
    """Yield the lines of dossiers."""
    for place, one in enumerate(found, 1):
        yield (
            place,
            one.code,
            one.procedure,
            one.procedure_name,
            one.sector,
            one.competent,
            _CHANNELS.get(one.channel, one.channel),
            *(sheets.moment(moment and local(moment)) for moment in (one.received_at, one.due_at, one.ended_at)),
            one.status.label,
        )


def _about(view: ReportView) -> About:
    said = _STATES.get(view.state, "Bản đã ký")
    told = []
    if view.revision > 1:
        told.append(f"Bản chỉnh lý lần {view.revision - 1}. Lý do: {view.reason}.")
    if view.alone:
        told.append("Đơn vị chỉ có một người làm báo cáo, nên người lập cũng là người kiểm tra và ký.")
    told.append(f"Số liệu lấy lúc {local(view.taken_at):%H:%M ngày %d/%m/%Y}.")
    return About(
        agency=view.agency.name,
        parent=view.agency.parent_name,
        form=view.form,
        period=view.period.label,
        state=f"{said}, bản chỉnh lý lần {view.revision - 1}" if view.revision > 1 else said,
        notes=sheets.notes(view.form, view.table, told=told),
    )
