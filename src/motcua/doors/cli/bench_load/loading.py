"""Fill an empty installation, all of it in one transaction: killed, it leaves an empty one."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction

from motcua.casework.dossiers.services import loads
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.outbox.vocabulary import GENESIS
from motcua.people.agencies.queries import calendars
from motcua.steering.indicators.services import rebuilding as figures

from . import catalogue, days, indexes, names, province
from .days import Days

BY: Actor = system("bench")
TABLES = (
    "dossiers_register", "workflow_instance", "dossiers_dossier", "dossiers_party", "workflow_workitem",
    "dossiers_duedate", "dossiers_supplement", "dossiers_pause", "dossiers_ending", "dossiers_lateevent",
    "dossiers_letter", "dossiers_result", "dossiers_handover", "outbox_entry", "surveys_rating",
    "indicators_dossierrecord", "indicators_petitionrecord", "indicators_cell",
)  # fmt: skip
_BESIDES = (
    "identity_person", "identity_account", "agencies_agency", "agencies_post", "agencies_postrole",
    "agencies_appointment", "agencies_staff", "procedures_offer", "procedures_version",
)  # fmt: skip
_HERE = Path(__file__).parent
_PORTION = 250_000
_FOUNDED = timedelta(days=60)
_FIRST_IDS = {
    "agency": "agencies_agency", "account": "identity_account", "staff": "agencies_staff", "post": "agencies_post",
    "person": "identity_person", "dossier": "dossiers_dossier", "instance": "workflow_instance",
    "item": "workflow_workitem", "party": "dossiers_party", "due": "dossiers_duedate",
    "supplement": "dossiers_supplement", "pause": "dossiers_pause", "ending": "dossiers_ending",
    "late": "dossiers_lateevent", "letter": "dossiers_letter", "result": "dossiers_result",
    "given": "dossiers_handover",
}  # fmt: skip
_COUNTED_FROM_ONE = frozenset({"agency", "account", "staff", "post", "person"})
_SETTINGS = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET LOCAL work_mem = '256MB'",
    "SET LOCAL maintenance_work_mem = '1GB'",
    "SET LOCAL max_parallel_maintenance_workers = 2",
    "SET LOCAL jit = off",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL TimeZone = 'UTC'",
)
_UNCHECKED = "SET LOCAL session_replication_role = replica"
_IS_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. ``told``: how many of the newest dossiers have their whole journal."""

    dossiers: int
    months: int
    seed: int
    told: int
    size: str


