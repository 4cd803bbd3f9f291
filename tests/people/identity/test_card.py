from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.people.identity.rules import CardData, read_card
from motcua.people.identity.vocabulary import Sex

WHOLE = "036179004417|123456789|Nguyễn Thị Ánh Nguyệt|02091979|Nữ|Thôn Đông, Tân Hòa, Minh Giang|25122021"


def test_seven_fields_fill_the_person():
    assert read_card(WHOLE) == CardData(
        personal_id="036179004417",
        old_id="123456789",
        full_name="Nguyễn Thị Ánh Nguyệt",
        born_on=date(1979, 9, 2),
        sex=Sex.FEMALE,
        address="Thôn Đông, Tân Hòa, Minh Giang",
        issued_on=date(2021, 12, 25),
    )


@pytest.mark.parametrize(
    ("text", "name", "warned"),
    [
        (WHOLE + "|thêm|nữa", "Nguyễn Thị Ánh Nguyệt", False),
        ("036179004417||Ý|01011950", "Ý", False),
        ("036179004417||Trần Văn Lộc|31021979|Nam|x|y", "Trần Văn Lộc", True),
        ("36179||Trần Văn Lộc|01/02/1979|Nam|x|01/02/2020", "Trần Văn Lộc", True),
        ("https://vneid.gov.vn/qr/abc", "", True),
        ("", "", True),
        ("|||||||", "", True),
        ("036179004417||Nguyê\u0303n Thi\u0323 Hoa|01011990|Nữ|x|y", "Nguyễn Thị Hoa", False),
    ],
)
def test_a_strange_card_fills_what_it_can_and_says_the_rest(text, name, warned):
    read = read_card(text)
    assert read.full_name == name
    assert bool(read.warnings) is warned


@given(st.text(max_size=300))
def test_no_string_crashes_the_counter(text):
    read_card(text)
    read_card(text.replace(" ", "|"))
