"""The limit: the same journey as SQL for pgbench, statement by statement, prepared, on the same schema.

Nothing of it is drawn by hand twice. One journey through the services is watched: what rows each transition left, in
whatever table. From those rows come the statements, with every column; ids and numbers that differ between journeys
become pgbench variables. `same_rows` proves that both write equally many rows of equal size to the same tables.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import house, journey, world
from .watch import PERSON, Row, rows_of, watch

PGBENCH = ("-n", "-M", "prepared")
_UPSERT = {"identity_person": "personal_id"}
_NOW = {
    "at", "started_at", "received_at", "opened_at", "taken_at", "closed_at", "declared_at", "attached_at",
    "completed_at", "returned_at",
}  # fmt: skip
_STAFF = {"staff_id", "closed_by_id", "received_by_id", "attached_by_id"}
_AGENCY = {"agency_id", "competent_id"}
_ORDER = (
    "workflow_instance", "identity_person", "dossiers_dossier", "dossiers_party", "dossiers_paper", "dossiers_result",
    "dossiers_handover", "workflow_workitem", "outbox_entry", "procrastinate_jobs",
)  # fmt: skip
_KEEPS = {"workflow_instance": "instance", "identity_person": "person_id", "dossiers_dossier": "dossier"}
_BY_NAME = {
    **dict.fromkeys(_NOW, "now()"),
    "dossier_id": ":dossier",
    "subject_id": ":dossier",
    "instance_id": ":instance",
    "person_id": ":person_id",
}

_PERMISSION = """
SELECT p.agency_id AS seat, array_agg(DISTINCT pr.role_id) AS roles, array_agg(DISTINCT w.word) AS words
FROM agencies_appointment ap
JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id
LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON true
WHERE ap.staff_id = :{who}_staff AND ap.post_id = :{who}_post
  AND ap.valid_from <= current_date AND (ap.valid_to IS NULL OR ap.valid_to >= current_date)
GROUP BY p.agency_id \\gset
"""
_LOCK = """
SELECT d.id AS dossier, d.status, d.due_at, d.event_seq AS seq, d.event_hash AS hash,
       i.id AS item, i.activity_id AS step
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state = 'open'
WHERE d.code = :code
FOR UPDATE OF d \\gset
"""
_ASK_OFFER = """
SELECT o.competent_id AS competent, o.process, v.id AS version, v.name AS title, g.code AS agency_code, g.number_pattern
FROM procedures_offer o
JOIN procedures_procedure p ON p.id = o.procedure_id
JOIN procedures_version v ON v.procedure_id = p.id
JOIN agencies_agency g ON g.id = o.agency_id
WHERE p.code = '{procedure}' AND o.agency_id = :centre
  AND o.valid_from <= current_date AND (o.valid_to IS NULL OR o.valid_to >= current_date)
  AND v.state IN ('published', 'withdrawn')
  AND v.valid_from <= current_date AND (v.valid_to IS NULL OR v.valid_to >= current_date) \\gset
