"""Who has told anything, of whom: a unit has a number from the first day it told, a sum from the units that tell."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from django.db import transaction

from motcua.casework.dossiers.events.sync import DossierSynced
from motcua.casework.dossiers.models import Dossier
from motcua.casework.procedures.services import offers
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.models import Cell, SourceTold
from motcua.steering.indicators.queries import figures, index, rows, values
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.measures import MEASURES, Value
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.scoring import Figure
from motcua.steering.indicators.services import folding, rebuilding
from motcua.steering.indicators.vocabulary import Count, Side, Source
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, a_dossier, a_world

NOVEMBER, TODAY = parse("2026-11"), date(2026, 11, 30)
BY = system("test")
OFFERED = {"process": "test-process", "valid_from": date(2026, 2, 1), "by": BY, "at": FOUNDED}


@dataclass(frozen=True)
class Two:
    """A commune, of whose two dossiers one is told to be synced, and a department with one of which nothing is told."""

    commune: int
    department: int
    centre: int
    synced: int
    other: int
    silent: int

    @property
    def both(self):
        return Scope.competent(self.commune, self.department)


@pytest.fixture
def two(db):
    world = a_world()
    department = organisation.found("H99.09", "Sở Tư pháp", AgencyKind.DEPARTMENT, by=BY, at=FOUNDED)
    offers.offer(BIRTH, agency_id=world.centre, competent_id=department, **OFFERED)
    ours, other, theirs = (
        Dossier.objects.get(code=a_dossier(world, procedure).code).pk for procedure in (MARITAL, MARITAL, BIRTH)
    )
    sync(ours)
    folding.catch_up()
    return Two(world.committee, department, world.centre, ours, other, theirs)


def sync(pk):
    with transaction.atomic():
        outbox.publish(DossierSynced(subject=f"sync-of:{pk}", portal="dvcqg", upto=1), by=BY, at=MORNING)


def value(scope, code="synced_rate"):
    return values.of(scope, NOVEMBER, today=TODAY, codes=[code])[code]


def test_a_unit_of_which_nothing_was_told_has_no_number_though_others_have(two):
    assert value(Scope.competent(two.commune)).number == Fraction(1, 2)
    assert value(Scope.competent(two.department)) == Value(None, None, None)
    assert value(Scope.competent(two.department), "synced").number is None
    assert value(Scope.competent(two.department), "received").number == 1


def test_a_sum_is_of_the_units_of_which_something_was_told_and_says_so(two):
    for scope in (Scope(), two.both, Scope.received_by(two.centre)):
        assert value(scope) == Value(Fraction(1, 2), 1, 2)
        assert value(scope, "received").number == 3
    assert "ở đơn vị đã báo đồng bộ" in MEASURES["synced_rate"].formula
    counted = figures.by_competent(two.both, NOVEMBER, today=TODAY)
    assert figures.summed(counted.values()) == figures.report(two.both, NOVEMBER, today=TODAY)
    sync(two.silent)
    folding.catch_up()
    assert value(two.both) == Value(Fraction(2, 3), 2, 3)


def test_rows_behind_a_share_are_those_of_the_units_that_tell(two):
    asked = (two.both, NOVEMBER)
    found = {side: rows.of_measure(MEASURES["synced_rate"], side, *asked, today=TODAY) for side in Side}
    assert found == {Side.PART: (two.synced,), Side.WHOLE: (two.synced, two.other), Side.LOST: (two.other,)}
    assert rows.behind_figure(Count.RECEIVED_SYNC, *asked, today=TODAY) == (two.synced, two.other)


def test_a_unit_among_others_is_not_scored_by_what_nobody_told_of_it(two):
    counts = figures.by_competent(two.both, NOVEMBER, today=TODAY)
    known = figures.sources(two.both, until=TODAY)
    assert index.of_counts(counts[two.commune], known)["1.4"] == Figure(1, 2)
    assert index.of_counts(counts[two.department], known)["1.4"] is None


def test_procedures_and_series_count_the_same_tellers(two):
    found = figures.by_procedure(two.both, NOVEMBER, today=TODAY)
    assert (found[MARITAL][Count.RECEIVED_SYNC], found[BIRTH][Count.RECEIVED_SYNC]) == (2, 0)
    part = figures.by_procedure(two.both, parse("2026-11-02..2026-11-29"), today=date(2027, 1, 3))
    assert (part[MARITAL][Count.RECEIVED_SYNC], part[BIRTH][Count.RECEIVED_SYNC]) == (2, 0)
    months = figures.series(two.both, [NOVEMBER.shifted(-1), NOVEMBER], today=TODAY)
    assert [one[Count.RECEIVED_SYNC] for one in months] == [0, 2]


def test_before_the_first_dossier_of_all_there_is_no_number_and_of_a_unit_without_any_there_is_nought(two):
    before = values.of(Scope(), NOVEMBER.shifted(-1), today=TODAY, codes=["received", "open", "on_time_rate"])
    assert [one.number for one in before.values()] == [None] * 3
    assert values.of(Scope.competent(two.centre), NOVEMBER, today=TODAY, codes=["received"])["received"].number == 0


def test_before_any_dossier_nothing_has_a_number(db):
    assert figures.sources(Scope(), until=TODAY) == {Source.CATALOGUE}
    assert all(one.number is None for one in values.of(Scope(), NOVEMBER, today=TODAY).values())


def test_who_told_is_the_same_followed_counted_anew_and_worked_out_from_records(two):
    def kept():
        return sorted(SourceTold.objects.values_list("source", "competent_id", "since"))

    followed = kept()
    assert len(followed) == 3
    rebuilding.rebuild()
    assert kept() == followed
    SourceTold.objects.all().delete()
    Cell.objects.all().delete()
    rebuilding.recount()
    assert kept() == followed


def test_figures_of_a_unit_take_one_small_statement_more(two, queries):
    with queries(max=2):
        value(Scope.competent(two.commune))
