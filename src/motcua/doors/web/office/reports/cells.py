"""What is behind a number of a report: its dossiers as the figures stand, and why it differs from what was reported."""

from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import record
from motcua.casework.dossiers.vocabulary import Permission as Dossiers
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.reports.queries import catalogue, kept, levels, lines, restatement
from motcua.steering.reports.queries.kept import ReportView
from motcua.steering.reports.rules.tables import Table
from motcua.steering.reports.services import ordering
from motcua.steering.reports.vocabulary import Subject

from ..choices import whole
from ..session.request import StaffRequest, needs
from . import sheet
from .views import READERS

_PAGE = 50


@require_safe
@needs(*READERS)
def cell(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show what a number of a report consists of."""
    at = clock.now()
    view = kept.report(report_id, by=request.actor, at=at)
    line, column = request.GET.get("dong", ""), request.GET.get("cot", "")
    place = view.form.place(column)
    if view.form.subject is Subject.CATALOGUE:
        return _procedures(request, view, line, column, at)
    today = at.date()
    now, differences = restatement.compared(view, today=today)
    asked = restatement.cell_of(view, line, column, today=today, now=now)
    total = now.number(line, place)
    after = whole(request.GET.get("sau", ""), 2**62) or 0
    found = lines.page(asked, view.period, today=today, after=after, limit=_PAGE + 1)
    moved = next((one for one in differences if (one.line, one.column) == (line, column)), None)
    reason = restatement.explained(view, line, column, moved.by, today=today) if moved else None
    shown = reason.moved[:_PAGE] if reason else ()
    codes = record.codes([one.dossier_id for one in shown])
    here = sheet.address(view, line, column)
    context = {
        **_about(view, line, column, restatement.table_of(view, line, today=today, now=now)),
        "reported": view.table.number(line, place),
        "total": total,
        "lines": found[:_PAGE],
        "opens": bool(request.permissions & {Dossiers.VIEW_AGENCY, Dossiers.VIEW_ALL}),
        "moved": moved,
        "reason": reason,
        "added": restatement.added(reason.moved) if reason else 0,
        "explained": [(codes.get(one.dossier_id, ""), one) for one in shown],
        "first": here if after else "",
        "next": f"{here}&{urlencode({'sau': found[_PAGE - 1].id})}" if len(found) > _PAGE else "",
        "files": _files(view, line, column, "dossiers"),
        "moved_files": _files(view, line, column, "moved"),
        "at_once": ordering.AT_ONCE,
        "is_long": (total or 0) > ordering.AT_ONCE,
        "order": reverse("reports:order", args=[view.id]),
        "place": (line, column),
    }
    return page(request, "office/reports/cell.html", context)


def _files(view: ReportView, line: str, column: str, name: str) -> list[tuple[str, str]]:
    return [(kind, sheet.address(view, line, column, name, kind.lower())) for kind in ("CSV", "XLSX")]


def _procedures(request: StaffRequest, view: ReportView, line: str, column: str, at: datetime) -> HttpResponse:
    measure = view.form.columns[view.form.place(column)].measure
    if not measure:
        raise NotFound("Cột này chưa có nguồn số liệu, nên không có gì để mở.")
    today = at.date()
    table = restatement.table_of(view, line, today=today)
    restatement.require_line(view, line, today=today, now=table)
    found = catalogue.behind(view.scope, line, measure, on=min(view.period.last, today))
    procedures = [(code, name, levels.called(level)) for code, name, level in found]
    context = {**_about(view, line, column, table), "procedures": procedures}
    return page(request, "office/reports/procedures.html", context)


def _about(view: ReportView, line: str, column: str, table: Table) -> dict[str, object]:
    named = view.form.columns[view.form.place(column)]
    return {
        "nav": "figures",
        "report": view,
        "line": table.label(line),
        "column": ", ".join((*named.groups, named.header)),
        "back": reverse("reports:one", args=[view.id]),
    }
