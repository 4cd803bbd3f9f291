from datetime import datetime

import pytest

from motcua.casework.dossiers.services import processing, results
from tests.factories.world import MORNING, VN, a_dossier

from .conftest import text

pytestmark = pytest.mark.django_db


def day(number, hour=9):
    return datetime(2026, 11, number, hour, tzinfo=VN)


def test_the_ledger_names_each_holder_and_what_of_the_lateness_is_his(world, at_desk, frozen):
    code = a_dossier(world).code
    processing.take(code, by=world.officer, at=MORNING)
    results.attach(code, number="1/XN", by=world.officer, at=day(30))
    processing.complete(code, "forward", by=world.officer, at=day(30))
    processing.complete(code, "sign", by=world.signer, at=day(30, 10))
    frozen(day(30, 11))
    said = text(at_desk("head").get(f"/office/dossiers/{code}/ai-giu/"))
    assert "Công chức tư pháp, hộ tịch, UBND xã Tân Hòa" in said
    assert "Trễ 1 ngày làm việc" in said
    assert "TTPVHCC xã Tân Hòa, chưa ai nhận" in said


def test_a_dossier_just_received_is_with_the_counter_until_it_is_taken(world, counter):
    code = a_dossier(world).code
    said = text(counter.get(f"/office/dossiers/{code}/ai-giu/"))
    assert "Tiếp nhận, quầy 3" in said
    assert "đang giữ" in said
    assert "Trễ" not in said