@dataclass(slots=True)
class Stage:
    """What a part of the work has done so far."""

    rows: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Loading:
    """One load under way."""

    cursor: psycopg.ClientCursor[tuple[Any, ...]]
    say: Callable[[str], None]
    parameters: dict[str, object] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)

    def run(self, name: str) -> None:
        """Run the parts of a file, in order."""
        for part, statement in _parts(name):
            began = time.monotonic()
            self.cursor.execute(statement, self.parameters)
            self.count(part, self.cursor.rowcount if statement.lstrip().startswith(("INSERT", "WITH")) else 0, began)

    def count(self, part: str, rows: int, began: float) -> None:
        """Add to what a part has done."""
        stage = self.stages.setdefault(part, Stage())
        stage.rows += max(rows, 0)
        stage.seconds += time.monotonic() - began

    def copy(self, table: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> None:
        """Copy rows into a table of this session."""
        with self.cursor.copy(f"COPY {table} FROM STDIN") as into:
            for row in rows:
                into.write_row(row)

    def tell(self) -> None:
        """Say what every part has done."""
        for part, stage in self.stages.items():
            self.say(f"{part:30}{stage.rows:>13,} rows{stage.seconds:>9.1f} s")


def load(wanted: Wanted, *, at: datetime, say: Callable[[str], None] | None = None) -> None:
    """Fill the installation up to a moment, and tidy the tables afterwards.

    say   is told the progress, a line at a time; standard error where it is left out
    """
    told = say or _to_stderr
    began = time.monotonic()
    with transaction.atomic():
        connection.ensure_connection()
        work = Loading(cursor=psycopg.ClientCursor(connection.connection), say=told)
        _fill(work, wanted, at)
    work.tell()
    if not connection.in_atomic_block:
        _tidy(work)
    told(f"{'all':30}{wanted.dossiers:>13,} dossiers{time.monotonic() - began:>5.1f} s")


def _fill(work: Loading, wanted: Wanted, at: datetime) -> None:
    first = days.first_day(at, wanted.months)
    founded = datetime.combine(first, clock_time(8), VIETNAM) - _FOUNDED
    made = catalogue.publish(by=BY, at=founded)
    calendar = calendars.calendar_of(None, first=first, last=at.date() + days.AHEAD)
    spread = days.spread(wanted.dossiers, calendar, first=first, at=at, seed=wanted.seed)
    for setting in _SETTINGS:
        work.cursor.execute(setting)
    row = work.cursor.execute(_IS_SUPERUSER).fetchone()
    if row and row[0]:  # else the foreign keys are asked row by row: slower, not wrong
        work.cursor.execute(_UNCHECKED)
    people = names.all_names(wanted.seed)
    work.parameters |= (
        _first_ids(work)
        | made.steps
        | {
            "seed": wanted.seed,
            "openings": list(spread.openings),
            "genesis": GENESIS,
            "founded": founded.date(),
            "founded_at": founded,
            "process": catalogue.PROCESS,
            "names": len(people),
            "persons": max(wanted.dossiers // 4, 1000),
            "now": spread.now,
            "today": spread.today,
            "over": spread.over,
            "handover": 240,
            "told_from": wanted.dossiers - wanted.told,
        }
    )
    work.run("functions.sql")
    founding = province.Founding(province.SIZES[wanted.size], [name for name, _, _ in people], wanted.seed)
    work.copy("bench_name", [(number, *name) for number, name in enumerate(people, 1)])
    work.copy("bench_unit", province.rows_of(founding))
    work.copy("bench_desk", [(d.no, d.unit, d.title, list(d.roles), d.name, d.email) for d in founding.desks])
    work.copy("bench_procedure", made.rows)
    work.copy("bench_day", spread.plan)
    work.run("organisation.sql")
    work.tell()
    taken_off = indexes.take_off(work.cursor, TABLES)
    work.run("emptied.sql")
    _dossiers(work, wanted, spread)
    began = time.monotonic()
    figures.recount()
    work.count("figures", 0, began)
    for index in taken_off:
        began = time.monotonic()
        indexes.put_back(work.cursor, index)
        work.count(f"index {index.table}", 0, began)
    _go_on_from_here(work)
    work.cursor.execute("SET LOCAL session_replication_role = origin" if row and row[0] else "SELECT 1")
    begins = int(str(work.parameters["dossier"]))
    loads.tell(first=begins, last=begins + wanted.dossiers - 1, told=wanted.told, by=BY, at=at)


def _dossiers(work: Loading, wanted: Wanted, spread: Days) -> None:
    """Make the dossiers of some days after another, each portion with all its rows."""
    for first_day, last_day, until in _portions(spread):
        began = time.monotonic()
        work.parameters |= {"first_day": first_day, "last_day": last_day}
        work.run("fates.sql")
        work.run("cases.sql")
        work.cursor.execute("TRUNCATE bench_told")
        if until > wanted.dossiers - wanted.told:
            work.run("journal.sql")
        work.run("rows.sql")
        work.run("facts.sql")
        work.run("figures.sql")
        work.say(f"dossiers up to {until:,} of {wanted.dossiers:,} ({time.monotonic() - began:.1f} s)")


def _portions(spread: Days) -> Iterator[tuple[int, int, int]]:
    """Yield (first day, last day, dossiers up to its end) of each portion."""
    first, size = 0, 0
    for number, before, dossiers, _, _ in spread.plan:
        size += dossiers
        if size >= _PORTION or number == spread.plan[-1][0]:
            yield first, number, before + dossiers
            first, size = number + 1, 0


def _first_ids(work: Loading) -> dict[str, object]:
    """Return the id from which the rows of each table are numbered: the first free one, or the one before it."""
    found: dict[str, object] = {}
    for name, table in _FIRST_IDS.items():
        row = work.cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))").fetchone()
        found[name] = (row[0] if row else 1) - (name in _COUNTED_FROM_ONE)
    return found


def _go_on_from_here(work: Loading) -> None:
    """Let the next id of every table that was numbered here be the one after the last."""
    for table in _FIRST_IDS.values():
        work.cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest((SELECT max(id) FROM {table}), 1))"  # noqa: S608
        )


def _tidy(work: Loading) -> None:
    """Let the planner know what there is, and mark what everybody can see."""
    for table in (*TABLES, *_BESIDES):
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(f'VACUUM (ANALYZE) "{table}"')
        work.count("vacuum and analyze", 0, began)
    stage = work.stages["vacuum and analyze"]
    work.say(f"{'vacuum and analyze':30}{'':18}{stage.seconds:>9.1f} s")


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """Yield (name, statement) of each part of a file."""
    for part in (_HERE / name).read_text(encoding="utf-8").split("-- part: ")[1:]:
        title, _, statement = part.partition("\n")
        yield title.strip(), statement.strip()


def _to_stderr(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)
