"""Facts of others: they enter by their events, in any order, and until somebody tells any there is no number, never 0."""

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from django.db import transaction

from motcua.bureau.feedback.events import (
    DossierPetitioned,
    PetitionForwarded,
    PetitionJudged,
    PetitionReceived,
    PetitionSettled,
)
from motcua.casework.dossiers.events.sync import DossierSynced
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing, results
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.steering.indicators.queries import figures, index, invariants, rows
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import measures, petitions
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.services.rebuilding import rebuild
from motcua.steering.indicators.vocabulary import Count, Level, Side, Source
from motcua.tools.documents.events import ComponentDigitised, ResultDigitised
from motcua.tools.payments.events import FeeAssessed, FeePaid, FeeRefunded
from tests.factories.world import MORNING, VN, a_dossier, a_world

NOVEMBER, TODAY = parse("2026-11"), date(2026, 11, 30)
BY = system("test")


def tell(event, at=MORNING):
    with transaction.atomic():
        outbox.publish(event, by=BY, at=at)


def told(scope=None):
    folding.catch_up()
    return figures.report(scope or Scope(), NOVEMBER, today=TODAY)


def done(world, code):
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, number="1/XN", by=world.signer, at=MORNING)
    processing.complete(code, "sign", by=world.signer, at=MORNING)
    return Dossier.objects.get(code=code).pk


@pytest.fixture
def world(db):
    return a_world()


def test_what_nobody_has_told_has_no_number_and_what_was_told_has_one_even_if_it_is_zero(world):
    pk = Dossier.objects.get(code=a_dossier(world).code).pk
    folding.catch_up()
    known = figures.sources(Scope(), until=TODAY)
    assert known == {Source.DOSSIERS, Source.CATALOGUE}
    assert measures.value(measures.MEASURES["fee_online_rate"], told(), known).number is None
    assert measures.value(measures.MEASURES["received"], told(), known).number == 1
    tell(FeeAssessed(subject=f"fees-of:{pk}", amount=0))
    assert told()[Count.FEE_DUE] == 0
    known = figures.sources(Scope(), until=TODAY)
    assert Source.PAYMENTS in known
    assert Source.PAYMENTS not in figures.sources(Scope(), until=date(2026, 10, 31)), (
        "before it was told there is none either"
    )
    assert measures.value(measures.MEASURES["fee_paid"], told(), known).number == 0
    card = index.scorecard(Scope(), Level.COMMUNE, NOVEMBER, today=TODAY)
    lines = {line.indicator.code: line for line in card.lines}
    assert lines["3.6"].figure == Figure(0, 0)
    assert lines["1.4"].figure is None
    assert card.rating is None


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_facts_count_the_same_in_whatever_order_and_however_often_they_are_told(world, order):
    pk = done(world, a_dossier(world).code)
    events = [
        FeePaid(subject=f"fees-of:{pk}", amount=50_000, total=50_000, online=True),
        FeeAssessed(subject=f"fees-of:{pk}", amount=50_000),
        ComponentDigitised(subject=f"copies-of:{pk}", key="form", reused=True, from_store=False),
        ResultDigitised(subject=f"copies-of:{pk}"),
    ]
    for place in order:
        tell(events[place])
        folding.catch_up()
    for place in order:
        tell(events[place])
    said = told()
    named = (Count.FEE_DUE, Count.FEE_PAID_ONLINE, Count.DIGITISED, Count.REUSED, Count.RESULT_FILED)
    assert [said[one] for one in named] == [1, 1, 1, 1, 1]
    assert rebuild() == 1
    assert told() == said
    assert [check.findings for check in invariants.checks()] == [(), (), ()]
    for one in named:
        assert rows.behind_figure(one, Scope(), NOVEMBER, today=TODAY) == (pk,)


def test_money_that_went_back_is_not_paid(world):
    pk = Dossier.objects.get(code=a_dossier(world).code).pk
    tell(FeeAssessed(subject=f"fees-of:{pk}", amount=50_000))
    tell(FeePaid(subject=f"fees-of:{pk}", amount=50_000, total=50_000, online=True))
    assert told()[Count.FEE_PAID_ONLINE] == 1
    tell(FeeRefunded(subject=f"fees-of:{pk}", amount=50_000, total=0))
    said = told()
    assert (said[Count.FEE_DUE], said[Count.FEE_PAID], said[Count.FEE_PAID_ONLINE]) == (1, 0, 0)


