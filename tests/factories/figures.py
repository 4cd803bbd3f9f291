"""The same figure wherever it is printed: read from a page, an export, the interface and the command, and compared.

`differences` draws figures at random over units, periods and measures and asks every place that prints them.
"""

import argparse
import json
import random
import re
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from html import unescape
from io import StringIO

from django.test import Client

from motcua.doors.cli import indicators
from motcua.people.agencies.queries import organisation
from motcua.people.identity import queries as accounts
from motcua.people.identity import services as identity
from motcua.people.identity.models import Account
from motcua.steering.indicators.queries import figures, scopes
from motcua.steering.indicators.rules.measures import MEASURES
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.windows import OF_THE_TOLD
from motcua.steering.indicators.vocabulary import Count, Unit
from tests.factories.world import FOUNDED, an_officer

ABSENT = object()
"""A place does not print this figure."""


@dataclass(frozen=True)
class Figure:
    """One figure: of a unit (code, "" for everything), a period, a measure."""

    agency: str
    period: str
    measure: str


@dataclass
class Reader:
    """Somebody who may see every figure: in a browser, with a token, at the command line. Keeps what he has read."""

    client: Client
    token: str
    seen: dict = field(default_factory=dict)

    def once(self, key, read):
        if key not in self.seen:
            self.seen[key] = read()
        return self.seen[key]

    def api(self, path, **query):
        answer = self.client.get(f"/api/v1/figures/{path}", query, headers={"authorization": f"Bearer {self.token}"})
        assert answer.status_code == 200, answer.content.decode()[:500]
        return answer.json()


def a_reader(agency_id: int, mailbox: str = "province.leader") -> Reader:
    """Appoint a leader of the province who may see everything, and log him in."""
    _, email = an_officer("Vũ Thị Chung", agency_id, "Chủ tịch", ["leader"], mailbox)
    client = Client()
    client.force_login(Account.objects.get(email=email))
    return Reader(client, identity.issue_token(accounts.account_by_email(email), label="test", at=FOUNDED))


def on_the_page(reader: Reader, one: Figure):
    """Return what the figures' desk prints; it prints counts of dossiers."""
    unit = organisation.agency_by_code(one.agency).id if one.agency else "tat-ca"
    query = {"don-vi": unit, "ky": one.period}
    said = reader.once(("page", one.agency, one.period), lambda: _rows(reader.client.get("/office/indicators/", query)))
    return said.get(MEASURES[one.measure].name, ABSENT)


def by_the_interface(reader: Reader, one: Figure):
    """Return what the interface answers."""
    asked = {"agency": one.agency or "all", "period": one.period}
    said = reader.once(("api", one.agency, one.period), lambda: reader.api("values", **asked))
    return next((v["number"], v["part"], v["whole"]) for v in said["values"] if v["code"] == one.measure)


def by_the_command(reader: Reader, one: Figure):
    """Return what `motcua indicators report` prints."""
    words = ["report", one.period, *(["--agency", one.agency] if one.agency else [])]
    said = reader.once(("command", one.agency, one.period), lambda: _command(words))
    found = said["measures"][one.measure]
    return found["number"], found["part"], found["whole"]


def in_open_data(reader: Reader, one: Figure):
    """Return what the open data writes out exactly: of everything each measure of a month that is over, of units some.

    Of a unit it tells what the unit has to decide: nothing of a counter's.
    """
    table = reader.once(("open",), lambda: _open_data(reader.client))
    found = table.get((one.period, one.agency or "*", one.measure))
    if found is None or found["how"] not in ("exact", "none"):
        return ABSENT
    if MEASURES[one.measure].unit is Unit.HOURS:
        return ABSENT  # rounded, without what it is made of
    number, part, whole = found["value"], found["part"], found["whole"]
    return Rounded((None if number is None else float(number), number if whole is None else part, whole))


def rows_behind(reader: Reader, one: Figure) -> int:
    """Return how many different rows the interface lists behind a figure, page by page."""
    codes, after = [], ""
    while True:
        said = reader.api(
            "rows", agency=one.agency or "all", period=one.period, measure=one.measure, after=after, limit=7
        )
        codes += [row["code"] for row in said["items"]]
        after = said.get("next")
        if not after:
            assert len(codes) == len(set(codes)) == said["total"]
            return len(codes)


def drawn(number: int, *, seed: int, agencies: Sequence[str], periods: Sequence[str]) -> list[Figure]:
    """Return so many figures at random."""
    dice = random.Random(seed)
    return [Figure(dice.choice(agencies), dice.choice(periods), dice.choice(list(MEASURES))) for _ in range(number)]


def differences(
    reader: Reader,
    wanted: Sequence[Figure],
    *,
    today,
    exports: Sequence[Callable[[Reader, Figure], object]] = (),
    rows_of: int = 10**9,
) -> list[tuple]:
    """Return (figure, where, what it says, what is counted) of every place that says something else.

    exports   further places: each returns a value as `(number, part, whole)`, a number, or ABSENT
    rows_of   open the rows of no figure that is larger
    """
    found = []
    for one in wanted:
        unit = organisation.agency_by_code(one.agency) if one.agency else None
        scope = scopes.of_unit(unit)
        counts = figures.report(scope, parse(one.period), today=today)
        known = figures.sources(scope, until=min(parse(one.period).last, today))
        measure = MEASURES[one.measure]
        part = sum(counts[c] for c in measure.part) - sum(counts[c] for c in measure.less)
        whole = sum(counts[c] for c in measure.whole) if measure.whole else None
        told = measure.sources <= known and not any(
            counts[OF_THE_TOLD[c][0]] and not counts[c] for c in measure.whole if c in OF_THE_TOLD
        )
        number = None if not told or whole == 0 else float(part) if whole is None else part / whole
        right = (number, part if told else None, whole if told else None)
        for place in (on_the_page, by_the_interface, by_the_command, *exports):
            said = place(reader, one)
            if said is ABSENT:
                continue
            same = said == right if isinstance(said, tuple) else said == right[0]
            if not same:
                found.append((one, place.__name__, said, right))
        if told and part <= rows_of and measure.unit is not Unit.HOURS and (rows := rows_behind(reader, one)) != part:
            found.append((one, "rows", rows, part))
    return found


class Rounded(tuple):
    """A value whose number was rounded to six places."""

    __slots__ = ()

    def __eq__(self, other):
        ours, theirs = self[0], other[0]
        near = ours == theirs or (ours is not None and theirs is not None and abs(ours - theirs) < 1e-6)
        return near and self[1:] == tuple(other[1:])

    __hash__ = None


def _open_data(client: Client) -> dict:
    rows = json.loads(b"".join(client.get("/so-lieu/du-lieu/so-lieu-thang.json").streaming_content))
    return {(row["month"], row["unit"], row["measure"]): row for row in rows}


def _rows(answer) -> dict[str, float | None]:
    """Return {label: number} of the table of counts."""
    assert answer.status_code == 200
    labels = {one.label for one in Count}
    page = answer.content.decode()
    found = re.findall(r'<th scope="row"[^>]*>([^<]*)</th><td class="num">(.*?)</td>', page)
    numbers = ((unescape(label), re.sub(r"<span.*?</span>|<[^>]+>|\.", "", cell)) for label, cell in found)
    return {label: None if number == "chưa có số" else float(number) for label, number in numbers if label in labels}


def _command(words: Sequence[str]) -> dict:
    parser, out = argparse.ArgumentParser(), StringIO()
    indicators.configure(parser)
    with redirect_stdout(out):
        indicators.run(parser.parse_args(words))
    return json.loads(out.getvalue())