"""
_ASK_PROCESS = """
SELECT id AS definition FROM workflow_definition WHERE key = 'test-process' ORDER BY version DESC LIMIT 1 \\gset
"""
_NUMBER = """
INSERT INTO dossiers_register AS r (agency_id, day, series, last_serial)
VALUES (:centre, '{day}', '', 1)
ON CONFLICT (agency_id, day, series) DO UPDATE SET last_serial = r.last_serial + 1
RETURNING last_serial AS serial \\gset
"""
_BAG = "concat('B', lpad(:dossier::text, greatest(6, length(:dossier::text)), '0'), '100')"
_WHO = ("counter", "officer", "officer", "signer", "signer", "signer", "counter", "counter")


def script(lanes: Sequence[world.Lane]) -> str:
    """Return the pgbench script of the journey, after watching one."""
    probe = lanes[0]
    transitions = watch(probe)
    parts = [*_variables(lanes)]
    for who, seen in zip(_WHO, transitions, strict=True):
        sql = _Sql(probe, who)
        parts += ["BEGIN;", _PERMISSION.format(who=who)]
        if seen.verb == "accept":
            day = next(row["registered_on"] for table, row in seen.added if table == "dossiers_dossier")
            parts += [_ASK_OFFER.format(procedure=world.PROCEDURE), _ASK_PROCESS, _NUMBER.format(day=day)]
        else:
            parts.append(_LOCK)
        parts += sql.inserts([pair for pair in seen.added if pair[0] not in {"workflow_workitem", "outbox_entry"}])
        parts += [sql.update(table, row) for table, row in seen.changed if table != "dossiers_register"]
        parts += sql.inserts([pair for pair in seen.added if pair[0] in {"workflow_workitem", "outbox_entry"}])
        parts += _job_last(parts)
        parts.append("COMMIT;")
    return "\n".join(part.strip() for part in parts) + "\n"


def _job_last(parts: list[str]) -> list[str]:
    """Take out the statement that enqueues a job, to stand after the entry it is for."""
    jobs = [part for part in parts if part.startswith("INSERT INTO procrastinate_jobs")]
    last = [part for part in jobs if parts.index(part) > max(i for i, p in enumerate(parts) if p == "BEGIN;")]
    for part in last:
        parts.remove(part)
    return last


def _variables(lanes: Sequence[world.Lane]) -> list[str]:
    """Compute every id of a lane from its number: they rise by equal steps, which is checked."""
    lines = [f"\\set lane random(0, {len(lanes) - 1})", f"\\set person random(0, {journey.PEOPLE - 1})"]
    kinds = {"centre": [lane.centre for lane in lanes], "committee": [lane.committee for lane in lanes]}
    for who in world.ROLES:
        kinds[f"{who}_staff"] = [getattr(lane, who).staff_id for lane in lanes]
        kinds[f"{who}_post"] = [getattr(lane, who).post_id for lane in lanes]
    for name, ids in kinds.items():
        first, step = ids[0], ids[1] - ids[0]
        if ids != list(range(first, first + step * len(ids), step)):
            raise AssertionError(f"the ids of {name} do not rise by equal steps: {ids}")
        lines.append(f"\\set {name} {first} + {step} * :lane")
    return [*lines, "\\set unit 10 + :lane"]


class _Sql:
    """Statements made of the rows of the journey that was watched."""

    def __init__(self, probe: world.Lane, who: str) -> None:
        agencies = {str(probe.centre): ":centre", str(probe.committee): ":committee"}
        posts = {str(getattr(probe, who).post_id): f":{who}_post" for who in world.ROLES}
        staff = {str(getattr(probe, who).staff_id): f":{who}_staff" for who in world.ROLES}
        self.ids = {**dict.fromkeys(_AGENCY, agencies), **dict.fromkeys(_STAFF, staff), "post_id": posts}
        self.marks = {f"{PERSON:08}": "lpad(:person::text, 8, '0')"}
        self.token_marks = {
            **self.marks,
            **{f"{number}:": f"{variable}::text, chr(58)" for number, variable in agencies.items()},
        }
        self.known = {
            ("dossiers_dossier", "serial"): ":serial",
            ("dossiers_paperset", "token"): _BAG,
            ("dossiers_papermove", "paper_set_id"): _BAG,
            ("outbox_entry", "subject"): "concat('dossier', chr(58), :dossier::text)",
            ("outbox_entry", "actor"): (
                f"concat('staff', chr(58), :{who}_staff::text, '/post', chr(58), :{who}_post::text)"
            ),
            ("outbox_entry", "key"): "md5(random()::text) || md5(random()::text)",
            ("procrastinate_jobs", "lock"): "concat('dossiers.receipt', chr(58), 'dossier', chr(58), :dossier::text)",
        }

    def inserts(self, added: Sequence[tuple[str, Row]]) -> list[str]:
        """Return an INSERT a table, in an order that its keys allow."""
        tables: dict[str, list[Row]] = defaultdict(list)
        for table, row in added:
            tables[table].append(row)
        return [self._insert(table, tables.pop(table)) for table in (*_ORDER, *tables) if table in tables]

    def _insert(self, table: str, rows: Sequence[Row]) -> str:
        columns = [name for name in rows[0] if name != "id"]
        values = ",\n       ".join(
            f"({', '.join(self._value(table, name, row[name]) for name in columns)})" for row in rows
        )
        statement = f"INSERT INTO {table} ({', '.join(map(_quoted, columns))})\nVALUES {values}"
        if key := _UPSERT.get(table):
            renewed = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
            statement += f"\nON CONFLICT ({key}) DO UPDATE SET {renewed}"
        if table == "dossiers_dossier":
            return f"{statement}\nRETURNING id AS dossier, code \\gset"
        return f"{statement}\nRETURNING id AS {_KEEPS[table]} \\gset" if table in _KEEPS else f"{statement};"

    def update(self, table: str, changed: Row) -> str:
        """Return an UPDATE of the columns that changed."""
        key = ":dossier" if table == "dossiers_dossier" else ":item"
        settings = ", ".join(f"{_quoted(name)} = {self._value(table, name, value)}" for name, value in changed.items())
        return f"UPDATE {table} SET {settings}\nWHERE id = {key};"

    def _value(self, table: str, name: str, value: str | None) -> str:
        if value is None:
            return "NULL"
        if known := self.known.get((table, name)) or _BY_NAME.get(name):
            return known
        if name in self.ids:
            return self.ids[name][value]
        if (table, name) == ("dossiers_dossier", "code"):
            day = value.rpartition("-")[0].rpartition("-")[2]
            serial = "lpad(:serial::text, greatest(4, length(:serial::text)), '0')"
            return f"concat('H98.', :unit::text, '.01-{day}-', {serial})"
        if (table, name) == ("dossiers_dossier", "tokens"):
            return f"{self._text(value, self.token_marks)}::varchar[]"
        return self._text(value, self.marks)

    @staticmethod
    def _text(value: str, marks: Mapping[str, str]) -> str:
        """Return a literal; what stands for a variable becomes one. pgbench would read `:word` inside quotes."""

        def literal(text: str) -> str:
            return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3A") + "'"

        pattern = "|".join(rf"(?<![\d]){re.escape(mark)}" if mark[0] != "7" else re.escape(mark) for mark in marks)
        pieces = re.split(f"({pattern})", value)
        if len(pieces) == 1:
            return literal(value)
        return "concat(" + ", ".join(marks.get(piece) or literal(piece) for piece in pieces if piece) + ")"


def _quoted(name: str) -> str:
    return f'"{name}"'


def same_rows(at: house.House, path: Path, lanes: Sequence[world.Lane], journeys: int = 20) -> dict[str, str]:
    """Return the rows that one journey writes, by table, after proving that the limit writes the same.

    Raises  AssertionError naming every table where number or size differ.
    """

    def travel() -> None:
        for number, lane in enumerate(lanes[:journeys]):
            journey.travel(lane, 5_000_000 + number)

    ours = rows_of(travel)
    limit = rows_of(lambda: house.run(at, "pgbench", *PGBENCH, "-c1", "-t", str(journeys), "-f", str(path)))
    wrong = []
    for table in sorted({*ours.written, *limit.written}):
        if ours.written[table] != limit.written[table]:
            wrong.append(
                f"{table}: (added, changed, removed) {ours.written[table]} by us, {limit.written[table]} by it"
            )
        elif abs(ours.size[table] - limit.size[table]) > 0.03 * ours.size[table]:
            wrong.append(f"{table}: a row has {ours.size[table]:.0f} bytes by us, {limit.size[table]:.0f} by it")
    if wrong:
        raise AssertionError("The limit does not write what the services write:\n" + "\n".join(wrong))
    return {table: " ".join(f"{number / journeys:g}" for number in numbers) for table, numbers in ours.written.items()}
