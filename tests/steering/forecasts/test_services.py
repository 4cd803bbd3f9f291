"""Learned from the installation's own past, put in use where better than the rule, foretold for what is open."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest

from motcua.casework.dossiers.models import Dossier, DueDate
from motcua.casework.dossiers.queries import lives
from motcua.casework.dossiers.services import processing, results, supplements
from motcua.steering.forecasts import queries
from motcua.steering.forecasts.models import Pace, Risk, Training
from motcua.steering.forecasts.services import foretelling, training
from motcua.steering.forecasts.vocabulary import Band, Basis
from motcua.steering.indicators.queries.figures import Scope
from tests.factories.history import a_past
from tests.factories.world import MARITAL, MORNING, VN, a_dossier, a_world
from tests.steering.indicators.test_faults import NOTICE

UNTIL = datetime(2026, 11, 19, 5, 10, tzinfo=VN)
TODAY = datetime(2026, 11, 19, tzinfo=VN)


@pytest.mark.django_db
def test_a_past_that_teaches_puts_a_model_in_use_and_each_open_dossier_is_foretold_with_its_reasons():
    world = a_world()
    a_past(world, 2400, until=UNTIL)
    trained = training.train(at=UNTIL)
    card = queries.model_card()
    assert (trained.basis, card.basis, card.why) == (Basis.MODEL, Basis.MODEL, "")
    assert card.measures["auc"] > card.measures["auc_rule"] + 0.05
    assert card.measures["brier"] < card.measures["brier_rule"]
    assert {label for label, weight in card.weights if weight}, "the card shows what the model weighs"
    running = Dossier.objects.filter(status="processing", legal_due_at__gte=TODAY).count()
    assert running > 5
    assert foretelling.predict(at=UNTIL) == Risk.objects.count() == running
    listed = queries.riskiest(Scope(), today=TODAY, limit=1000)
    assert len(listed) == running
    chances = [one.risk.probability for one in listed]
    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[-1] < chances[0] < 1
    assert all(one.risk.reasons for one in listed[:3])
    first = listed[0]
    assert queries.risk_of([Dossier.objects.get(code=first.code).pk])[first.key[1]] == first.risk
    found, at = queries.counts(Scope(), today=TODAY)
    assert (sum(found.values()), at) == (running, UNTIL)


@pytest.mark.django_db
def test_pages_of_the_riskiest_follow_one_another_and_each_agency_sees_its_own():
    world = a_world()
    a_past(world, 300, until=UNTIL)
    foretelling.predict(at=UNTIL)
    every = queries.riskiest(Scope(), today=TODAY, limit=1000)
    paged, after = [], None
    while page := queries.riskiest(Scope.received_by(world.centre), today=TODAY, limit=2, after=after):
        paged += page
        after = page[-1].key
    assert paged == list(every)
    assert queries.riskiest(Scope.competent(world.committee), today=TODAY, limit=1000) == every
    assert queries.riskiest(Scope.competent(world.stranger.agency_id), today=TODAY) == ()


@pytest.mark.django_db
def test_without_history_only_the_date_is_asked_and_it_is_said_why():
    world = a_world()
    code = a_dossier(world, at=MORNING).code
    trained = training.train(at=MORNING)
    assert trained.basis is Basis.DAYS
    assert trained.why.startswith("Chưa đủ dữ liệu để học")
    assert foretelling.predict(at=MORNING + timedelta(minutes=1)) == 1
    (one,) = queries.riskiest(Scope(), today=TODAY)
    assert (one.code, one.risk.probability, one.risk.percent, one.risk.band) == (code, None, None, Band.LOW)
    assert one.risk.reasons == ("còn 5,8 ngày làm việc", "sau bước này còn 1 bước")
    later = datetime(2026, 11, 26, 15, tzinfo=VN)
    foretelling.predict(at=later)
    assert queries.riskiest(Scope(), today=later)[0].risk.band is Band.HIGH


@pytest.mark.django_db
def test_where_the_model_is_no_better_the_rate_of_the_days_left_stays_and_it_is_said(monkeypatch):
    world = a_world()
    a_past(world, 1500, until=UNTIL)
    monkeypatch.setattr(training.fitting, "_is_better", lambda measured: False)
    trained = training.train(at=UNTIL)
    assert trained.basis is Basis.RATE
    assert "không đoán tốt hơn" in trained.why
    foretelling.predict(at=UNTIL)
    one = queries.riskiest(Scope(), today=TODAY)[0]
    assert one.risk.basis is Basis.RATE
    assert 0 < one.risk.probability < 1
    assert Training.objects.get().habits == {}


@pytest.mark.django_db
def test_who_waits_who_is_done_and_who_is_late_is_not_foretold_any_more():
    world = a_world()
    waits, done, late, runs = (a_dossier(world, at=MORNING).code for _ in range(4))
    assert foretelling.predict(at=MORNING + timedelta(minutes=1)) == 4
    processing.take(waits, by=world.officer, at=MORNING + timedelta(hours=1))
    supplements.ask(waits, NOTICE, by=world.officer, at=MORNING + timedelta(hours=1))
    Dossier.objects.filter(code=late).update(legal_due_at=MORNING + timedelta(hours=1))
    processing.complete(done, "forward", by=world.officer, at=MORNING + timedelta(hours=1))
    results.attach(done, number="1/XN", by=world.signer, at=MORNING + timedelta(hours=1))
    processing.complete(done, "sign", by=world.signer, at=MORNING + timedelta(hours=1))
    shown = {one.code for one in queries.riskiest(Scope(), today=TODAY + timedelta(days=1))}
    assert shown == {runs}, "the list does not wait for the next morning"
    DueDate.objects.filter(dossier__code=late).update(legal_due_at=MORNING + timedelta(hours=1))
    assert foretelling.predict(at=MORNING + timedelta(days=1)) == 1
    assert [Dossier.objects.get(pk=risk.pk).code for risk in Risk.objects.all()] == [runs]


@pytest.mark.django_db
def test_a_new_training_takes_the_place_of_the_old_one_and_foretelling_twice_changes_nothing():
    world = a_world()
    a_past(world, 1200, until=UNTIL)
    for number in range(3):
        training.train(at=UNTIL + timedelta(minutes=number))
    assert Training.objects.count() == 3
    kept = Training.objects.get(is_in_use=True)
    assert kept.trained_at == UNTIL + timedelta(minutes=2)
    assert not Training.objects.filter(is_in_use=False).exclude(habits={}).exists()
    foretelling.predict(at=UNTIL)
    before = list(Risk.objects.order_by("pk").values())
    foretelling.predict(at=UNTIL)
    assert list(Risk.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_the_pace_is_that_of_the_agency_of_the_procedure_or_none():
    world = a_world()
    a_past(world, 400, until=UNTIL)
    training.train(at=UNTIL)
    here, anywhere = queries.pace(MARITAL, world.centre), queries.pace(MARITAL, world.stranger.agency_id)
    assert here.at_agency
    assert not anywhere.at_agency
    assert (here.n, here.median, here.p90) == (anywhere.n, anywhere.median, anywhere.p90)
    assert here.as_of == date(2026, 11, 19)
    assert 1 <= here.median < here.p90 <= 10
    assert queries.pace("9.999999", world.centre) is None
    days = sorted(
        one.days for life in lives.over(newest=1000, at=UNTIL) if (one := training.paces.taken(life, _tape(life)))
    )
    assert here.median == days[(len(days) + 1) // 2 - 1]
    Pace.objects.filter(agency__isnull=False).delete()
    assert queries.pace(MARITAL, world.centre).n == here.n


def _tape(life):
    found = training.Tapes(since=date(2026, 1, 1), at=UNTIL)
    found.ask([life.agency_id])
    return found.of[life.agency_id]


@pytest.mark.django_db
def test_reading_the_past_and_foretelling_take_few_statements_however_many_dossiers(queries):
    world = a_world()
    a_past(world, 600, until=UNTIL)
    training.train(at=UNTIL)
    with queries(max=16):
        foretelling.predict(at=UNTIL)


def test_no_web_process_loads_what_only_a_job_needs():
    script = (
        "import sys, django; django.setup(); import motcua.config.urls, motcua.config.wsgi;"
        "from procrastinate.contrib.django import app; assert 'forecasts.train' in app.tasks;"
        "print(sorted({'sklearn', 'numpy', 'scipy'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
