"""Reports on the command line: prepare one, print one, write one out."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.people.agencies.queries import organisation
from motcua.steering.indicators.rules import periods
from motcua.steering.reports.queries import kept
from motcua.steering.reports.queries.kept import ReportView
from motcua.steering.reports.rules import forms
from motcua.steering.reports.services import exports, preparing

from .errors import CannotRun

NAME = "reports"
HELP = "prepare a statutory report, print it, write it out as XLSX, CSV or PDF; exit 1 where it is refused"
_BY = system("reports")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="act", required=True)
    prepare = verbs.add_parser("prepare", help="take the figures into a report; people check and sign it")
    prepare.add_argument("form", choices=[one.code for one in forms.offered()])
    prepare.add_argument("period", help="2026, 2026-Q4, 2026-H2, 2026-11, 2026-W48 or 2026-10-15..2026-11-14")
    prepare.add_argument("--agency", required=True, metavar="CODE", help="the unit that reports")
    show = verbs.add_parser("show", help="print a report as JSON")
    show.add_argument("id", type=int)
    export = verbs.add_parser("export", help="write a report out")
    export.add_argument("id", type=int)
    export.add_argument("file", type=Path, help="a name that ends in .xlsx, .csv or .pdf")


def run(arguments: argparse.Namespace) -> int:
    """Do it and answer in JSON."""
    try:
        match arguments.act:
            case "prepare":
                return _print(_view(_prepare(arguments.form, arguments.period, arguments.agency)))
            case "show":
                return _print(_view(arguments.id))
            case _:
                return _export(_view(arguments.id), arguments.file)
    except NotFound as none:
        raise CannotRun(none.sentence) from none
    except Refusal as no:
        print(no.sentence, file=sys.stderr)
        return 1


def _prepare(form: str, key: str, code: str) -> int:
    try:
        period = periods.parse(key)
    except ValueError as wrong:
        raise CannotRun(f"{key} is no period: write 2026, 2026-Q4, 2026-11 or 2026-10-15..2026-11-14.") from wrong
    unit = organisation.agency_by_code(code)
    if unit is None:
        raise CannotRun(f"There is no agency {code}.")
    return preparing.prepare(form, period, unit.id, by=_BY, at=clock.now())


def _view(report_id: int) -> ReportView:
    return kept.report(report_id, by=_BY, at=clock.now())


def _print(view: ReportView) -> int:
    said = {
        "id": view.id,
        "form": view.form.code,
        "agency": view.agency.code,
        "period": view.period.key,
        "revision": view.revision,
        "state": view.state.value,
        "digest": view.digest,
        "columns": [column.key for column in view.form.columns],
        "lines": [{"key": one.key, "label": one.label, "cells": list(one.cells)} for one in view.table.lines],
        "total": list(view.table.total),
        "notes": list(view.table.notes),
    }
    print(json.dumps(said, ensure_ascii=False))
    return 0


def _export(view: ReportView, path: Path) -> int:
    parts: Iterable[bytes]
    match path.suffix.lower():
        case ".csv":
            parts = (part.encode() for part in exports.csv_of_report(view))
        case ".xlsx":
            parts = exports.xlsx_of_report(view)
        case ".pdf":
            parts = [exports.pdf_of_report(view)]
        case _:
            raise CannotRun(f"{path} does not end in .xlsx, .csv or .pdf.")
    try:
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
    except OSError as wrong:
        raise CannotRun(f"{path} cannot be written: {wrong.strerror}.") from wrong
    print(json.dumps({"id": view.id, "file": str(path)}, ensure_ascii=False))
    return 0
