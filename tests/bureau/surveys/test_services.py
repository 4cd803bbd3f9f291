from datetime import timedelta

import pytest

from motcua.bureau.surveys import queries, services
from motcua.bureau.surveys.vocabulary import Satisfaction
from motcua.casework.dossiers.queries import public
from motcua.casework.dossiers.services import processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck
from motcua.ground.kernel.actors import CITIZEN
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.outbox.errors import KeyReused
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=2)


def a_returned_dossier():
    world = a_world()
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=LATER)
    results.attach(code, number="1/KQ", by=world.signer, at=LATER)
    processing.complete(code, "sign", by=world.signer, at=LATER)
    receipt = Receipt(recipient="Nguyệt", identity_check=IdentityCheck.RECEIPT)
    results.hand_over(code, receipt, by=world.receptionist, at=LATER)
    return world, code


@pytest.fixture
def returned():
    return a_returned_dossier()


def rate(code, level=Satisfaction.VERY, comment="", key=""):
    return services.rate(code, level, comment, by=CITIZEN, at=LATER, key=key)


def test_a_returned_dossier_is_rated_once(returned):
    _, code = returned
    first = rate(code, key="k")
    assert rate(code, key="k") == first
    assert queries.rated(public.track(code).id)
    with pytest.raises(Refusal, match="đã được đánh giá"):
        rate(code, key="another")


def test_a_rating_waits_for_the_result(returned):
    world, _ = returned
    with pytest.raises(Refusal, match="sau khi trả kết quả"):
        rate(a_dossier(world).code)
    with pytest.raises(NotFound):
        rate("H99-000000-0000")


def test_not_satisfied_asks_why(returned):
    _, code = returned
    with pytest.raises(Invalid):
        rate(code, Satisfaction.NO)
    assert rate(code, Satisfaction.NO, "Chờ lâu quá")


def test_of_two_ratings_at_once_one_counts_and_the_other_is_told(db):
    with own_database():
        _, code = a_returned_dossier()
        given = at_once([lambda number=number: rate(code, key=f"k{number}") for number in range(6)])
        assert sum(isinstance(each, int) for each in given) == 1
        assert {each.code for each in given if isinstance(each, Exception)} == {"rated"}


def test_a_key_of_another_rating_is_refused(returned):
    _, code = returned
    rate(code, key="k")
    with pytest.raises(KeyReused):
        rate(code, Satisfaction.NO, "Chờ lâu", key="k")
