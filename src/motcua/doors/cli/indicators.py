"""Figures on the command line: count them anew, print those of a period, ask whether another's score adds up."""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from motcua.casework.dossiers.queries import record as dossiers
from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation
from motcua.steering.indicators.errors import FiguresWouldBeLost
from motcua.steering.indicators.queries import figures, index, scopes, values
from motcua.steering.indicators.queries import rows as behind
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import index766, periods, scoring
from motcua.steering.indicators.rules.external import ExternalScore, contradictions
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import bulletins, folding, rebuilding
from motcua.steering.indicators.vocabulary import Count, Group

from .errors import CannotRun

_EACH = 50_000
NAME = "indicators"
HELP = "figures of a period from the journal; rebuild them; check a score of another system"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    anew = verbs.add_parser("rebuild", help="count everything anew from the journal; exit 1 where that loses figures")
    anew.add_argument(
        "--lose-dossiers-without-journal",
        action="store_true",
        help="count anew although dossiers that were loaded without a journal are lost from the figures",
    )
    report = verbs.add_parser("report", help="print the counts of a period")
    report.add_argument("period", help="2026, 2026-Q4, 2026-11 or 2026-11-27")
    report.add_argument("--agency", default="", metavar="CODE", help="of this agency and all under it; all without")
    rows = verbs.add_parser("rows", help="list the dossiers behind a count")
    rows.add_argument("count", choices=[count.value for count in Count])
    rows.add_argument("period", help="as of report")
    rows.add_argument("--agency", default="", metavar="CODE", help="as of report")
    morning = verbs.add_parser("bulletin", help="print the morning bulletin of a unit; nothing is sent")
    morning.add_argument("--agency", required=True, metavar="CODE", help="whose")
    morning.add_argument("--day", default="", help="2026-11-27; today without")
    check = verbs.add_parser("check", help="say where a score contradicts itself; exit 1 where it does")
    check.add_argument("file", help='JSON {"total", "groups": {"publicity", …}}, - for standard input')


def run(arguments: argparse.Namespace) -> int:
    """Do it and answer in JSON."""
    match arguments.verb:
        case "rebuild":
            return _rebuild(lose=arguments.lose_dossiers_without_journal)
        case "report":
            _print(_report(arguments.period, arguments.agency))
            return 0
        case "rows":
            _print(_rows(Count(arguments.count), arguments.period, arguments.agency))
            return 0
        case "bulletin":
            return _bulletin(arguments.agency, arguments.day)
        case _:
            return _check(arguments.file)


def _rebuild(*, lose: bool) -> int:
    try:
        _print({"dossiers": rebuilding.rebuild(say=_progress_of, lose_dossiers_without_journal=lose)})
    except FiguresWouldBeLost as no:
        print(no, file=sys.stderr)
        return 1
    return 0


def _asked(key: str, code: str) -> tuple[Period, Scope]:
    """Return what is asked for, once the figures have caught up with the journal."""
    try:
        period = periods.parse(key)
    except ValueError as wrong:
        raise CannotRun(f"{key} is no period: write 2026, 2026-Q4, 2026-11 or 2026-11-27.") from wrong
    if period.first > clock.now().date():
        raise CannotRun(f"{key} has not begun.")
    agency = organisation.agency_by_code(code) if code else None
    if code and agency is None:
        raise CannotRun(f"There is no agency {code}.")
    folding.catch_up()
    return period, scopes.of_unit(agency)


def _bulletin(code: str, day: str) -> int:
    unit = organisation.agency_by_code(code)
    if unit is None:
        raise CannotRun(f"There is no agency {code}.")
    try:
        on = date.fromisoformat(day) if day else clock.now().date()
    except ValueError as wrong:
        raise CannotRun(f"{day} is no day: write 2026-11-27.") from wrong
    folding.catch_up()
    said = bulletins.letter(unit, on)
    print(f"{said.title}\n\n{said.text}")
    return 0


def _rows(count: Count, key: str, code: str) -> dict[str, Any]:
    period, scope = _asked(key, code)
    found = tuple(behind.every(count, scope, period, today=clock.now().date()))
    codes = dossiers.codes(found)
    return {"count": count.value, "period": period.key, "dossiers": [codes[pk] for pk in found]}


def _report(key: str, code: str) -> dict[str, Any]:
    period, scope = _asked(key, code)
    today = clock.now().date()
    counts = figures.report(scope, period, today=today)
    known = figures.sources_in(scope, period, today=today)
    return {
        "agency": code or None,
        "period": period.key,
        "label": period.label,
        "counts": {count.value: counts[count] if figures.has_number(count, known) else None for count in Count},
        "measures": _measures(scope, period),
        "index": {"2.1": _progress(counts), **_index(period, code)},
    }


def _measures(scope: Scope, period: Period) -> dict[str, dict[str, Any]]:
    """Return every measure of the dictionary; ``number`` null where nobody tells it yet."""
    found = values.of(scope, period, today=clock.now().date())
    return {
        code: {"number": None if one.number is None else float(one.number), "part": one.part, "whole": one.whole}
        for code, one in found.items()
    }


def _index(period: Period, code: str) -> dict[str, Any]:
    """Return the total of the index, what it is out of, what it is of a hundred, and how that is rated."""
    scope, level = scopes.with_level(organisation.agency_by_code(code) if code else None)
    card = index.scorecard(scope, level, period, today=clock.now().date())
    total, of_a_hundred = scoring.shown(card.total), scoring.shown(card.of_a_hundred)
    return {
        "level": level.value,
        "total": None if total is None else float(total),
        "told": card.told,
        "applies": card.applies,
        "missing": card.missing,
        "of_a_hundred": None if of_a_hundred is None else float(of_a_hundred),
        "rating": card.rating and card.rating.value,
    }


def _progress(counts: Counter[Count]) -> dict[str, Any]:
    figure = Figure(counts[Count.HANDLED_ON_TIME], counts[Count.HANDLED])
    indicator = index766.QD766_2022.by_code()["2.1"]
    points = scoring.shown(scoring.points(indicator, figure))
    return {
        "part": figure.part,
        "whole": figure.whole,
        "points": None if points is None else float(points),
        "most": indicator.most,
    }


def _check(name: str) -> int:
    try:
        said = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
        groups = {Group(group): Decimal(str(points)) for group, points in said["groups"].items()}
        score = ExternalScore(total=Decimal(str(said["total"])), groups=groups)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as wrong:
        raise CannotRun(f"{name} is no score: {wrong!r}.") from wrong
    found = list(contradictions(score, index766.in_force(clock.now().date())))
    _print(
        {
            "total": float(score.total),
            "sum": float(score.sum),
            "contradictions": [{"sentence": one.sentence, "by": float(one.by)} for one in found],
        }
    )
    return 1 if found else 0


def _progress_of(folded: int) -> None:
    if folded % _EACH == 0:
        print(f"{folded} dossiers folded", file=sys.stderr, flush=True)


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
