"""What the forms say, and what they refuse to say. Law: 03/2025/TT-VPCP, Phụ lục I; 01/2018/TT-VPCP."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.dossiers.errors import NoSuchForm
from motcua.casework.dossiers.rules.forms import register
from motcua.casework.dossiers.vocabulary import Form, Status, SupplementReason, Timeliness
from tests.casework.dossiers.papers import examples
from tests.casework.dossiers.papers.examples import APOLOGY, NEW, OLD, SECOND_APOLOGY, SUPPLEMENT, at


def said(kind, data, form_set=NEW):
    return examples.blank(form_set, kind).said(data)


def labels(text):
    return [label for label, _ in text["rows"]]


def test_stage_and_basis_of_a_supplement_came_with_the_set_of_2025():
    assert {"Giai đoạn", "Căn cứ"} <= set(labels(said(Form.SUPPLEMENT, SUPPLEMENT)))
    assert not {"Giai đoạn", "Căn cứ"} & set(labels(said(Form.SUPPLEMENT, SUPPLEMENT, OLD)))


@pytest.mark.parametrize("reason", SupplementReason)
def test_each_reason_for_a_supplement_is_told_in_words(reason):
    text = said(Form.SUPPLEMENT, replace(SUPPLEMENT, wanted=(), reasons=(reason, reason)))
    assert ["Lý do", reason.label] in text["rows"]
    of_one = said(Form.SUPPLEMENT, replace(SUPPLEMENT, wanted=(replace(SUPPLEMENT.wanted[0], reason=reason, why=""),)))
    assert of_one["wanted"][0]["why"] == f"{reason.label}."


def test_a_supplement_that_wants_nothing_and_gives_no_reason_is_no_request():
    with pytest.raises(ValueError, match="what is wanted"):
        said(Form.SUPPLEMENT, replace(SUPPLEMENT, wanted=(), reasons=()))


def test_a_second_supplement_names_who_allowed_it():
    text = said(Form.SUPPLEMENT, replace(SUPPLEMENT, ordinal=2, approved_by="Phạm Quốc Khánh"))
    assert ["Lần yêu cầu", "Lần thứ 2, người duyệt: Phạm Quốc Khánh"] in text["rows"]
    assert "Lần yêu cầu" not in labels(said(Form.SUPPLEMENT, SUPPLEMENT))


def test_no_column_of_copies_stands_empty():
    assert said(Form.SUPPLEMENT, SUPPLEMENT)["counted"]
    bare = tuple(replace(thing, originals=0, photos=0) for thing in SUPPLEMENT.wanted)
    assert not said(Form.SUPPLEMENT, replace(SUPPLEMENT, wanted=bare))["counted"]


def test_a_refusal_at_the_door_and_a_refusal_after_appraisal_are_told_apart():
    at_the_door = said(Form.REFUSAL, examples.REFUSAL)
    assert "không tiếp nhận hồ sơ này" in at_the_door["finding"]
    assert at_the_door["office"] == "NGƯỜI TIẾP NHẬN"
    after = said(Form.REFUSAL, examples.REJECTION)
    assert "không đủ điều kiện giải quyết" in after["finding"]
    assert "không tiếp nhận" not in after["finding"]
    assert after["signer"]["capacity"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


def test_a_first_apology_names_the_first_date_the_cause_and_the_new_date():
    text = said(Form.APOLOGY, APOLOGY)
    body = " ".join(text["body"])
    for part in ("17 giờ 00, ngày 23/11/2026", APOLOGY.lead, APOLOGY.cause, "xin lỗi ông\u00a0(bà)"):
        assert part in body, part
    assert text["new"] == "17 giờ 00, thứ Ba, ngày 01/12/2026"
    assert "han=2026-12-01T17:00" in text["qr"]


def test_a_second_lateness_gets_no_new_date_and_goes_one_level_up():
    text = said(Form.APOLOGY, SECOND_APOLOGY)
    assert (text["new"], text["heading"][1]) == ("", "VỀ VIỆC CHẬM TRẢ KẾT QUẢ")
    assert "han=" not in text["qr"]
    assert "báo cáo Chủ tịch Ủy ban nhân dân xã Tân Hòa" in text["closing"]
    body = " ".join(text["body"])
    assert "hẹn trả kết quả lúc 17 giờ 00, ngày 23/11/2026, sau đó hẹn lại đến 17 giờ 00, ngày 01/12/2026" in body
    assert [row[1] for row in text["history"]] == [APOLOGY.number]


def test_a_first_letter_without_a_date_does_not_claim_that_there_was_one():
    assert said(Form.APOLOGY, replace(APOLOGY, new_due_at=None))["closing"].startswith("Phiếu này chưa hẹn được ngày")
    assert said(Form.APOLOGY, SECOND_APOLOGY)["closing"].startswith("Ngày trả kết quả đã được hẹn lại trước đây")


def test_a_letter_before_the_date_does_not_say_the_date_has_passed():
    assert "đã quá hẹn" not in " ".join(said(Form.APOLOGY, APOLOGY)["body"])
    assert "đã quá hẹn" in " ".join(said(Form.APOLOGY, SECOND_APOLOGY)["body"])
    assert "đã quá hẹn" in " ".join(said(Form.APOLOGY, replace(APOLOGY, issued_at=at(24)))["body"])


def test_an_organisation_is_addressed_as_one():
    business = replace(APOLOGY, submitter=replace(examples.NGUYET, name="Công ty Ánh Dương", organisation=True))
    assert "xin lỗi quý đơn vị" in " ".join(said(Form.APOLOGY, business)["body"])


def test_history_and_request_for_more_time_came_with_the_set_of_2025():
    assert said(Form.APOLOGY, SECOND_APOLOGY, OLD)["history"] == []
    assert said(Form.APOLOGY, examples.EXTENSION)["new_label"] == "Đề nghị gia hạn đến:"
    with pytest.raises(NoSuchForm):
        said(Form.APOLOGY, examples.EXTENSION, OLD)


def test_a_request_for_more_time_says_until_when():
    with pytest.raises(ValueError, match="until when"):
        said(Form.APOLOGY, replace(examples.EXTENSION, new_due_at=None))


def test_from_when_the_time_counts_is_told_where_it_is_not_the_receipt():
    told = replace(examples.RECEIPT, counted_from="khi cơ quan có thẩm quyền nhận hồ sơ")
    row = ["Thời hạn tính từ", "khi cơ quan có thẩm quyền nhận hồ sơ"]
    assert row in said(Form.RECEIPT, told)["terms"]
    assert row not in said(Form.RECEIPT, told, OLD)["terms"]


def test_each_hand_over_says_giver_receiver_times_and_how_it_ended():
    (first, second), (back,) = [section["rows"] for section in said(Form.CONTROL, examples.CONTROL)["legs"]]
    assert (first["given"], first["accepted"], first["result"]) == ("09:00 10/11/2026", "10:15 10/11/2026", "Đúng hạn")
    assert (second["result"], second["note"], second["sign"]) == ("Quá hạn", "Chờ người có thẩm quyền ký", True)
    assert back["result"] == "Trước hạn"
    waiting = replace(examples.CONTROL.dossier_legs[0], accepted_at=None, timeliness=None)
    text = said(Form.CONTROL, replace(examples.CONTROL, dossier_legs=(waiting,), result_legs=()))
    assert (text["legs"][0]["rows"][0]["accepted"], text["legs"][0]["rows"][0]["result"]) == ("chưa nhận", "")
    assert [section["name"] for section in text["legs"]] == ["I. Giao hồ sơ"]


def test_a_batch_counts_what_is_on_paper_and_names_what_differs():
    text = said(Form.HANDOVER, examples.HANDOVER, None)
    assert text["sums"] == ["3", "2", "8"]
    assert [line["arrived"] for line in text["lines"]] == ["đủ", "thiếu", "không có"]
    assert text["differences"] == [
        "Thiếu hồ sơ giấy: H99.24-261110-0048.",
        "Thừa, không có trong danh sách: H99.24-261109-0031.",
    ]
    for lines in ((), examples.HANDOVER.lines[:1] * 2):
        with pytest.raises(ValueError, match="once"):
            said(Form.HANDOVER, replace(examples.HANDOVER, lines=lines), None)


def test_the_label_of_a_bag_carries_no_number_of_a_person():
    text = said(Form.LABEL, examples.LABEL, None)
    assert examples.NGUYET.id_number not in str(text)
    assert text["bag"] == "Túi 1/2"
    with pytest.raises(ValueError, match="no bag 3 of 2"):
        said(Form.LABEL, replace(examples.LABEL, bag=3), None)


def test_a_result_receipt_without_a_result_and_minutes_without_people_are_not_written():
    with pytest.raises(ValueError, match="what was received"):
        said(Form.RESULT_RECEIPT, replace(examples.RESULT_RECEIPT, results=()), None)
    with pytest.raises(ValueError, match="who took part"):
        said(Form.MINUTES, replace(examples.MINUTES, participants=()), None)


def test_the_sums_of_the_register_add_up():
    lines = examples.a_register(70).lines
    sums = dict(register.totals(lines))
    done = [line for line in lines if line.status in (Status.COMPLETED, Status.RETURNED)]
    assert sums["Tổng số hồ sơ"] == 70
    assert sums["Đã giải quyết xong"] == len(done)
    assert sum(count for label, count in sums.items() if label.startswith("Trong đó")) == len(done)
    ended = sums["Đã giải quyết xong"] + sums["Đang giải quyết"]
    assert ended + sum(sums[status.label] for status in (Status.DECLINED, Status.WITHDRAWN, Status.STOPPED)) == 70
    assert sums["Trong đó quá hạn"] == sum(line.timeliness is Timeliness.LATE for line in done)


def test_the_volumes_of_a_year_number_on_and_carry_the_sums():
    year = examples.a_register(25)
    books = list(register.volumes(year, lines=10))
    assert [(book.volume, len(book.lines), book.last) for book in books] == [
        (1, 10, False),
        (2, 10, False),
        (3, 5, True),
    ]
    assert [line.serial for book in books for line in book.lines] == list(range(1, 26))
    texts = [said(Form.REGISTER, book) for book in books]
    assert [text["span"] for text in texts] == ["từ số 01 đến số 10", "từ số 11 đến số 20", "từ số 21 đến số 25"]
    assert texts[0]["carried"] == []
    assert [int(count) for _, count in texts[2]["carried"]] == [count for _, count in register.totals(year.lines)]
    assert "ghi tiếp ở quyển số 02" in texts[0]["state"]
    assert "ghi tiếp" not in texts[2]["state"]


def test_an_empty_year_has_one_empty_volume():
    (book,) = register.volumes(examples.a_register(0))
    assert said(Form.REGISTER, book)["lines"] == []


def test_a_register_with_a_gap_is_not_printed():
    year = examples.a_register(5)
    for lines in (year.lines[:2] + year.lines[3:], year.lines[:2] + year.lines[1:]):
        with pytest.raises(ValueError, match="without a gap"):
            said(Form.REGISTER, replace(year, lines=lines))


def test_a_line_of_the_register_has_the_twelve_columns():
    line = replace(examples.a_register(1).lines[0], received_on=date(2026, 3, 9), result_on=None)
    (cells,) = said(Form.REGISTER, replace(examples.a_register(1), lines=(line,)))["lines"]
    assert len(cells) == len(register.COLUMNS) == 12
    assert cells[0] == "01"
    assert cells[6:10] == ["0912 345 678", "09/03/2026", f"{line.due_on:%d/%m/%Y}", ""]


@pytest.mark.parametrize("key", examples.ALL, ids=examples.name_of)
def test_what_a_form_says_is_plain_json_without_control_signs(key):
    def texts(thing):
        if isinstance(thing, dict):
            assert all(isinstance(name, str) for name in thing)
            return [text for part in thing.values() for text in texts(part)]
        if isinstance(thing, list):
            return [text for part in thing for text in texts(part)]
        assert thing is None or isinstance(thing, (str, int, bool))
        return [thing] if isinstance(thing, str) else []

    assert all(text.replace("\u00a0", " ").isprintable() for text in texts(examples.said(key)))
