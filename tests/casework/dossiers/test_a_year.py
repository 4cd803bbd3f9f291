"""A simulated year: every late event has its letter, every minute its holder. `make prove ISSUE=law/year` at full size."""

import os
from datetime import date, datetime

import pytest

from tests.factories.world import VN

from .year import LAST, check, simulate


@pytest.mark.django_db
def test_every_late_event_has_its_letter_and_every_minute_its_holder():
    whole = int(os.environ.get("MOTCUA_YEAR", "0"))
    year = simulate(whole or 60, seed=2026, last=LAST if whole else date(2026, 2, 27), say=print if whole else _silent)
    figures = check(year, datetime(2028, 1, 3, 9, tzinfo=VN))
    print(figures, dict(year.told))
    assert figures["late events"] > figures["dossiers"] // 50


def _silent(line: str) -> None:
    del line
