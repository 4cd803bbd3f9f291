"""Everyday words are data that a reviewer keeps."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures.queries.search import find
from motcua.casework.procedures.services import words
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db

BY = system("test")
AT = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ON = date(2026, 11, 16)


def _first(query: str) -> str:
    return next((hit.code for hit in find(query, on=ON)), "")


def test_a_new_word_is_found_at_once() -> None:
    assert _first("làm giấy nhún nhảy") != "1.000894"
    words.add("nhún nhảy", expansion="đăng ký kết hôn", by=BY, at=AT)
    assert _first("làm giấy nhún nhảy") == "1.000894"
    assert _first("lam giay nhun nhay") == "1.000894"


def test_a_word_may_name_the_procedure_outright() -> None:
    words.add("giấy trăm năm", codes=["1.000894"], by=BY, at=AT)
    assert _first("giay tram nam") == "1.000894"


def test_a_removed_word_stops_and_stays_away() -> None:
    word = words.add("nhún nhảy", expansion="đăng ký kết hôn", by=BY, at=AT)
    words.remove(word, by=BY, at=AT)
    words.remove(word, by=BY, at=AT)
    assert _first("nhún nhảy") != "1.000894"


def test_the_same_word_is_added_once() -> None:
    first = words.add("nhún nhảy", expansion="đăng ký kết hôn", by=BY, at=AT)
    assert words.add("Nhún  NHẢY", expansion="Đăng kí kết hôn", by=BY, at=AT) == first


@pytest.mark.parametrize(
    ("phrase", "expansion", "codes", "field"),
    [
        ("", "đăng ký", (), "phrase"),
        ("…", "đăng ký", (), "phrase"),
        ("một hai ba bốn năm sáu bảy", "đăng ký", (), "phrase"),
        ("x" * 81, "đăng ký", (), "phrase"),
        ("nhún nhảy", "", (), "expansion"),
        ("nhún nhảy", "x" * 201, (), "expansion"),
        ("nhún nhảy", "", ("9.999999",), "codes"),
    ],
)
def test_each_flaw_is_named(phrase: str, expansion: str, codes: tuple[str, ...], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        words.add(phrase, expansion=expansion, codes=codes, by=BY, at=AT)
    assert field in refusal.value.fields


def test_only_a_reviewer_keeps_the_dictionary() -> None:
    with pytest.raises(NotAllowed):
        words.add("nhún nhảy", expansion="đăng ký kết hôn", by=CITIZEN, at=AT)
