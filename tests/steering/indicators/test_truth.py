"""Months of a simulated commune with facts of others: each count of each unit, procedure and period, counted twice."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from motcua.bureau.surveys.events import RatingGiven
from motcua.doors.cli.minh_giang.facts import Facts
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import calendars
from motcua.steering.indicators.queries import figures, journal
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.services import folding
from tests.casework.dossiers.year import simulate
from tests.factories.world import VN
from tests.steering.indicators import truth

NOW = datetime(2026, 4, 3, 9, tzinfo=VN)
PERIODS = [
    "2026-01",
    "2026-02",
    "2026-03",
    "2026-04",
    "2026-Q1",
    "2026",
    "2026-W06",
    "2026-01-20",
    "2026-01-15..2026-02-14",
]


@pytest.mark.django_db
def test_every_count_of_every_unit_and_procedure_is_what_the_raw_journal_says():
    simulate(80, seed=31, last=date(2026, 2, 27), say=lambda line: None)
    calendar = calendars.calendar_of(None, first=date(2026, 1, 1), last=date(2027, 6, 30))
    with transaction.atomic():
        Facts(calendar, NOW, Random(5)).tell(journal.all_records(), by=system("test"))
        for pk, record in journal.all_records():
            if record.ended_at and pk % 3:
                level = "no" if pk % 2 else "very"
                event = RatingGiven(subject=f"rating-of:{pk}", dossier_id=pk, level=level, commented=False)
                outbox.publish(event, by=system("test"), at=record.ended_at + timedelta(days=pk % 40))
    folding.catch_up()
    truth.read_lives()
    seen = set()
    for key in PERIODS:
        period = parse(key)
        found = truth.counted(period, NOW.date())
        for place, asked in enumerate((figures.by_agency, figures.by_competent, figures.by_procedure)):
            said = asked(Scope(), period, today=NOW.date())
            for one, counts in truth.summed(found, place).items():
                assert {count: said[one][count] for count in counts} == counts, (key, place, one)
                seen |= {count for count, number in counts.items() if number}
        total = figures.report(Scope(), period, today=NOW.date())
        assert {count: total[count] for count in seen if count in counts} == {
            count: sum(one[count] for one in found.values()) for count in seen if count in counts
        }
    never = {count.value for count in truth.TOLD if count not in seen}
    assert never <= {"received_online", "received_postal", "rejected", "stopped", "declined"}, never
