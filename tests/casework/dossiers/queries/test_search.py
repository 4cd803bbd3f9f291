from datetime import timedelta

import pytest

from motcua.casework.dossiers.queries import search
from motcua.casework.dossiers.services import processing
from tests.factories.world import MORNING, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def world():
    return a_world()


def codes(text, by):
    return [found.code for found in search.find(text, by=by, at=LATER)]


@pytest.mark.parametrize(
    "text", ["nguyệt ánh", "NGUYET", "036179004417", "0912 345 678", "H99.24.01-261119-0001", "-0001"]
)
def test_the_counter_finds_a_dossier_by_whatever_the_citizen_knows(world, text):
    code = a_dossier(world).code
    assert codes(text, world.receptionist) == [code]
    assert codes(text, world.backup) == [code]


@pytest.mark.parametrize("text", ["nguyệt", "036179004417", "H99.24.01-261119-0001"])
def test_who_neither_leads_nor_receives_finds_only_his_own_work(world, text):
    code = a_dossier(world).code
    clerk, _ = an_officer("Văn Thư", world.committee, "Văn thư", ["clerk"], "clerk")
    assert codes(text, clerk) == []
    assert codes(text, world.stranger) == []
    assert codes(text, world.officer) == [code]
    processing.take(code, by=world.officer, at=LATER)
    assert codes(text, world.second_officer) == []
    processing.complete(code, "forward", by=world.officer, at=LATER)
    assert codes(text, world.officer) == [code]
    assert codes(text, world.leader) == [code]


@pytest.mark.parametrize("text", ["", "!!!", "%", "a\x00\ud800", "nguyệt " * 100_000, "²²²²²²²²²", "ma=;"])
def test_a_question_without_words_finds_nothing(world, text):
    a_dossier(world)
    assert codes(text, world.receptionist) == [] or "nguyệt" in text
