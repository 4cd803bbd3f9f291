"""The reviewer's list and what differs, as data."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures.queries import review
from motcua.casework.procedures.rules.content import Content, Paper
from motcua.casework.procedures.rules.differences import compare
from motcua.casework.procedures.services import imports, publishing
from motcua.casework.procedures.vocabulary import VersionState
from motcua.ground.kernel.actors import system

AT = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def bring(code, name, rows, sector="Hộ tịch"):
    record = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "linh_vuc": sector,
        "trinh_tu_thuc_hien": "Nộp.",
        "cach_thuc_thuc_hien": HEADER + rows,
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính",
    }
    imports.import_records([record], by=system("test"), at=AT)


@pytest.mark.django_db
def test_the_list_is_narrowed_by_flags_sector_source_and_words():
    bring("9.000001", "Đăng ký thử", "Trực tiếp1Miễn phí")
    bring("9.000002", "Cấp thẻ thử", "Trực tiếp1 NgàyMiễn phí", sector="Cư trú")

    def codes(**filters):
        return [line.code for line in review.page(review.Filters(**filters), on=AT.date()).lines]

    assert codes() == ["9.000001", "9.000002"]
    assert codes(flags="open") == ["9.000001"]
    assert codes(flags="none") == ["9.000002"]
    assert codes(sector="Cư trú") == ["9.000002"]
    assert codes(source="portal-2021") == []
    assert codes(text="dang ky") == ["9.000001"]
    assert codes(text="000002") == ["9.000002"]
    assert "9.000001" not in codes(state=VersionState.PUBLISHED)


@pytest.mark.django_db
def test_the_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    for number in range(12):
        bring(f"9.{number:06d}", f"Thủ tục {number}", "Trực tiếp1Miễn phí")

    with django_assert_max_num_queries(2):
        assert review.page(review.Filters(), on=AT.date()).total == 12


@pytest.mark.django_db
def test_a_draft_says_which_version_it_replaces():
    bring("9.000001", "Đăng ký thử", "Trực tiếp1 NgàyMiễn phí")
    decision = publishing.Decision(number="1/QĐ", on=date(2026, 8, 1))
    publishing.publish("9.000001", decision, by=system("test"), at=AT)
    bring("9.000001", "Đăng ký thử", "Trực tiếp2 NgàyMiễn phí")

    (line,) = review.page(review.Filters(), on=AT.date()).lines
    assert (line.number, line.replaces) == (2, 1)


def test_rows_are_set_side_by_side():
    old = Content(name="A", papers=(Paper(key="p1", name="Đơn", originals=1), Paper(key="p2", name="Ảnh", originals=2)))
    new = Content(name="B", papers=(Paper(key="p1", name="Đơn", originals=1), Paper(key="p2", name="Ảnh", originals=1)))

    found = {difference.field: difference for difference in compare(old, new)}

    assert [(row.kind, row.old[:3], row.new[:3]) for row in found["papers"].rows] == [
        ("same", "Đơn", "Đơn"),
        ("changed", "Ảnh", "Ảnh"),
    ]
    assert found["name"].changed
    assert not any(difference.changed for difference in compare(old, old))


def test_without_an_old_version_everything_is_added():
    assert {row.kind for difference in compare(None, Content(name="A", conditions="x")) for row in difference.rows} == {
        "added"
    }
