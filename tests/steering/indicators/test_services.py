"""The figures in their tables: followed, repeated, interrupted, counted anew, and always the same as dossier by dossier."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Max, Q

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import processing, results
from motcua.steering.indicators.models import Cell, DossierRecord
from motcua.steering.indicators.queries import figures, invariants, journal, rows
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.counts import IDENTITIES, counts
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.windows import KEPT, OF_THE_TOLD
from motcua.steering.indicators.services import closing, folding
from motcua.steering.indicators.services.rebuilding import rebuild
from motcua.steering.indicators.vocabulary import Count
from tests.casework.dossiers.year import simulate
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, VN, a_dossier, a_world

TODAY = date(2028, 1, 3)
NOW = datetime(2028, 1, 3, 9, tzinfo=VN)
PERIODS = ["2026-01", "2026-02", "2026-03", "2026-Q1", "2026", "2027", "2026-01-20"]


def table():
    """Every cell that is not nothing, once the months that are over are closed."""
    newest = DossierRecord.objects.aggregate(newest=Max("received_on"))["newest"]
    closing.close_months(before=newest)
    keys = ("agency_id", "competent_id", "procedure", "grain", "first", *(count.value for count in KEPT))
    some = Q(pk=0)
    for count in KEPT:
        some |= ~Q(**{count.value: 0})
    return sorted(Cell.objects.filter(some).values_list(*keys))


def by_hand(period):
    return Counter(count for _, record in journal.all_records() for count in counts(record, period, at=NOW))


def healthy():
    return [check.findings for check in invariants.checks() if check.findings]


@pytest.mark.django_db
def test_what_was_followed_portion_by_portion_is_what_is_counted_from_zero_and_by_hand():
    dice, steps = random.Random(4), []
    year = simulate(40, seed=4, last=date(2026, 2, 20), say=lambda line: steps.append(folding.catch_up()))
    followed = dice.sample(list(Dossier.objects.values_list("pk", flat=True)), 20)
    assert sum(folding.fold([pk]) for pk in followed) <= 20
    folding.catch_up()
    assert journal.dossiers_behind() == ()
    kept = table()
    assert rebuild() == Dossier.objects.count()
    assert table() == kept
    assert healthy() == []
    for key in PERIODS:
        period = parse(key)
        said, hand = figures.report(Scope(), period, today=TODAY), by_hand(period)
        shown = set(Count) - {Count.UNKEPT, Count.RESOLVED_UNKEPT, Count.ELAPSED_HOURS, Count.UNBLAMED, *OF_THE_TOLD}
        assert {one: said[one] for one in shown} == {one: hand[one] for one in shown}, key
        for left, right in IDENTITIES:
            assert sum(said[one] for one in left) == sum(said[one] for one in right)
        assert figures.report(Scope.received_by(year.world.centre), period, today=TODAY) == said
        for count in Count:
            behind = rows.behind_figure(count, Scope.competent(year.world.committee), period, today=TODAY, limit=1000)
            assert len(behind) == said[Count.COMPLETED if count is Count.ELAPSED_HOURS else count], (key, count)
            assert len(set(behind)) == len(behind)
        assert not figures.report(Scope.received_by(year.world.committee), period, today=TODAY)[Count.RECEIVED]


@pytest.mark.django_db
def test_an_act_is_followed_once_however_often_it_is_told():
    world = a_world()
    code = a_dossier(world).code
    assert folding.catch_up() == 1
    assert folding.catch_up() == 0
    before = table()
    processing.take(code, by=world.officer, at=MORNING)
    assert journal.dossiers_behind(after=0) == journal.dossiers_behind() == (Dossier.objects.get(code=code).pk,)
    assert folding.catch_up() == 1
    assert table() == before, "taking moves no figure"
    results.attach(code, number="1/XN", by=world.officer, at=MORNING)
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    processing.complete(code, "sign", by=world.signer, at=MORNING + timedelta(hours=1))
    pk = Dossier.objects.get(code=code).pk
    assert [folding.fold([pk]) for _ in range(3)] == [1, 0, 0]
    said = figures.report(Scope(), parse("2026-11"), today=date(2026, 11, 30))
    assert (said[Count.RESOLVED_EARLY], said[Count.OPEN]) == (1, 0)
    assert healthy() == []


@pytest.mark.django_db
def test_the_rows_behind_a_figure_come_page_by_page():
    world = a_world()
    for _ in range(5):
        a_dossier(world)
    folding.follow()
    november, found = parse("2026-11"), []
    while page := rows.behind_figure(
        Count.OPEN, Scope(), november, today=date(2026, 11, 20), after=found[-1] if found else 0, limit=2
    ):
        found += page
    assert found == list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    assert rows.behind_figure(Count.OPEN, Scope.received_by(world.committee), november, today=date(2026, 11, 20)) == ()
    assert rows.behind_figure(Count.OPEN, Scope(), parse("2026-10"), today=date(2026, 11, 20)) == ()


@pytest.mark.django_db
def test_the_first_time_everything_is_counted_and_then_what_is_new():
    world = a_world()
    for _ in range(3):
        a_dossier(world)
    assert folding.follow() == 3
    a_dossier(world)
    assert folding.follow() == 1
    assert folding.follow() == 0


@pytest.mark.django_db
def test_a_fold_that_breaks_half_way_leaves_nothing_and_is_made_good():
    world = a_world()
    code = a_dossier(world).code
    folding.catch_up()
    before, seq = table(), DossierRecord.objects.get().seq
    processing.complete(code, "forward", by=world.officer, at=MORNING)

    def broken():
        with transaction.atomic():
            folding.fold([Dossier.objects.get(code=code).pk])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert (table(), DossierRecord.objects.get().seq) == (before, seq)
    assert folding.catch_up() == 1


@pytest.mark.django_db
def test_the_doctor_names_an_agency_whose_figures_are_not_the_sum_of_its_dossiers():
    a_dossier(a_world())
    folding.catch_up()
    assert healthy() == []
    Cell.objects.filter(procedure="", grain="m").update(received=7)
    assert {finding.subject for some in healthy() for finding in some} == {"H99.24.01"}
    assert len(healthy()) == 3
    rebuild()
    assert healthy() == []


@pytest.mark.django_db
def test_many_that_fold_the_same_at_once_count_each_once(transactional_world):
    codes = transactional_world
    ids = list(Dossier.objects.values_list("pk", flat=True))
    done = at_once([lambda pk=pk: folding.fold([pk]) for pk in ids * 3])
    assert sum(done) == len(codes)
    assert healthy() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(received) FROM indicators_cell WHERE procedure = '' AND grain = 'y'")
        assert cursor.fetchone() == (len(codes),)


@pytest.fixture
def transactional_world(db):
    with own_database():
        world = a_world()
        yield [a_dossier(world).code for _ in range(6)]
