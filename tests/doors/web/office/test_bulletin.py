"""The bulletin's page: lines that open their dossiers, for one's own unit; and who wants it by mail."""

import re
from datetime import datetime

import pytest

from motcua.steering.indicators.services import folding
from tests.factories.figures import a_reader
from tests.factories.world import VN, a_dossier

from .conftest import text, value_of

PAGE = "/office/indicators/ban-tin/"
FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=VN)


@pytest.fixture
def late(world, frozen):
    """Return the code of a dossier that was due yesterday."""
    code = a_dossier(world).code
    folding.follow()
    frozen(FRIDAY)
    return code


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def test_every_line_opens_its_dossiers(late, counter):
    page = counter.get(PAGE)
    said = words(page)
    assert "Bản tin sáng thứ Sáu 27/11/2026" in said
    assert "Đang quá hạn: 1 hồ sơ, không hồ sơ nào quá 10 ngày làm việc." in said
    assert "Mới quá hạn: 1 hồ sơ, nhiều nhất ở UBND xã Tân Hòa: 1." in said
    opened = [address.replace("&amp;", "&") for address in re.findall(rf'href="({PAGE}ho-so/[^"]+)"', text(page))]
    assert [address.rpartition("=")[2] for address in opened] == ["late", "no_letter", "new"]
    for address in opened:
        assert late in text(counter.get(address))
    assert "Nguyệt" not in text(page)
    assert "Không còn hồ sơ nào" in words(counter.get(f"{PAGE}ho-so/?viec=due"))


def test_a_day_off_is_said(late, counter, frozen):
    frozen(datetime(2026, 11, 28, 9, 0, tzinfo=VN))
    assert "Ngày này đơn vị nghỉ" in words(counter.get(PAGE))
    assert "Ngày này đơn vị nghỉ" not in words(counter.get(f"{PAGE}?ngay=2026-11-27"))


def test_who_wants_it_by_mail_says_so_with_a_button(late, at_desk):
    reception, leader = at_desk("receptionist"), at_desk("leader")
    assert "không nhận bản tin qua thư" in words(reception.get(PAGE))
    page = leader.get(PAGE)
    assert "đang nhận bản tin lúc 07:00" in words(page)
    form = {"nhan": "0", "idempotency_key": value_of(page, "idempotency_key")}
    for _ in range(2):
        answer = leader.post(f"{PAGE}nhan/", form)
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "không nhận bản tin qua thư" in words(leader.get(PAGE))
    leader.post(f"{PAGE}nhan/", {"nhan": "1"})
    assert "đang nhận bản tin lúc 07:00" in words(leader.get(PAGE))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("don-vi=999999", 403),
        ("don-vi=x%27", 403),
        ("ngay=2026-13-01", 404),
        ("ngay=2026-11-28", 404),
        ("ngay=2026-01-01", 404),
        ("ngay=%27", 404),
    ],
)
def test_what_is_not_there_and_what_is_not_ones_own_is_said(late, counter, query, status):
    assert counter.get(f"{PAGE}?{query}").status_code == status
    assert counter.get(f"{PAGE}ho-so/?viec=late&{query}").status_code == status


@pytest.mark.parametrize(("query", "status"), [("", 404), ("viec=x", 404), ("viec=late&sau=x", 200)])
def test_a_list_of_no_line_is_not_there(late, counter, query, status):
    assert counter.get(f"{PAGE}ho-so/?{query}").status_code == status


def test_who_may_not_see_figures_sees_no_bulletin(late, officer):
    assert officer.get(PAGE).status_code == 403
    assert officer.post(f"{PAGE}nhan/", {"nhan": "1"}).status_code == 403


def test_who_may_see_everything_reads_the_bulletin_of_any_unit(late, world):
    reader = a_reader(world.committee)
    page = reader.client.get(f"{PAGE}?don-vi={world.centre}")
    assert "TTPVHCC xã Tân Hòa" in words(page)
    assert "Nhận bản tin qua thư" not in words(page)
    assert reader.client.get(f"{PAGE}?don-vi=999999").status_code == 404


def test_a_bulletin_takes_few_statements(late, counter, queries):
    with queries(max=11):
        counter.get(PAGE)
    with queries(max=10):
        counter.get(f"{PAGE}ho-so/?viec=late")
