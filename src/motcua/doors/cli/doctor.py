"""Ask every context whether what must be true of its tables is true."""

import argparse
import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import signature

from django.conf import settings
from django.db import connection, transaction

from motcua.casework.dossiers.queries import orphans
from motcua.ground.kernel import clock
from motcua.ground.kernel.invariants import Check

from .errors import CannotRun

NAME = "doctor"
HELP = "check every invariant and say what to mend; exit 1 on findings"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take how much to look at and how to answer."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--all", action="store_true", help="recompute everything, however old")
    how.add_argument(
        "--sample", type=int, metavar="N", help="read the journals of N dossiers only, where there are many"
    )


def run(arguments: argparse.Namespace) -> int:
    """Examine and print."""
    if arguments.sample is not None and arguments.sample < 1:
        raise CannotRun("--sample takes a number from 1.")
    with transaction.atomic():
        _stand_still()
        checks = list(examined(every=arguments.all, sample=arguments.sample))
    print(as_json(checks) if arguments.json else "\n".join(as_lines(checks)))
    return 1 if any(check.findings for check in checks) else 0


def examined(*, every: bool, sample: int | None = None) -> Iterator[Check]:
    """Yield the checks of every context that has some, in the order of the floors.

    A context says what must be true of it in ``checks`` of its queries, or of ``queries.invariants``. That each open
    step has somebody who can do it is true of a moment, so it is asked with one.

    sample   of how many dossiers the journals are read; a context whose checks take no ``sample`` is asked as ever
    """
    for config in settings.CONTEXTS:
        name = f"{config.rpartition('.apps.')[0]}.queries"
        room = import_module(name) if find_spec(name) else None
        if room and hasattr(room, "__path__") and find_spec(f"{name}.invariants"):
            room = import_module(f"{name}.invariants")
        if checks := getattr(room, "checks", None):
            takes = sample is not None and "sample" in signature(checks).parameters
            yield from checks(every=every, sample=sample) if takes else checks(every=every)
    yield from orphans.checks(at=clock.now(), every=every)


def _stand_still() -> None:
    """Look at one moment, whatever others write meanwhile, and write nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def as_json(checks: list[Check]) -> str:
    """Return the contract's object: what was checked, and what was found."""
    findings = [
        {"rule": check.rule, "subject": found.subject, "sentence": found.sentence, "mend": found.mend}
        for check in checks
        for found in check.findings
    ]
    return json.dumps(
        {"checked": {check.rule: check.checked for check in checks}, "findings": findings}, ensure_ascii=False
    )


def as_lines(checks: list[Check]) -> Iterator[str]:
    """Yield a line for each rule, and two for each finding under it."""
    for check in checks:
        yield f"{'có lỗi' if check.findings else 'đạt':<7} {check.rule} ({check.checked})"
        for found in check.findings:
            yield f"        {found.sentence}"
            yield f"        → {found.mend}"
