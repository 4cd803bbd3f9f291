"""Loaded dossiers with their journal, a commune at work beside them, and every figure against the raw journal.

`make prove ISSUE=indicators/truth N=200000`: ten thousand of them go through the services, the rest is loaded set-wise.
"""

import os
import time
from datetime import date, datetime
from random import Random

import pytest
from django.db import transaction

from motcua.doors.cli.bench_load import loading
from motcua.doors.cli.minh_giang.facts import Facts
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import calendars
from motcua.steering.indicators.queries import figures, invariants, journal
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.services.rebuilding import rebuild
from tests.casework.dossiers.year import FIRST, simulate
from tests.factories.database import own_database
from tests.factories.world import VN
from tests.steering.indicators import truth

SIZE = int(os.environ.get("MOTCUA_TRUTH", "0"))
LOADED_AT = datetime(2025, 12, 31, 16, tzinfo=VN)
NOW = datetime(2027, 3, 10, 9, tzinfo=VN)
YEARS = range(2024, 2028)
_AT_ONCE = 500


@pytest.mark.django_db
def test_every_count_of_every_unit_month_and_procedure_is_what_the_raw_journal_says():
    through_services = int(os.environ.get("MOTCUA_TRUTH_THROUGH", "0")) or 20
    began = time.monotonic()
    with own_database():
        wanted = loading.Wanted(
            dossiers=(SIZE or 420) - through_services,
            months=24,
            seed=7,
            told=SIZE or 420,
            size="full" if SIZE else "small",
        )
        loading.load(wanted, at=LOADED_AT, say=_say)
        _say(f"loaded {time.monotonic() - began:.0f} s")
        year = simulate(through_services, seed=7, last=date(2026, 12, 31) if SIZE else date(2026, 1, 31), say=_say)
        _say(f"through the services {time.monotonic() - began:.0f} s")
        calendar = calendars.calendar_of(None, first=FIRST, last=date(2028, 1, 31))
        own = ((pk, record) for pk, record in journal.all_records() if record.agency_id == year.world.centre)
        told = Facts(calendar, NOW, Random(7)).of(own)
        for first in range(0, len(told), _AT_ONCE):
            with transaction.atomic():
                for moment, event in told[first : first + _AT_ONCE]:
                    outbox.publish(event, by=system("test"), at=moment)
        _say(f"told {len(told)} facts {time.monotonic() - began:.0f} s")
        folding.catch_up()
        _say(f"followed {time.monotonic() - began:.0f} s")
        truth.read_lives()
        compared = _compare()
        followed = figures.report(Scope(), parse("2026"), today=NOW.date())
        count = rebuild()
        assert figures.report(Scope(), parse("2026"), today=NOW.date()) == followed
        assert [check.findings for check in invariants.checks()] == [(), (), ()]
        _say(f"{count} dossiers, {compared} numbers equal, {time.monotonic() - began:.0f} s")


def _compare():
    """Compare every count of every receiving agency, competent agency and procedure, month by month and year by year."""
    compared = 0
    keys = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)] + [str(year) for year in YEARS]
    for key in keys if SIZE else ["2025-11", "2025-12", "2026-01", "2026-02", "2025", "2026"]:
        period = parse(key)
        if period.first > NOW.date():
            continue
        found = truth.counted(period, NOW.date())
        for place, asked in enumerate((figures.by_agency, figures.by_competent, figures.by_procedure)):
            said, told = asked(Scope(), period, today=NOW.date()), truth.summed(found, place)
            for one in {*said, *told}:
                theirs = told.get(one, {})
                for count in truth.TOLD:
                    compared += 1
                    ours = said[one][count] if one in said else 0
                    assert ours == theirs.get(count, 0), (key, place, one, count)
    return compared


def _say(line):
    if SIZE:
        print(line, flush=True)
