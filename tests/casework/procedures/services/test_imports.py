"""Imports: compared with the previous import of the same source, drafts only, all or nothing."""

import json
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.casework.procedures.queries import catalogue, review
from motcua.casework.procedures.rules.content import Fee, Limit
from motcua.casework.procedures.services import imports, publishing
from motcua.casework.procedures.services import review as desk
from motcua.casework.procedures.vocabulary import LimitUnit, VersionState
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind

pytestmark = pytest.mark.django_db

AT = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CLERK = system("test")
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "--Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def a_record(code="9.000001", name="Cấp thẻ thử nghiệm", rows="Trực tiếp5 Ngày làm việcMiễn phí", **more):
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "linh_vuc": "Thử nghiệm",
        "trinh_tu_thuc_hien": "Bước 1: Nộp. Bước 2: Nhận.",
        "cach_thuc_thuc_hien": HEADER + rows,
        "thanh_phan_ho_so": f"{PAPERS}Đơn đề nghị1 bản chính",
        **more,
    }


def run(*records):
    return imports.import_records(records, by=CLERK, at=AT).to_json()


def sheet(code):
    return review.sheet(review.newest(code), on=AT.date())


def test_a_first_import_is_new_and_a_second_is_unchanged():
    first = run(a_record(), a_record("9.000002", rows="Trực tiếp1Miễn phí"))
    again = run(a_record(), a_record("9.000002", rows="Trực tiếp1Miễn phí"))

    assert first == {"read": 2, "new": 2, "changed": 0, "unchanged": 0, "flagged": 1, "refused": 0}
    assert again == {"read": 2, "new": 0, "changed": 0, "unchanged": 2, "flagged": 0, "refused": 0}


def test_nothing_is_published_by_an_import():
    run(a_record())

    assert catalogue.in_force("9.000001", on=AT.date()) is None
    assert sheet("9.000001").version.state is VersionState.DRAFT


def test_what_is_no_object_or_has_no_title_is_refused_and_counted():
    report = run(a_record(), [], "x", None, 7, {"ma_thu_tuc": "9.000003"}, a_record(name=" \n "))

    assert report == {"read": 7, "new": 1, "changed": 0, "unchanged": 0, "flagged": 0, "refused": 6}


def test_a_changed_record_renews_its_draft():
    run(a_record())
    before = sheet("9.000001").version

    report = run(a_record(rows="Trực tiếp7 Ngày làm việcMiễn phí"))

    after = sheet("9.000001").version
    assert report["changed"] == 1
    assert (after.id, after.number) == (before.id, before.number)
    assert after.content.terms[0].limit == Limit(value=7, unit=LimitUnit.WORKING_DAY, text="7 Ngày làm việc")


def test_a_changed_record_beside_a_published_version_makes_a_new_draft():
    run(a_record())
    publishing.publish("9.000001", publishing.Decision(number="1/QĐ", on=date(2026, 8, 1)), by=CLERK, at=AT)

    run(a_record(rows="Trực tiếp7 Ngày làm việcMiễn phí"))

    found = sheet("9.000001")
    assert found.version.state is VersionState.DRAFT
    assert found.version.number == 2
    assert catalogue.in_force("9.000001", on=AT.date()).content.terms[0].limit.value == 5
    assert [difference.field for difference in found.differences if difference.changed] == ["terms"]


def test_the_order_of_keys_is_no_change():
    run(a_record())

    assert run(dict(reversed(a_record().items())))["unchanged"] == 1


def test_only_a_new_flag_counts_as_flagged():
    run(a_record(rows="Trực tiếp1Miễn phí"))

    same_flag = run(a_record(rows="Trực tiếp1Miễn phí", linh_vuc="Khác"))
    other_flag = run(a_record(rows="Trực tiếp2Miễn phí", linh_vuc="Khác"))

    assert (same_flag["changed"], same_flag["flagged"]) == (1, 0)
    assert (other_flag["changed"], other_flag["flagged"]) == (1, 1)


def test_a_record_without_code_is_kept_under_its_title_and_flagged():
    report = run(a_record(code="", name="Đăng ký\nthường trú"), a_record("9.000009", name="Đăng ký thường trú"))

    drafts = [code for code in review.codes_with_drafts() if code.startswith("ten-dang-ky-thuong-tru-")]
    assert report["new"] == 2
    assert len(drafts) == 1
    assert "code" in [flag.field for flag in sheet(drafts[0]).flags]
    assert run(a_record(code="", name="Đăng ký\nthường trú"))["unchanged"] == 1


def test_two_records_of_one_title_and_no_code_stay_two():
    run(a_record(code="", linh_vuc="A"), a_record(code="", linh_vuc="B"))

    assert len(review.codes_with_drafts()) == 2
    assert run(a_record(code="", linh_vuc="A"), a_record(code="", linh_vuc="B"))["unchanged"] == 2


