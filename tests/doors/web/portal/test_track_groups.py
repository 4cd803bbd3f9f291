"""What a family that applied once reads of every agency's part: plain words, dates, no person."""

from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.services import leg_clock
from motcua.ground.kernel import clock
from tests.factories.groups import a_group, a_group_world, finish, legs
from tests.factories.world import VN

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)
PERSONAL = ("Nguyệt", "036179004417", "0912345678", "Bùi Văn Lẫm", "Đinh Thế Trụ", "Hà Thị Nhài")


@pytest.fixture
def here():
    return a_group_world()


@pytest.fixture
def track(client, monkeypatch):
    """Look at a code at a moment."""

    def look(code, at):
        monkeypatch.setattr(clock, "now", lambda: at)
        answer = client.get("/tra-cuu/", {"ma": code})
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def test_each_part_says_where_it_is_and_leads_to_its_own_page(here, track):
    code = a_group(here, at=MONDAY).code
    before = track(code, MONDAY + HOUR)
    assert before.count("chưa đến lượt") == 2
    assert "Dự kiến xong trước" in before
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    leg_clock.strike(at=MONDAY + HOUR)
    page = track(code, MONDAY + 2 * HOUR)
    for said in ("Các việc làm cùng nhau", "Đăng ký khai sinh", "Bảo hiểm xã hội Tân Hòa", "Xong ", "đang làm"):
        assert said in page, said
    child = legs(code)["residence"].child.code
    assert f'href="/tra-cuu/?ma={child}"' in page
    assert [name for name in PERSONAL if name in page] == []
    assert "Các việc làm cùng nhau" not in track(child, MONDAY + 2 * HOUR)


def test_a_part_that_is_late_says_so_and_apologises(here, track):
    code = a_group(here, at=MONDAY).code
    page = track(code, MONDAY + 3 * DAY)
    assert "Chúng tôi đang trễ và xin lỗi ông/bà." in page
    finish(here, legs(code)["birth"], MONDAY + 3 * DAY)
    leg_clock.strike(at=MONDAY + 3 * DAY)
    assert "Việc này xong trễ" in track(code, MONDAY + 3 * DAY + HOUR)


def test_the_parts_are_told_in_english_too(here, track, client):
    code = a_group(here, at=MONDAY).code
    client.post("/ngon-ngu/", {"language": "en"})
    page = track(code, MONDAY + HOUR)
    for said in ("What is done together", "not started yet", "Expected to be finished before", "Code of this part:"):
        assert said in page, said


def test_the_parts_keep_the_page_within_its_budget(here, track, queries):
    code = a_group(here, at=MONDAY).code
    track(code, MONDAY + 3 * DAY)
    with queries(max=14):
        track(code, MONDAY + 3 * DAY)
