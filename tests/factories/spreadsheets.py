"""What spreadsheets say of a figure: the leader's page as a workbook and as text, reports, and the lists behind these.

A place is asked as those of `figures`: it returns `(number, part, whole)`, a number, or ABSENT.
"""

import csv
from io import StringIO

from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.reports.rules import forms
from motcua.steering.reports.rules.forms import Form
from motcua.steering.reports.rules.sheets import NO_NUMBER
from motcua.steering.reports.services import preparing
from motcua.steering.reports.vocabulary import Subject

from .figures import ABSENT, Figure, Reader, Rounded
from .workbooks import rows_of
from .world import an_officer

OF_DOSSIERS = tuple(form for form in forms.offered() if form.subject is Subject.DOSSIERS)


def in_the_workbook(reader: Reader, one: Figure):
    """Return what the leader's page says as XLSX, which keeps sixteen digits."""
    return Rounded(_of_leader(reader, one, "xlsx"))


def in_the_text(reader: Reader, one: Figure):
    """Return what the leader's page says as CSV."""
    return _of_leader(reader, one, "csv")


def in_a_report(reader: Reader, one: Figure):
    """Return the total under the column of a measure; every form that has it, as XLSX and as CSV, says the same."""
    said = {
        _number(_total(reader, form, one, kind)[_place(form, one.measure)])
        for form in _that_hold(one)
        for kind in ("xlsx", "csv")
    }
    return ABSENT if not said else said.pop() if len(said) == 1 else sorted(said, key=str)


def in_a_list(reader: Reader, one: Figure):
    """Return how many dossiers are listed in the CSV file behind that total, each once."""
    for form in _that_hold(one):
        if _number(_total(reader, form, one, "csv")[_place(form, one.measure)]) is None:
            return None
        column = form.columns[_place(form, one.measure) - 2].key
        rows = _csv(_taken(reader, f"{_report(reader, form, one)}/so/ho-so.csv", dong="", cot=column))
        codes = [row[1] for row in rows[1:]]
        assert len(codes) == len(set(codes))
        return float(len(codes))
    return ABSENT


PLACES = (in_the_workbook, in_the_text, in_a_report, in_a_list)


def _of_leader(reader: Reader, one: Figure, kind: str):
    unit = organisation.agency_by_code(one.agency).id if one.agency else "tat-ca"

    def read():
        content = _taken(reader, "indicators/tai", **{"don-vi": unit, "ky": one.period, "dang": kind})
        rows = rows_of(content)[0] if kind == "xlsx" else _csv(content)
        return {row[0]: [*row, None, None, None] for row in rows if row and row[0] in MEASURES}

    row = reader.once((kind, one.agency, one.period), read)[one.measure]
    return _number(row[5]), _number(row[3]), _number(row[4])


def _that_hold(one: Figure) -> list[Form]:
    """Return the forms that have a measure and may be made of a unit and a period."""
    period = parse(one.period)
    if not one.agency or period.last >= clock.now().date():
        return []
    return [form for form in OF_DOSSIERS if form.valid_from <= period.last and _place(form, one.measure)]


def _place(form: Form, measure: str) -> int:
    """Return which cell of a line bears a measure, 0: none."""
    return next((place for place, column in enumerate(form.columns, 2) if column.measure == measure), 0)


def _report(reader: Reader, form: Form, one: Figure) -> str:
    unit, mailbox = organisation.agency_by_code(one.agency).id, f"reports-{one.agency}".lower()
    by, _ = reader.once(
        ("preparer", unit), lambda: an_officer("Hồ Văn Soạn", unit, "Thống kê", ["procedure_admin"], mailbox)
    )
    key = ("report", form.code, one.agency, one.period)
    made = reader.once(key, lambda: preparing.prepare(form.code, parse(one.period), unit, by=by, at=clock.now()))
    return f"reports/{made}"


def _total(reader: Reader, form: Form, one: Figure, kind: str):
    def read():
        content = _taken(reader, f"{_report(reader, form, one)}/bao-cao.{kind}")
        rows = rows_of(content)[0] if kind == "xlsx" else _csv(content)
        return next(row for row in reversed(rows) if len(row) > 2 and row[1] == "Tổng cộng")

    return reader.once(("total", kind, form.code, one.agency, one.period), read)


def _taken(reader: Reader, path: str, **query) -> bytes:
    answer = reader.client.get(f"/office/{path}{'' if '.' in path else '/'}", query)
    assert answer.status_code == 200, (path, query, answer.status_code)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def _number(cell) -> float | None:
    return None if cell in ("", None, NO_NUMBER) else float(cell)
