"""The flattened table of channels: rows found, cells read, nothing guessed."""

import pytest

from motcua.casework.procedures.rules import channels
from motcua.casework.procedures.rules.reading import Notebook
from motcua.casework.procedures.vocabulary import Channel, LimitUnit

H = channels.HEADER


def read(text):
    rows, before = channels.split(text)
    notebook = Notebook()
    return channels.read(rows, notebook), before, {doubt.field: doubt for doubt in notebook.all()}


def test_three_channels_with_a_limit_and_a_fee_each():
    table, before, doubts = read(
        f"{H}Trực tuyến12 Ngày làm việcMiễn phíDịch vụ bưu chính15 Ngày20,000 VNĐTrực tiếp8 GiờMiễn phíTại quầy"
    )

    assert before == ""
    assert doubts == {}
    assert [
        (terms.channel, terms.limit.value, terms.limit.unit, terms.fees[0].amount_vnd) for terms in table.terms
    ] == [
        (Channel.ONLINE, 12, LimitUnit.WORKING_DAY, 0),
        (Channel.POSTAL, 15, LimitUnit.DAY, 20_000),
        (Channel.IN_PERSON, 8, LimitUnit.HOUR, 0),
    ]
    assert table.terms[2].description == "Tại quầy"


def test_a_glued_number_is_neither_a_limit_nor_a_fee():
    table, _, doubts = read(f"{H}Trực tuyến120 VNĐ")

    (terms,) = table.terms
    assert (terms.limit, terms.fees) == (None, ())
    assert set(doubts) == {"terms.0.limit", "terms.0.fees"}
    assert doubts["terms.0.limit"].text == "Trực tuyến120 VNĐ"
    assert "120 VNĐ" in doubts["terms.0.limit"].why


@pytest.mark.parametrize(
    ("cell", "description", "limit", "why"),
    [
        ("7 Ngày làm việc", "", (7, LimitUnit.WORKING_DAY), None),
        ("07 Ngày làm việc", "07 ngày làm việc kể từ ngày nhận đủ hồ sơ", (7, LimitUnit.WORKING_DAY), None),
        ("trong ngày", "", (1, LimitUnit.SAME_DAY), None),
        ("1", "", None, channels.NO_UNIT),
        ("1", "1 ngày làm việc", None, channels.NO_UNIT),
        ("7 Ngày", "07 ngày làm việc, kể từ ngày nhận đủ hồ sơ", None, channels.OTHER_UNIT),
        ("80 Ngày làm việc", "45 ngày rà soát, 10 ngày gửi", None, channels.OTHER_LIMITS),
        ("3 Ngày làm việc", "03 ngày làm việc, hoặc 15 ngày nếu phải xác minh", (3, LimitUnit.WORKING_DAY),
         channels.OTHER_LIMITS),
        ("Không có thông tin", "05 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ, hợp lệ", (5, LimitUnit.WORKING_DAY),
         channels.FROM_DESCRIPTION),
        ("Không có thông tin", "Nộp tại quầy", None, channels.UNSTATED),
        ("Không có thông tin", "Không quy định thời hạn giải quyết", None, channels.NO_LIMIT),
        ("Không quy định", "", None, channels.NO_LIMIT),
        ("Không phải trả kết quả cho người nộp thuế", "", None, channels.NO_LIMIT),
        ("2 Tuần", "", None, channels.UNREAD),
        ("0 Ngày", "", None, channels.UNREAD),
    ],
)  # fmt: skip
def test_limits(cell, description, limit, why):
    found, doubts = channels.read_limit(cell, description)

    assert ((found.value, found.unit) if found else None) == limit
    assert doubts == ((why,) if why else ())


def test_words_of_a_description_are_no_rows():
    table, _, _ = read(
        f"{H}Trực tiếp5 Ngày làm việcMiễn phí+ Trực tiếp: tại trụ sở. + Trực tuyến: qua Cổng.Trực tuyến5 Ngày làm việcMiễn phí"
    )

    assert [terms.channel for terms in table.terms] == [Channel.IN_PERSON, Channel.ONLINE]
    assert table.terms[0].description == "+ Trực tiếp: tại trụ sở. + Trực tuyến: qua Cổng."


def test_an_unknown_limit_still_makes_a_row():
    table, _, doubts = read(f"{H}Trực tiếp5 Ngày làm việcMiễn phíTrực tuyếnTheo giấy hẹnMiễn phí")

    assert len(table.terms) == 2
    assert doubts["terms.1.limit"].why == channels.UNREAD


def test_a_limit_that_is_not_stated_keeps_its_fee():
    table, _, doubts = read(f"{H}Trực tiếpKhông có thông tin10,000 Việt Nam Đồng(/trường hợp)")

    assert table.terms[0].fees[0].amount_vnd == 10_000
    assert table.terms[0].fees[0].per == "trường hợp"
    assert doubts["terms.0.limit"].why == channels.UNSTATED
    assert "terms.0.fees" not in doubts


def test_the_same_channel_several_times_is_several_cases():
    table, _, doubts = read(
        f"{H}Trực tiếp3 Ngày làm việcMiễn phíCó thẻ gắn chipTrực tiếp7 Ngày làm việcMiễn phíChưa có thẻ"
        "Trực tuyến3 Ngày làm việcMiễn phí"
    )

    assert [case.name for case in table.cases] == ["Có thẻ gắn chip", "Chưa có thẻ"]
    assert [terms.case for terms in table.terms] == [table.cases[0].key, table.cases[1].key, ""]
    assert {"terms.0", "terms.1"} <= set(doubts)


def test_a_free_fee_that_the_description_contradicts_is_unknown():
    table, _, doubts = read(f"{H}Trực tiếp3 Ngày làm việcMiễn phíLệ phí: 20.000 đồng/giấy")

    assert table.terms[0].fees[0].amount_vnd is None
    assert "terms.0.fees" in doubts


def test_fees_that_stand_in_the_description_are_taken_and_flagged():
    table, _, doubts = read(
        f"{H}Trực tiếp5 Ngày làm việcKhông có thông tin- Lệ phí : 20.000 Đồng (Cấp mới); \n- Lệ phí : 50.000 Đồng (Khác)"
    )

    assert [fee.amount_vnd for fee in table.terms[0].fees] == [20_000, 50_000]
    assert "terms.0.fees" in doubts


def test_an_unknown_channel_is_flagged_with_its_text():
    notebook = Notebook()
    table = channels.read((channels.Row(channel="Qua bồ câu", time="1 Ngày", fee="Miễn phí", labelled=True),), notebook)

    assert table.terms == ()
    assert notebook.all()[0].text == "Qua bồ câu1 NgàyMiễn phí"
