"""The desk of everyday words."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from motcua.casework.procedures.queries import search
from motcua.ground.kernel import clock
from tests.factories.world import MARITAL, PASSWORD, a_world, an_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ADDRESS = "/office/catalogue/tu-ngu/"


@pytest.fixture
def world():
    return a_world()


def logged_in(email):
    client = Client()
    assert client.post("/office/dang-nhap/", {"login": email, "password": PASSWORD}).status_code == HTTPStatus.FOUND
    return client


@pytest.fixture
def head(world):
    return logged_in(world.emails["head"])


def text(response):
    return response.content.decode()


def removable(response):
    """Return the id of the only word that can be taken out on a page."""
    (word,) = re.findall(r"tu-ngu/(\d+)/remove/", text(response))
    return word


def found(said, agency=None):
    return [hit.code for hit in search.find(said, on=clock.now().date(), agency_id=agency)]


def test_a_word_of_the_agency_s_own_leads_its_counter_to_the_procedure_and_nobody_else(head, world):
    assert found("giấy ế", world.centre) == []
    sent = head.post(f"{ADDRESS}add/", {"phrase": "giấy ế", "codes": MARITAL, "whose": "own"})
    assert sent.status_code == HTTPStatus.SEE_OTHER
    assert "giấy ế" in text(head.get(sent["Location"]))
    assert found("giấy ế", world.centre) == [MARITAL]
    assert MARITAL not in found("giấy ế")


def test_a_word_taken_out_can_be_put_back(head):
    head.post(f"{ADDRESS}add/", {"phrase": "giấy ế", "codes": MARITAL, "whose": "common"})
    assert found("giấy ế")[0] == MARITAL
    word = removable(head.get(ADDRESS, {"q": "giay e"}))
    gone = head.post(f"{ADDRESS}{word}/remove/", {"q": "giay e"})
    assert gone.status_code == HTTPStatus.SEE_OTHER
    after = text(head.get(gone["Location"]))
    assert "Đã bỏ “giấy ế”" in after
    assert "Hoàn tác" in after
    assert MARITAL not in found("giấy ế")
    head.post(f"{ADDRESS}add/", {"phrase": "giấy ế", "codes": MARITAL, "whose": "common"})
    assert found("giấy ế")[0] == MARITAL


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phrase": "", "expansion": "x"}, "Nhập từ"),
        ({"phrase": "một hai ba bốn năm sáu bảy", "expansion": "x"}, "dài nhất"),
        ({"phrase": "giấy ế"}, "Ghi cách danh mục gọi"),
        ({"phrase": "giấy ế", "codes": "0.000000"}, "không có mã 0.000000"),
    ],
)
def test_a_word_that_leads_nowhere_comes_back(head, fields, sentence):
    page = head.post(f"{ADDRESS}add/", {**fields, "whose": "own"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in text(page)
    assert fields["phrase"] in text(page)


def test_only_who_keeps_words_comes_in(world):
    officer = logged_in(world.emails["officer"])
    assert officer.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
    assert officer.post(f"{ADDRESS}add/", {"phrase": "a", "expansion": "b"}).status_code == HTTPStatus.FORBIDDEN


def test_a_reviewer_does_not_touch_the_words_of_another_agency(head, world):
    head.post(f"{ADDRESS}add/", {"phrase": "giấy ế", "codes": MARITAL, "whose": "own"})
    word = removable(head.get(ADDRESS, {"whose": "own"}))
    _, email = an_officer("Người Khác", world.committee, "Danh mục", ["procedure_admin"], "other")
    assert logged_in(email).post(f"{ADDRESS}{word}/remove/").status_code == HTTPStatus.FORBIDDEN


def test_the_page_keeps_its_budget(head, queries):
    with queries(max=10):
        assert head.get(ADDRESS).status_code == HTTPStatus.OK