def test_two_sources_without_codes_do_not_meet_by_name():
    run(a_record(code="", name="Đăng ký thường trú"), {"title": "Đăng ký thường trú", "Cơ quan thực hiện": "Công an"})

    assert len(review.codes_with_drafts()) == 2


def test_one_code_twice_in_a_file_keeps_both_texts():
    report = run(a_record(linh_vuc="A"), a_record(linh_vuc="B"), a_record(linh_vuc="B"))

    found = sheet("9.000001")
    assert report == {"read": 3, "new": 2, "changed": 0, "unchanged": 1, "flagged": 1, "refused": 0}
    assert found.version.sector == "B"
    assert any('"linh_vuc": "A"' in flag.text for flag in found.flags)
    assert run(a_record(linh_vuc="A"), a_record(linh_vuc="B"), a_record(linh_vuc="B"))["unchanged"] == 3


def test_names_are_stored_in_nfc_on_one_line_and_the_raw_text_stays_as_it_came():
    name = unicodedata.normalize("NFD", "Cấp đổi\nGiấy phép ")
    run(a_record(name=name))

    found = sheet("9.000001")
    assert found.version.name == "Cấp đổi Giấy phép"
    assert found.raw["ten_thu_tuc"] == name


def test_odd_characters_survive_in_the_raw_text():
    odd = "a\u0000b\ud800c\u200b"
    record = json.loads(json.dumps(a_record(yeu_cau_dieu_kien=odd)))

    assert run(record)["new"] == 1
    assert run(record)["unchanged"] == 1
    assert sheet("9.000001").raw["yeu_cau_dieu_kien"] == odd


def test_a_partial_record_is_taken_and_its_gaps_are_flagged():
    report = run({"ma_thu_tuc": "9.000004", "ten_thu_tuc": "Chỉ có tên"})

    assert (report["new"], report["flagged"]) == (1, 1)
    assert {flag.field for flag in sheet("9.000004").flags} >= {"steps", "terms", "papers"}


def test_values_of_the_wrong_kind_do_not_break_an_import():
    report = run(
        a_record(ma_thu_tuc=9, cach_thuc_thuc_hien=["a"], thanh_phan_ho_so={"b": 1}, linh_vuc=None),
        {"title": "Có tên", "Cách thức thực hiện": ["x", {"Hình thức nộp": 3}], "Thành phần hồ sơ": "chữ"},
        {"metadata": {"tên_thủ_tục": "Có tên"}, "content": "chữ", "tables": [1]},
    )

    assert (report["new"], report["refused"]) == (3, 0)


def test_a_settled_flag_stays_settled_and_a_correction_is_kept_while_the_words_are_the_same():
    run(a_record(rows="Trực tiếp1Miễn phíTrực tuyến3 Ngày làm việcMiễn phí"))
    draft = sheet("9.000001").version.id
    desk.correct_limit(draft, 0, Limit(value=1, unit=LimitUnit.WORKING_DAY), by=CLERK, at=AT)

    report = run(a_record(rows="Trực tiếp1Miễn phíTrực tuyến4 Ngày làm việcMiễn phí"))

    found = sheet("9.000001")
    assert report["flagged"] == 0
    assert found.version.content.terms[0].limit.unit is LimitUnit.WORKING_DAY
    assert [flag for flag in found.flags if not flag.settled_at] == []


def test_a_correction_of_words_that_changed_comes_back_to_the_reviewer():
    run(a_record())
    desk.correct_fees(sheet("9.000001").version.id, 0, [Fee(amount_vnd=None, local=True)], by=CLERK, at=AT)

    run(a_record(rows="Trực tiếp6 Ngày làm việcMiễn phí"))

    found = sheet("9.000001")
    assert found.version.content.terms[0].fees[0].local is False
    assert [flag.why for flag in found.flags if not flag.settled_at] == [imports.SOURCE_CHANGED]


def test_a_discarded_draft_stays_away_until_its_source_changes():
    run(a_record())
    desk.discard(sheet("9.000001").version.id, by=CLERK, at=AT)

    assert run(a_record())["unchanged"] == 1
    assert review.newest("9.000001") is None
    assert run(a_record(linh_vuc="Mới"))["changed"] == 1
    assert sheet("9.000001").version.number == 2


def test_who_may_not_review_may_not_import():
    citizen = Actor(kind=ActorKind.CITIZEN)

    with pytest.raises(NotAllowed):
        imports.import_records([a_record()], by=citizen, at=AT)


def test_a_repeat_costs_a_handful_of_statements(django_assert_max_num_queries):
    many = [a_record(f"9.{number:06d}") for number in range(100)]
    run(*many)

    with django_assert_max_num_queries(4):
        run(*many)
