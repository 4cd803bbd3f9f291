"""The figures in their tables: followed, repeated, interrupted, counted anew, and always the same as dossier by dossier."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing, results
from motcua.steering.indicators import queries, services
from motcua.steering.indicators.models import DossierRecord, Movement
from motcua.steering.indicators.queries import Scope
from motcua.steering.indicators.rules.counts import IDENTITIES, counts
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.vocabulary import Count
from tests.casework.dossiers.year import simulate
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, VN, a_dossier, a_world

TODAY = date(2028, 1, 3)
NOW = datetime(2028, 1, 3, 9, tzinfo=VN)
PERIODS = ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2027", "2026-01-20"]


def table():
    keys = ("agency_id", "competent_id", "procedure", "day", "count", "moved")
    return sorted(Movement.objects.exclude(moved=0).values_list(*keys))


def by_hand(period):
    return Counter(count for _, record in queries.records() for count in counts(record, period, at=NOW))


def healthy():
    return [check.findings for check in queries.checks() if check.findings]


@pytest.mark.django_db
def test_what_was_followed_portion_by_portion_is_what_is_counted_from_zero_and_by_hand():
    dice, steps = random.Random(4), []
    year = simulate(40, seed=4, last=date(2026, 2, 20), say=lambda line: steps.append(services.catch_up(window=None)))
    followed = dice.sample(list(Dossier.objects.values_list("pk", flat=True)), 20)
    assert sum(services.fold(pk) for pk in followed) <= 20
    services.catch_up(window=None)
    assert queries.behind() == ()
    kept = table()
    assert services.rebuild() == Dossier.objects.count()
    assert table() == kept
    assert healthy() == []
    for key in PERIODS:
        period = parse(key)
        said, hand = queries.report(Scope(), period, today=TODAY), by_hand(period)
        shown = set(Count) - {Count.UNKEPT, Count.RESOLVED_UNKEPT}
        assert {one: said[one] for one in shown} == {one: hand[one] for one in shown}, key
        for left, right in IDENTITIES:
            assert sum(said[one] for one in left) == sum(said[one] for one in right)
        assert queries.report(Scope(agency_id=year.world.centre), period, today=TODAY) == said
        for count in Count:
            rows = queries.rows_behind(count, Scope(competent_id=year.world.committee), period, today=TODAY, limit=1000)
            assert len(rows) == said[count], (key, count)
            assert len(set(rows)) == len(rows)
        assert not queries.report(Scope(agency_id=year.world.committee), period, today=TODAY)[Count.RECEIVED]


@pytest.mark.django_db
def test_an_act_is_followed_once_however_often_it_is_told():
    world = a_world()
    code = a_dossier(world).code
    assert services.catch_up() == 1
    assert services.catch_up() == 0
    before = table()
    processing.take(code, by=world.officer, at=MORNING)
    assert queries.behind(window=10) == queries.behind() == (Dossier.objects.get(code=code).pk,)
    assert services.catch_up() == 1
    assert table() == before, "taking moves no figure"
    results.attach(code, number="1/XN", by=world.officer, at=MORNING)
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    processing.complete(code, "sign", by=world.signer, at=MORNING + timedelta(hours=1))
    pk = Dossier.objects.get(code=code).pk
    assert [services.fold(pk) for _ in range(3)] == [True, False, False]
    said = queries.report(Scope(), parse("2026-11"), today=date(2026, 11, 30))
    assert (said[Count.RESOLVED_EARLY], said[Count.OPEN]) == (1, 0)
    assert healthy() == []


@pytest.mark.django_db
def test_the_rows_behind_a_figure_come_page_by_page():
    world = a_world()
    for _ in range(5):
        a_dossier(world)
    services.follow()
    november, rows = parse("2026-11"), []
    while page := queries.rows_behind(
        Count.OPEN, Scope(), november, today=date(2026, 11, 20), after=rows[-1] if rows else 0, limit=2
    ):
        rows += page
    assert rows == list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    assert queries.rows_behind(Count.OPEN, Scope(agency_id=world.committee), november, today=date(2026, 11, 20)) == ()
    assert queries.rows_behind(Count.OPEN, Scope(), parse("2026-10"), today=date(2026, 11, 20)) == ()


@pytest.mark.django_db
def test_the_first_time_everything_is_counted_and_then_what_is_new():
    world = a_world()
    for _ in range(3):
        a_dossier(world)
    assert services.follow() == 3
    a_dossier(world)
    assert services.follow() == 1
    assert services.follow() == 0


@pytest.mark.django_db
def test_a_fold_that_breaks_half_way_leaves_nothing_and_is_made_good():
    world = a_world()
    code = a_dossier(world).code
    services.catch_up()
    before, seq = table(), DossierRecord.objects.get().seq
    processing.complete(code, "forward", by=world.officer, at=MORNING)

    def broken():
        with transaction.atomic():
            services.fold(Dossier.objects.get(code=code).pk)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert (table(), DossierRecord.objects.get().seq) == (before, seq)
    assert services.catch_up() == 1


@pytest.mark.django_db
def test_the_doctor_names_an_agency_whose_figures_are_not_the_sum_of_its_dossiers():
    a_dossier(a_world())
    services.catch_up()
    assert healthy() == []
    Movement.objects.filter(count=Count.RECEIVED.code).update(moved=7)
    ((finding,),) = healthy()
    assert finding.subject == "H99.24.01"
    services.rebuild()
    assert healthy() == []


@pytest.mark.django_db
def test_many_that_fold_the_same_at_once_count_each_once(transactional_world):
    codes = transactional_world
    ids = list(Dossier.objects.values_list("pk", flat=True))
    done = at_once([lambda pk=pk: services.fold(pk) for pk in ids * 3])
    assert sum(done) == len(codes)
    assert healthy() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(moved) FROM indicators_movement WHERE count = 1")
        assert cursor.fetchone() == (len(codes),)


@pytest.fixture
def transactional_world(db):
    with own_database():
        world = a_world()
        yield [a_dossier(world).code for _ in range(6)]
