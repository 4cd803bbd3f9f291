"""Indicators that the catalogue tells: by what the decision of a publication says, nothing where none says it."""

from datetime import date, timedelta

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.procedures.services import offers
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.queries import index
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Level
from motcua.tools.documents.events import ComponentDigitised
from tests.factories.publications import SIGNED, republish
from tests.factories.units import dossiers_of
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db

MONTH = parse(f"{SIGNED:%Y-%m}")


@pytest.fixture
def world(db):
    return a_world()


BY = system("test")


def card(scope=None, period=MONTH, chosen="", level=Level.PROVINCE):
    folding.catch_up()
    return index.scorecard(scope or Scope(), level, period, today=MORNING.date(), chosen=chosen)


def figures(period=MONTH, chosen="", scope=None):
    return {line.indicator.code: line.figure for line in card(scope, period, chosen).lines}


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


def test_where_no_procedure_has_a_fee_payment_does_not_arise_though_nobody_tells_payments(world):
    a_dossier(world)
    of_payment = ("3.5", "3.6", "3.7")
    assert [figures()[code] for code in of_payment] == [None, None, None], "both have a fee, and nobody tells payments"
    for code in (BIRTH, MARITAL):
        republish(code)
    assert [figures()[code] for code in of_payment] == [Figure(0, 0)] * 3
    lines = {line.indicator.code: line for line in card().lines}
    assert not any(lines[code].arises for code in of_payment)


def test_a_unit_of_which_the_catalogue_tells_no_procedure_has_no_number_of_procedures(world):
    stranger = Scope.competent(world.centre)
    assert {figures(scope=stranger)[code] for code in index.OF_PROCEDURES} == {None}


def test_a_period_that_has_not_begun_has_no_number_at_all(world):
    a_dossier(world)
    assert set(figures(MONTH.shifted(1)).values()) == {None}


@pytest.mark.parametrize(
    ("code", "kind", "must"),
    [
        ("H99.05", AgencyKind.DEPARTMENT, 1),
        ("G12.70", AgencyKind.DEPARTMENT, 0),
        ("G01.09.01", AgencyKind.POLICE, 0),
        ("H99.24.02", AgencyKind.CENTRE, 0),
    ],
)
def test_only_committees_and_departments_have_to_certify_copies(world, code, kind, must):
    agency = organisation.found(code, "Cơ quan thử", kind, by=BY, at=FOUNDED, receives=True)
    day = date(2026, 1, 5)
    offers.offer(
        MARITAL, agency_id=agency, competent_id=agency, process="test-process", valid_from=day, by=BY, at=FOUNDED
    )
    receptionist, _ = an_officer("Tiếp nhận Thử", agency, "Tiếp nhận", ["one_stop_officer"], "thu")
    handed = [a_dossier(world).code, *dossiers_of((agency, receptionist, None, None), 1, at=MORNING)]
    for pk in Dossier.objects.filter(code__in=handed).values_list("pk", flat=True):
        copy = ComponentDigitised(subject=f"copies-of:{pk}", key="form", reused=False, from_store=False)
        outbox.publish(copy, by=BY, at=MORNING)
    assert figures(scope=Scope.competent(agency))["4.CT"] == Figure(0, must)
    assert figures()["4.CT"] == Figure(0, 1 + must), "the committee of the commune has to in any case"
