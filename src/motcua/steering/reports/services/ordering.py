"""Order spreadsheets that are too long to be written while somebody waits, order them again, take them along.

Who orders has to be allowed to read what is in it: when he orders, when it is written in his name, when he takes it.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from motcua.casework.dossiers.queries.papers import register
from motcua.ground.audit import services as audit
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import NotAllowed

from ..errors import NotWritten, TooManyExports
from ..models import Export
from ..queries import exports as asked
from ..queries import kept, restatement, tables
from ..vocabulary import ExportKind, ExportState
from . import _deed, books, spool

TASK = "reports.write_export"
AT_ONCE = 2_000
"""So many lines are written as XLSX while somebody waits, a few seconds at the most; more by a worker."""
MOST_WAITING = 5
_PENDING = (ExportState.WAITING, ExportState.WRITING)


class Opened(NamedTuple):
    """A file on its way out; ``size`` in bytes."""

    name: str
    size: int
    chunks: Iterator[bytes]


def order_dossiers(report_id: int, line: str, column: str, *, by: Actor, at: datetime) -> int:
    """Order the dossiers behind a number of a report; return the id. One that is under way goes on instead.

    Raises  NotAllowed · NotFound · TooManyExports
    """
    view, today = kept.report(report_id, by=by, at=at), local(at).date()
    now = tables.current(view.form, view.scope, view.period, today=today)
    restatement.cell_of(view, line, column, today=today, now=now)
    total = now.number(line, view.form.place(column)) or 0
    return _ordered(Export(kind=ExportKind.DOSSIERS, report_id=view.id, line=line, column=column, total=total), by, at)


def order_moved(report_id: int, line: str, column: str, *, by: Actor, at: datetime) -> int:
    """Order all dossiers that moved a number of a report; return the id. One that is under way goes on instead.

    Raises  NotAllowed · NotFound · TooManyExports
    """
    view = kept.report(report_id, by=by, at=at)
    total = restatement.changed(view, line, column, today=local(at).date())
    return _ordered(Export(kind=ExportKind.MOVED, report_id=view.id, line=line, column=column, total=total), by, at)


def order_register(agency_id: int, year: int, *, by: Actor, at: datetime) -> int:
    """Order the lines of a year's register up to now; return the id. One that is under way goes on instead.

    Raises  NotAllowed · NotFound · TooManyExports
    """
    asked.require_register(agency_id, year, by=by, at=at)
    total = register.count(agency_id, year, until=at)
    return _ordered(Export(kind=ExportKind.REGISTER, agency_id=agency_id, year=year, total=total), by, at)


@transaction.atomic
def again(export_id: int, *, by: Actor, at: datetime) -> int:
    """Order anew what failed, was lost or is gone, as it is now; return the id. What goes its way stays as it is."""
    view = asked.export(export_id, by=by, at=at)
    if not view.may_order_again:
        return view.id
    Export.objects.filter(pk=view.id, state__in=_PENDING).update(
        state=ExportState.FAILED, fault="Tiến trình nền đã dừng giữa chừng."
    )
    match view.kind:
        case ExportKind.REGISTER:
            return order_register(view.agency_id or 0, view.year or 0, by=by, at=at)
        case ExportKind.MOVED:
            return order_moved(view.report_id or 0, view.line, view.column, by=by, at=at)
        case _:
            return order_dossiers(view.report_id or 0, view.line, view.column, by=by, at=at)


def taken(export_id: int, *, by: Actor, at: datetime) -> Opened:
    """Return the file of a spreadsheet for who ordered it and may still read it; that he took it is written down.

    Raises  NotFound · NotWritten
    """
    view = asked.export(export_id, by=by, at=at)
    file = spool.opened(view.id) if view.state is ExportState.READY else None
    if file is None:
        Export.objects.filter(pk=view.id, state=ExportState.READY).update(state=ExportState.GONE)  # lost with a disk
        raise NotWritten("Tệp chưa ghi xong, hoặc đã xóa khỏi máy chủ. Mở trang của tệp để xem hoặc ghi lại.")
    audit.looked(view.subject, f"take_{view.what}"[:40], by=by, at=at)
    return Opened(view.name, os.fstat(file.fileno()).st_size, books.read(file))


@transaction.atomic
def _ordered(row: Export, by: Actor, at: datetime) -> int:
    if by.staff_id is None or by.post_id is None:
        raise NotAllowed("Việc này chỉ do cán bộ làm.")
    row.asked_by_id, row.asked_post_id, row.asked_at, row.state = by.staff_id, by.post_id, at, ExportState.WAITING
    _deed.one_at_a_time(f"exports-of:{by.staff_id}")  # or what is pressed at once is counted before any is there
    mine = Export.objects.filter(asked_by_id=by.staff_id, state__in=_PENDING)
    same = {name: getattr(row, name) for name in ("kind", "report_id", "line", "column", "agency_id", "year")}
    if (under_way := mine.filter(**same).first()) is not None:
        return under_way.pk
    if mine.count() >= MOST_WAITING:
        raise TooManyExports(f"Ông/bà đang chờ {MOST_WAITING} tệp. Đợi một tệp ghi xong rồi đặt tiếp.")
    row.save(force_insert=True)
    view = asked.export(row.pk, by=by, at=at)
    audit.looked(view.subject, f"order_{view.what}"[:40], by=by, at=at)
    _enqueue(row)
    return row.pk


def _enqueue(row: Export) -> None:
    # One lock for all: a long one leaves the worker's other hand free for what people wait for.
    name = asked.job_name(row.pk, row.turn)
    task = jobs.configure_task(TASK, queue="default", lock=asked.LOCK, queueing_lock=name, allow_unknown=True)
    try:
        with transaction.atomic():
            task.defer(export_id=row.pk, turn=row.turn)
    except AlreadyEnqueued:
        return
