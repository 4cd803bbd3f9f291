import unicodedata

import pytest

from motcua.casework.procedures.rules.limits import parse_limit
from motcua.casework.procedures.vocabulary import LimitUnit

STATED = [
    ("5 ngày làm việc", 5, LimitUnit.WORKING_DAY),
    ("07 Ngày làm việc", 7, LimitUnit.WORKING_DAY),
    ("15 Ngày", 15, LimitUnit.DAY),
    ("8 Giờ", 8, LimitUnit.HOUR),
    ("04 giờ làm việc", 4, LimitUnit.HOUR),
    ("1 tháng", 1, LimitUnit.MONTH),
    ("02 tháng", 2, LimitUnit.MONTH),
    ("  10\u00a0 NGÀY \n LÀM   VIỆC ", 10, LimitUnit.WORKING_DAY),
    ("5ngày làm việc", 5, LimitUnit.WORKING_DAY),
    ("5 ngay lam viec", 5, LimitUnit.WORKING_DAY),
    ("05 (năm) ngày làm việc", 5, LimitUnit.WORKING_DAY),
    ("Không quá 30 ngày", 30, LimitUnit.DAY),
    ("Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.", 5, LimitUnit.WORKING_DAY),
    ("trong ngày", 1, LimitUnit.SAME_DAY),
    ("Trong ngày làm việc", 1, LimitUnit.SAME_DAY),
    ("Ngay trong ngày", 1, LimitUnit.SAME_DAY),
    ("Ngay trong ngày tiếp nhận hồ sơ", 1, LimitUnit.SAME_DAY),
    ("Ngay", 1, LimitUnit.SAME_DAY),
    ("Ngay khi nhận đủ hồ sơ", 1, LimitUnit.SAME_DAY),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "value", "unit"), STATED)
def test_a_stated_limit_is_read_in_either_unicode_form(text, value, unit, form):
    limit = parse_limit(unicodedata.normalize(form, text))
    assert limit is not None
    assert (limit.value, limit.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "ngày", "ngày làm việc", "½ ngày", "1/2 ngày", "0,5 ngày làm việc", "1.5 tháng", "5-7 ngày", "5 – 7 ngày",
        "0 ngày", "-3 ngày", "Không quy định", "Không", "1000 ngày", "3 năm", "05 ngày làm việc (Sở: 03 ngày; xã: 02 ngày)",
        "5 ngày làm việc Miễn phí", "Trong ngày hoặc 3 ngày làm việc",
    ],
)  # fmt: skip
def test_what_states_no_single_limit_is_left_to_a_person(text):
    assert parse_limit(text) is None


def test_the_words_of_the_source_are_kept():
    assert parse_limit(" 07  Ngày làm việc").text == "07 Ngày làm việc"
