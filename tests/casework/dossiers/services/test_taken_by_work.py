"""Who works on what another agency offered has taken it by that: he answers for it, and it does not come back."""

from datetime import date, datetime, time

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import invariants, possession
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    clockwork,
    enquiries,
    handovers,
    obligations,
    processing,
    results,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import PauseCause, SupplementReason
from motcua.ground.kernel.errors import Refusal
from motcua.ground.outbox import queries as outbox
from motcua.tools.workflow import queries as workflow
from tests.factories.world import VN, a_dossier, a_world

pytestmark = pytest.mark.django_db

NOTICE = Notice(items=[Wanted(key="form", name="Tờ khai", want="Khai lại")], reasons=[SupplementReason.INACCURATE])


def at(day, hour):
    return datetime.combine(date(2026, 11, day), time(hour), tzinfo=VN)


@pytest.fixture
def world():
    return a_world()


WORK = {
    "ask": lambda code, by: supplements.ask(code, NOTICE, by=by, at=at(19, 10)),
    "demand": lambda code, by: obligations.demand(code, "1/TB", "Điều 153", by=by, at=at(19, 10)),
    "verify": lambda code, by: enquiries.verify(code, "Thực địa", at(23, 10), by=by, at=at(19, 10)),
    "attach": lambda code, by: results.attach(code, number="1/XN", by=by, at=at(19, 10)),
}


def open_item(code):
    return workflow.items(Dossier.objects.get(code=code).pk)[-1]


def holders(code, now):
    spans = possession.spans(Dossier.objects.get(code=code).pk, at=now)
    return [(span.holder.ref, span.since) for span in spans]


@pytest.mark.parametrize("verb", WORK)
def test_work_on_what_was_offered_takes_it(world, verb):
    code = a_dossier(world).code
    assert open_item(code).accept_by is not None
    WORK[verb](code, world.officer)
    item = open_item(code)
    assert (item.accept_by, item.taken_at, item.post_id) == (None, at(19, 10), None)
    with pytest.raises(Refusal):
        handovers.refuse(code, "Không thuộc chúng tôi", by=world.second_officer, at=at(19, 11))
    (receiver, _), (next_holder, since) = holders(code, at(19, 12))[:2]
    assert receiver == f"post:{world.receptionist.post_id}"
    assert since == at(19, 10)
    assert next_holder in ("applicant", f"agency:{world.committee}")


def test_what_the_applicant_brought_goes_to_the_agency_that_asked_and_does_not_come_back(world):
    code = a_dossier(world).code
    WORK["ask"](code, world.officer)
    supplements.supply(code, {"form": Seen(key="form", originals=1)}, by=world.receptionist, at=at(20, 9))
    assert holders(code, at(20, 10))[-1] == (f"agency:{world.committee}", at(20, 9))
    assert open_item(code).accept_by is None
    assert clockwork.strike(at=at(24, 15))["sent_back"] == 0
    assert not [check for check in invariants.checks(every=True) if check.findings]


def test_the_taking_is_told_once(world):
    code = a_dossier(world).code
    WORK["attach"](code, world.officer)
    WORK["verify"](code, world.officer)
    processing.take(code, by=world.officer, at=at(19, 11))
    processing.release(code, by=world.officer, at=at(19, 12))
    told = [entry.payload.get("taken_by") for entry in history(code)]
    assert [one for one in told if one] == [world.committee]


def test_a_head_who_stops_the_clock_has_not_taken_the_work(world):
    code = a_dossier(world).code
    suspensions.pause(code, PauseCause.OUTAGE, "5/TB", "Điều 5", by=world.leader, at=at(19, 10))
    assert open_item(code).accept_by is not None
    assert holders(code, at(19, 12)) == [(f"post:{world.receptionist.post_id}", holders(code, at(19, 12))[0][1])]


def history(code):
    return outbox.history(f"dossier:{Dossier.objects.get(code=code).pk}")
