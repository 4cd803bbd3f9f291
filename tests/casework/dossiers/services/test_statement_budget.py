"""How many SQL statements a verb may send, BEGIN and COMMIT included: round trips are what a transition costs."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.dossiers.services import intake, processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck
from tests.factories.world import MORNING, a_dossier, a_submission, a_world

pytestmark = pytest.mark.django_db
RECEIPT = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")


@pytest.fixture
def statements():
    """Return what an act sends; inside the test's transaction SAVEPOINT and RELEASE stand for BEGIN and COMMIT."""

    def sent(act, *words, by, **named):
        with CaptureQueriesContext(connection) as seen:
            act(*words, by=by, at=MORNING, key=uuid4().hex, **named)
        said = [query["sql"].split(None, 1)[0] for query in seen.captured_queries]
        assert (said[0], said[-1]) == ("SAVEPOINT", "RELEASE")
        return said

    return sent


def test_every_middle_transition_keeps_its_budget(statements):
    world = a_world()
    code = a_dossier(world).code
    sent = {
        "take": statements(processing.take, code, by=world.officer),
        "release": statements(processing.release, code, by=world.officer),
        "note": statements(processing.note, code, "Đã gọi điện cho công dân.", by=world.officer),
        "assign": statements(processing.assign, code, world.officer.post_id, by=world.leader),
        "complete": statements(processing.complete, code, "forward", by=world.officer),
        "attach": statements(results.attach, code, by=world.signer, number="15/XN-UBND"),
        "conclude": statements(processing.complete, code, "sign", by=world.signer),
        "hand_over": statements(results.hand_over, code, RECEIPT, by=world.receptionist),
    }
    assert {verb: len(said) for verb, said in sent.items() if len(said) > 7} == {}
    assert {verb: len(said) for verb, said in sent.items()} == {
        "take": 4,
        "release": 4,
        "note": 5,
        "assign": 5,
        "complete": 4,
        "attach": 5,
        "conclude": 6,
        "hand_over": 7,
    }


def test_a_reception_takes_thirteen_statements_however_many_papers_there_are(statements):
    world = a_world()
    a_dossier(world)
    assert len(statements(intake.accept, a_submission(world), by=world.receptionist)) == 13
    fresh = a_submission(world, id_number="036179004418")
    assert len(statements(intake.accept, fresh, by=world.receptionist)) == 13
