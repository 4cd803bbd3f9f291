from datetime import date, datetime

import pytest

from motcua.casework.dossiers.rules.forms import words
from motcua.casework.dossiers.rules.forms.house import Agency, Party, return_words
from motcua.casework.dossiers.vocabulary import ReturnMethod


@pytest.mark.parametrize(
    ("on", "place", "said"),
    [
        (date(2026, 11, 10), "Tân Hòa", "Tân Hòa, ngày 10 tháng 11 năm 2026"),
        (date(2026, 2, 5), "Tân Hòa", "Tân Hòa, ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "", "Ngày 15 tháng 3 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_zero(on, place, said):
    assert words.dated(on, place) == said


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("Ủy ban nhân dân xã Tân Hòa", "Trung tâm"), "Tân Hòa"),
        (("UBND Phường 5",), "Phường 5"),
        (("Ủy ban nhân dân tỉnh Minh Giang",), "Minh Giang"),
        (("", "Văn phòng đăng ký đất đai"), ""),
    ],
)
def test_the_place_is_that_of_the_authority(names, place):
    assert words.place_of(*names) == place


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("0912345678", "0912 345 678"),
        ("0912.345.678", "0912 345 678"),
        ("02993888999", "0299 3 888 999"),
        ("02438251234", "024 3825 1234"),
        ("+84912345678", "+84912345678"),
        ("1022", "1022"),
        ("", ""),
    ],
)
def test_telephone_numbers_are_printed_in_groups(number, printed):
    assert words.phone(number) == printed


def test_a_moment_is_told_as_people_say_it():
    monday = datetime(2026, 11, 23, 17, 0)  # noqa: DTZ001 - printed as it is
    assert words.moment(monday, weekday=True) == "17 giờ 00, thứ Hai, ngày 23/11/2026"
    assert words.moment(monday) == "17 giờ 00, ngày 23/11/2026"


def test_the_way_back_is_a_sentence():
    centre, person = (
        Agency(name="Trung tâm", address="12 Trần Phú"),
        Party(name="Ý", address="Thôn Đông", email="y@example.vn"),
    )
    assert return_words(ReturnMethod.COUNTER, centre, person) == "Nhận kết quả tại Trung tâm, 12 Trần Phú"
    assert return_words(ReturnMethod.POST, centre, person) == "Trả kết quả qua bưu chính đến Thôn Đông"
    assert return_words(ReturnMethod.ELECTRONIC, centre, person) == "Trả bản điện tử qua y@example.vn"


def test_what_is_typed_in_several_lines_becomes_sentences():
    assert words.paragraphs("Đo lại ranh giới\n\n  Hỏi hộ liền kề!  \n") == ["Đo lại ranh giới.", "Hỏi hộ liền kề!"]


def test_the_code_of_a_procedure_is_not_torn_apart():
    assert words.line(words.procedure("Đăng ký khai sinh", "1.001193")) == (
        "Đăng ký khai sinh (mã\u00a0thủ\u00a0tục\u00a01.001193)"
    )
    assert words.procedure("Đăng ký khai sinh", "") == "Đăng ký khai sinh"
