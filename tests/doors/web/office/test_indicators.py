"""The figures' desk: counts that add up, each opening its dossiers; what has no source has no number."""

import re
from html import unescape

import pytest

from motcua.casework.dossiers.services import processing, results
from motcua.steering.indicators.services import folding
from tests.factories.publications import republish
from tests.factories.world import MARITAL, MORNING, a_dossier

from .conftest import text

pytestmark = pytest.mark.django_db
PAGE = "/office/indicators/"


@pytest.fixture
def month(world):
    """Return the codes of three dossiers of November, of which one was resolved."""
    codes = [a_dossier(world).code for _ in range(3)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.follow()
    return codes


def words(response):
    return " ".join(re.sub(r"<[^>]+>", "", text(response)).split())


def test_the_counts_add_up_and_each_opens_its_dossiers(month, counter, frozen):
    said = words(counter.get(f"{PAGE}?ky=2026-11"))
    assert "Từ kỳ trước 0 + tiếp nhận 3 = đã giải quyết 1 + đang giải quyết 2" in said
    opened = counter.get(f"{PAGE}ho-so/?ky=2026-11&so=open")
    assert "Đang giải quyết: 2 hồ sơ" in words(opened)
    assert [code for code in month if code in opened.content.decode()] == month[1:]
    assert month[0] in counter.get(f"{PAGE}ho-so/?ky=2026-11&so=resolved_early").content.decode()
    assert "Không có hồ sơ nào" in text(counter.get(f"{PAGE}ho-so/?ky=2026-11&so=open_late"))


def test_what_nobody_told_has_no_number_on_the_page_of_its_rows_either(month, counter):
    for wanted in ("ky=2025&so=open", "ky=2026-11&so=rated", "ky=2026-11&so=pleased_rate"):
        said = words(counter.get(f"{PAGE}ho-so/?{wanted}"))
        assert "chưa có số không phải là 0" in said
        assert "0 hồ sơ" not in said


@pytest.mark.parametrize("page", ["", "766/", "dieu-hanh/", "ho-so/?so=open", "tai/?dang=csv"])
def test_a_period_that_has_not_begun_has_no_page(month, counter, page):
    answer = counter.get(f"{PAGE}{page}{'&' if '?' in page else '?'}ky=2026-12")
    assert (answer.status_code, "bắt đầu ngày 01/12/2026" in words(answer)) == (404, True)


def test_the_index_of_the_same_period_is_one_link_away(month, counter):
    assert "/office/indicators/766/" in counter.get(f"{PAGE}?ky=2026-11").content.decode()
    said = words(counter.get("/office/indicators/766/?ky=2026-11"))
    assert "20,00 / 20" in said
    assert "chưa có số" in said.lower()
    assert counter.get("/office/indicators/766/?ky=2024").status_code == 200


def test_the_index_may_be_scored_by_another_set_whose_procedures_a_decision_names(month, counter, world):
    index = "/office/indicators/766/?ky=2026-11"
    assert "766/?don-vi=" in counter.get(index).content.decode()
    assert "khi ghi thủ tục trực tuyến toàn trình" in words(counter.get(f"{index}&bo=qd766-online-v2"))
    assert counter.get(f"{index}&bo=x").status_code == 404
    republish(MARITAL, online_whole=True)
    page = counter.get(f"{index}&bo=qd766-online-v2")
    assert "hồ sơ dịch vụ công trực tuyến toàn trình ÷ hồ sơ của thủ tục đủ điều kiện toàn trình" in words(page)
    (lost,) = {
        href for href in re.findall(r'href="([^"]+)"', page.content.decode()) if "toan-trinh&amp;phan=lost" in href
    }
    opened = counter.get(unescape(lost)).content.decode()
    assert all(code in opened for code in month)


def test_what_is_not_counted_yet_is_said(month, counter, world):
    assert "đang theo kịp" not in words(counter.get(PAGE))
    a_dossier(world)
    assert "còn 1 hồ sơ vừa thay đổi chưa đếm xong" in words(counter.get(PAGE))
    folding.follow()
    assert "đang theo kịp" not in words(counter.get(PAGE))


def test_an_agency_without_a_counter_sees_what_it_is_competent_for(month, at_desk):
    said = words(at_desk("signer").get(f"{PAGE}?ky=2026-11"))
    assert "Hồ sơ thuộc thẩm quyền đơn vị này." in said
    assert "tiếp nhận 3" in said


@pytest.mark.parametrize(
    ("query", "status"),
    [("ky=2026-13", 404), ("ky=x", 404), ("don-vi=999999", 403), ("don-vi=tat-ca", 403), ("don-vi=x%00", 403)],
)
def test_what_is_not_there_and_what_is_not_ones_own_is_said(counter, query, status):
    assert counter.get(f"{PAGE}?{query}").status_code == status


@pytest.mark.parametrize(("query", "status"), [("so=x", 404), ("so=open&sau=x", 200), ("", 404)])
def test_a_list_of_no_count_is_not_there(counter, query, status):
    assert counter.get(f"{PAGE}ho-so/?{query}").status_code == status


def test_a_page_takes_few_statements_however_many_dossiers(month, counter, queries):
    with queries(max=10):
        counter.get(f"{PAGE}?ky=2026-11")
    with queries(max=10):
        counter.get(f"{PAGE}ho-so/?ky=2026-11&so=open")
