"""Reports, and the dossiers behind their numbers, as files; that a list of dossiers was taken along is written down."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.audit import services as audit
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local

from ..queries import lines, tables
from ..queries.kept import ReportView
from ..queries.lines import DossierLine
from ..rules import paper, sheets
from ..rules.sheets import About, Value
from ..vocabulary import State
from . import books, press

_CHANNELS = {channel.value: channel.label for channel in Channel}
_STATES = {State.PREPARED: "Dự thảo, chưa kiểm tra", State.CHECKED: "Dự thảo, đã kiểm tra", State.SIGNED: "Bản đã ký"}


def csv_of_report(view: ReportView) -> Iterator[str]:
    """Yield a report as CSV: one header a column, the lines, the total."""
    return books.csv_of([sheets.flat_head(view.form), *sheets.lines(view.table)])


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
    return csv_of_lines(_dossiers(view, line, column, "csv", by, at))


def xlsx_of_dossiers(view: ReportView, line: str, column: str, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """Yield them as a spreadsheet, which is written whole before its first byte."""
    return books.chunks(file_of_dossiers(_dossiers(view, line, column, "xlsx", by, at)))


def file_of_dossiers(found: Iterable[DossierLine]) -> Path:
    """Return a spreadsheet of dossiers; whoever asked removes it."""
    return books.xlsx_of_rows(sheets.LIST_COLUMNS, _rows(found), name="Hồ sơ")


def csv_of_lines(found: Iterable[DossierLine]) -> Iterator[str]:
    """Yield dossiers as CSV."""
    return books.csv_of(row for rows in ((sheets.LIST_COLUMNS,), _rows(found)) for row in rows)


def _dossiers(view: ReportView, line: str, column: str, kind: str, by: Actor, at: datetime) -> Iterator[DossierLine]:
    today = local(at).date()
    cell = tables.cell(view.form, view.scope, view.period, line, column, today=today)
    audit.looked(f"report:{view.id}", f"dossiers_{kind}:{column}"[:40], by=by, at=at)
    return lines.every(cell, view.period, today=today)


def _rows(found: Iterable[DossierLine]) -> Iterator[tuple[Value, ...]]:
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
