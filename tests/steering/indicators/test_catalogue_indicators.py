"""Indicators that the catalogue tells: by what the decision of a publication says, nothing where none says it."""

from datetime import date, timedelta

import pytest

from motcua.steering.indicators.queries import index
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Level
from tests.factories.publications import SIGNED, republish
from tests.factories.world import BIRTH, MARITAL, MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db

MONTH = parse(f"{SIGNED:%Y-%m}")


@pytest.fixture
def world(db):
    return a_world()


def figures(period=MONTH, chosen=""):
    folding.catch_up()
    card = index.scorecard(Scope(), Level.PROVINCE, period, today=MORNING.date(), chosen=chosen)
    return {line.indicator.code: line.figure for line in card.lines}


def test_a_procedure_is_decided_in_time_five_working_days_before_its_newest_act_takes_effect(world):
    assert figures()["1.1"] is None, "no decision says when its basis takes effect"
    republish(BIRTH, basis_on=SIGNED + timedelta(days=7))
    republish(MARITAL, basis_on=SIGNED + timedelta(days=6))
    assert SIGNED.weekday() == 0
    assert figures()["1.1"] == Figure(1, 2)
    assert figures(parse("2026-09"))["1.1"] is None, "what applied then did not say it either"
    assert figures(parse(f"{SIGNED + timedelta(days=15):%Y-%m-%d}"))["1.1"] == Figure(0, 0), "none was decided that day"


def test_a_procedure_that_does_not_say_when_its_basis_takes_effect_is_not_judged(world):
    republish(BIRTH, basis_on=date(2026, 12, 1))
    republish(MARITAL)
    assert figures()["1.1"] == Figure(1, 1)


def test_what_came_online_is_counted_among_dossiers_of_procedures_that_are_online_from_end_to_end(world):
    assert figures(chosen="qd766-online-v2")["3.TT"] is None
    for code in (MARITAL, MARITAL, BIRTH):
        a_dossier(world, code)
    republish(MARITAL, online_whole=True)
    republish(BIRTH, online_whole=False)
    assert figures(chosen="qd766-online-v2")["3.TT"] == Figure(0, 2)
