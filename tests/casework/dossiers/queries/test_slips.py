"""The printed slip: what its form is told, as the papers' templates take it."""

from datetime import timedelta

import pytest

from motcua.casework.dossiers.queries import slips as queries
from motcua.casework.dossiers.queries import twin
from motcua.casework.dossiers.rules.forms import table
from motcua.casework.dossiers.services import arrivals, slips
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.vocabulary import Carrier, Form
from motcua.ground.kernel.errors import NotFound
from tests.factories.world import MORNING, a_dossier, a_world

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


def test_the_form_of_a_slip_names_every_dossier_once_with_what_became_of_its_bags():
    world = a_world()
    came, gone, surplus = a_dossier(world), a_dossier(world), a_dossier(world)
    token = twin.of_codes([gone.code])[gone.code][0].token
    slip_id = slips.pack(world.committee, [came.code, gone.code], by=world.receptionist, at=MORNING)
    with pytest.raises(NotFound, match="chưa gửi"):
        queries.form(slip_id)
    dispatch = Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự", bag="Bì 7")
    slips.send(slip_id, dispatch, by=world.receptionist, at=MORNING)
    assert [line.arrived for line in queries.form(slip_id).lines] == [None, None]
    arrivals.arrive(came.code, by=world.officer, at=LATER, slip_id=slip_id)
    arrivals.arrive(surplus.code, by=world.officer, at=LATER, slip_id=slip_id)
    slips.miss(slip_id, [token], by=world.officer, at=LATER)
    arrivals.arrive(token, by=world.receptionist, at=LATER)
    slips.close(slip_id, by=world.officer, at=LATER)
    form = queries.form(slip_id)
    assert (form.number, form.giver.person, form.receiver.person) == ("1/PBG-2026", "Mai Thị Thảo", "Đoàn Thanh Tùng")
    assert [(line.code, line.papers, line.arrived) for line in form.lines] == [
        (came.code, 1, True),
        (gone.code, 1, False),
    ]
    assert form.extra == (surplus.code,)
    said = table.LOCAL[Form.HANDOVER].said(form)
    assert said["differences"]
    assert said["codes"] == [came.code, gone.code]
