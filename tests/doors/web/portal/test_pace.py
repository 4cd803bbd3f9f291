"""Citizens see how long it really takes, with how many dossiers that is known from; nothing where that is too few."""

import re
from datetime import datetime

import pytest

from motcua.ground.kernel import clock
from motcua.steering.forecasts import queries as forecasts
from motcua.steering.forecasts.models import Pace
from motcua.steering.forecasts.services import training
from tests.factories.history import a_past
from tests.factories.world import MARITAL, MORNING, VN, a_dossier

pytestmark = pytest.mark.django_db


def words(response):
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


@pytest.fixture
def past(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    a_past(world, 300, until=datetime(2026, 11, 19, 5, tzinfo=VN))
    training.train(at=MORNING)
    return forecasts.pace(MARITAL, world.centre)


def test_the_page_of_a_procedure_and_of_a_running_dossier_say_it_in_both_languages(past, world, client):
    vietnamese = (
        f"Thường có kết quả sau {past.median} ngày làm việc; 9 trong 10 hồ sơ xong trong {past.p90} ngày làm việc "
        f"({past.n} hồ sơ đã xong, tính đến ngày 19/11/2026; không kể thời gian chờ người nộp)."
    )
    assert vietnamese in words(client.get(f"/thu-tuc/{MARITAL}/"))
    assert vietnamese in words(client.get("/tra-cuu/", {"ma": a_dossier(world).code}))
    client.cookies["mc_lang"] = "en"
    english = words(client.get(f"/thu-tuc/{MARITAL}/"))
    assert f"Usually ready after {past.median} working days; 9 in 10 applications are done within" in english


def test_too_few_say_nothing(world, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    a_past(world, 25, until=MORNING)
    training.train(at=MORNING)
    assert not Pace.objects.exists()
    assert "9 trong 10" not in words(client.get(f"/thu-tuc/{MARITAL}/"))
    assert "9 trong 10" not in words(client.get("/tra-cuu/", {"ma": a_dossier(world).code}))


def test_what_takes_a_day_is_said_in_words(past, client):
    Pace.objects.update(median=1, p90=1)
    said = words(client.get(f"/thu-tuc/{MARITAL}/"))
    assert "9 trong 10 hồ sơ xong trong một ngày làm việc (" in said
    assert "Thường có kết quả" not in said
    Pace.objects.update(median=1, p90=2)
    said = words(client.get(f"/thu-tuc/{MARITAL}/"))
    assert "Thường có kết quả trong một ngày làm việc; 9 trong 10 hồ sơ xong trong 2 ngày làm việc (" in said
