"""Short messages are counted as telephones count them (3GPP TS 23.038, 23.040)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.notifications.rules import sms
from motcua.ground.notifications.rules.sms import Alphabet, measure, number, plain


@pytest.mark.parametrize(
    ("text", "alphabet", "parts"),
    [
        ("", Alphabet.GSM, 0),
        ("a" * 160, Alphabet.GSM, 1),
        ("a" * 161, Alphabet.GSM, 2),
        ("a" * 306, Alphabet.GSM, 2),
        ("a" * 307, Alphabet.GSM, 3),
        ("€" * 80, Alphabet.GSM, 1),
        ("€" * 81, Alphabet.GSM, 2),
        ("€" * 153, Alphabet.GSM, 3),  # 76 a part: the 77th would be split
        ("à" * 160, Alphabet.GSM, 1),
        ("ạ" * 70, Alphabet.UCS2, 1),
        ("ạ" * 71, Alphabet.UCS2, 2),
        ("ạ" * 134, Alphabet.UCS2, 2),
        ("ạ" * 135, Alphabet.UCS2, 3),
        ("😀" * 35, Alphabet.UCS2, 1),
        ("😀" * 67, Alphabet.UCS2, 3),  # 33 a part: surrogates stay together
    ],
)
def test_a_text_takes_as_many_parts_as_the_standard_says(text, alphabet, parts):
    found = measure(text)
    assert (found.alphabet, found.parts) == (alphabet, parts)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Đã nhận hồ sơ của ông Lý Quỳnh", "Da nhan ho so cua ong Ly Quynh"),
        ("Lệ phí 14.250.000 ₫ – nộp “trước” 17:00…", 'Le phi 14.250.000 d - nop "truoc" 17:00...'),
        ("hẹn\u00a0trả\n23/11", "hen tra\n23/11"),
        ("漢 ok", "? ok"),
    ],
)
def test_marks_are_dropped_and_letters_stay(text, bare):
    assert plain(text) == bare


@given(st.text(max_size=400))
def test_a_plain_text_always_travels_in_seven_bits_and_stays_as_it_is(text):
    bare = plain(text)
    assert measure(bare).alphabet is Alphabet.GSM
    assert plain(bare) == bare


@given(st.text(alphabet="abz€ạữ😀 ", max_size=700))
def test_no_part_is_overfull_and_none_could_be_spared(text):
    found = measure(text)
    joined = 153 if found.alphabet is Alphabet.GSM else 67
    alone = 160 if found.alphabet is Alphabet.GSM else 70
    if found.units <= alone:
        assert found.parts == (1 if text else 0)
    else:
        # a sign of two units wastes one unit a part at most
        assert -(-found.units // joined) <= found.parts <= -(-found.units // (joined - 1))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("0912 345 678", "84912345678"),
        ("+84 912.345.678", "84912345678"),
        ("84-352-345-678", "84352345678"),
        ("02993123456", ""),
        ("0912345", ""),
        ("09123456789", ""),
        ("0112345678", ""),
        ("không có", ""),
        ("０９１２３４５６７８", ""),
        ("", ""),
    ],
)
def test_only_mobile_numbers_take_short_messages(typed, sent):
    assert number(typed) == sent


def test_a_number_of_other_digits_is_none():
    assert sms.number("٠٩١٢٣٤٥٦٧٨") == ""