def test_a_petition_counts_for_who_has_to_answer_it_and_is_late_after_its_date(world):
    came, due = MORNING, MORNING + timedelta(days=5)
    tell(PetitionReceived(subject="petition:1", agency_id=world.centre, due_at=due.isoformat()), came)
    tell(PetitionReceived(subject="petition:2", agency_id=world.centre, due_at=due.isoformat()), came)
    tell(PetitionForwarded(subject="petition:1", agency_id=world.committee, due_at=due.isoformat()), came)
    said = told(Scope.competent(world.committee))
    assert (said[Count.PETITIONS], said[Count.PETITIONS_OPEN]) == (1, 1)
    assert said[Count.PETITIONS_OVERDUE] == (due.date() < TODAY)
    late = due + timedelta(days=1)
    tell(PetitionSettled(subject="petition:1"), late)
    tell(PetitionJudged(subject="petition:1", liked=False), late)
    tell(PetitionSettled(subject="petition:2"), due)
    tell(PetitionJudged(subject="petition:2", liked=False), due)
    said = told()
    handled = (Count.PETITIONS_HANDLED, Count.PETITIONS_ON_TIME, Count.PETITIONS_GOOD)
    assert [said[one] for one in handled] == [3, 2, 1], "the first agency forwarded in time, and is not blamed"
    second = petitions.stay_id(1, 1)
    assert rows.behind_figure(Count.PETITIONS_SETTLED_LATE, Scope(), NOVEMBER, today=TODAY) == (second,)
    assert rows.of_measure(measures.of_index("5.3"), Side.LOST, Scope(), NOVEMBER, today=TODAY) == (2, second)
    assert petitions.said(second) == "1#2"
    assert rebuild() == 0
    assert told() == said


def test_what_is_forwarded_changes_no_month_that_is_over(world):
    came, due, left = MORNING, MORNING + timedelta(days=5), MORNING + timedelta(days=40)
    tell(PetitionReceived(subject="petition:1", agency_id=world.centre, due_at=due.isoformat()), came)
    folding.catch_up()
    first = Scope.competent(world.centre)
    asked = {"today": left.date() + timedelta(days=90)}
    before = figures.report(first, NOVEMBER, **asked)
    assert (before[Count.PETITIONS], before[Count.PETITIONS_OPEN], before[Count.PETITIONS_OVERDUE]) == (1, 1, 1)
    again = (left + timedelta(days=5)).isoformat()
    tell(PetitionForwarded(subject="petition:1", agency_id=world.committee, due_at=again), left)
    folding.catch_up()
    assert figures.report(first, NOVEMBER, **asked) == before
    then, later = parse(f"{left:%Y-%m}"), figures.report(first, parse(f"{left:%Y-%m}"), **asked)
    assert [later[one] for one in (Count.PETITIONS_CARRIED, Count.PETITIONS_SETTLED_LATE, Count.PETITIONS_OPEN)] == [
        1,
        1,
        0,
    ]
    entered = figures.report(Scope.competent(world.committee), then, **asked)
    assert [entered[one] for one in (Count.PETITIONS, Count.PETITIONS_CARRIED, Count.PETITIONS_OPEN)] == [1, 0, 1]
    tell(PetitionSettled(subject="petition:1"), left + timedelta(days=2))
    folding.catch_up()
    both = [figures.report(Scope(), one, **asked) for one in (NOVEMBER, then)]
    rebuild()
    assert [figures.report(Scope(), one, **asked) for one in (NOVEMBER, then)] == both
    assert [check.findings for check in invariants.checks()] == [(), (), ()]


def test_blame_lies_within_the_life_of_the_dossier(world):
    pk = done(world, a_dossier(world).code)
    tell(DossierPetitioned(subject=f"petitions-of:{pk}", petition_id=1), datetime(2027, 3, 1, 9, tzinfo=VN))
    said = told()
    assert (said[Count.BLAMED], said[Count.UNBLAMED], said[Count.HANDLED]) == (1, 0, 1)


def test_a_source_that_told_of_a_dossier_nobody_knows_changes_nothing(world):
    a_dossier(world)
    tell(DossierSynced(subject="sync-of:999999", portal="dvcqg", upto=1))
    assert told()[Count.SYNCED] == 0
    assert Source.SYNC not in figures.sources(Scope(), until=TODAY)
