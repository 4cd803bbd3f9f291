"""How what people type is read: by tables."""

import unicodedata

import pytest

from motcua.casework.procedures.rules.words import (
    Meaning,
    code_begun,
    codes_in,
    fold,
    heard,
    marked_words,
    parted,
    phrases,
    readings,
    shape,
    unkeyed,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đăng ký khai sinh", "dang ki khai sinh"),
        ("đăng kí khai sinh", "dang ki khai sinh"),
        (unicodedata.normalize("NFD", "Đăng ký khai sinh"), "dang ki khai sinh"),
        ("Ðăng ký", "dang ki"),  # the Icelandic letter that some keyboards put for Đ
        ("hoà giải, huỷ bỏ", "hoa giai huy bo"),
        ("hòa giải, hủy bỏ", "hoa giai huy bo"),
        ("qui hoạch / quy hoạch", "quy hoach quy hoach"),
        ("xây, xai; tay, tai", "xay xai tay tai"),  # here y and i are different words
        ("y tế", "i te"),
        ("(cấp III/IV)", "cap iii iv"),
        ("😀", ""),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("kỹ", "kĩ"), ("Uỷ", "ủy"), ("qui", "quy")]
)
def test_the_same_word_with_its_tone_elsewhere(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(("one", "other"), [("bán", "bản"), ("tử", "từ"), ("mộ", "mô"), ("đo", "do")])
def test_marks_still_tell_words_apart(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_words_without_marks_have_no_shape() -> None:
    assert marked_words("xin Sổ đỏ") == (("xin", ""), ("so", shape("sổ")), ("do", shape("đỏ")))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("1.001193", ("1.001193",)),
        ("2000815", ("2.000815",)),
        ("1 004222", ("1.004222",)),
        ("3,000228", ("3.000228",)),
        ("1. 013657", ("1.013657",)),
        ("TTHC 1-004873", ("1.004873",)),
        ("2.000635.000.00.00.H99", ("2.000635",)),
        ("mã thủ tục 2.001255", ("2.001255",)),
        ("0912345678", ()),  # a phone number
        ("036099123456", ()),  # an identity number
        ("khai sinh", ()),
    ],
)
def test_codes(typed: str, codes: tuple[str, ...]) -> None:
    assert codes_in(typed) == codes


@pytest.mark.parametrize(
    ("typed", "begun"), [("1.0127", "1.0127"), ("1.012784", ""), ("80 tuổi", ""), ("1,01", "1.01")]
)
def test_a_code_still_being_typed(typed: str, begun: str) -> None:
    assert code_begun(typed) == begun


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng", "dang"),
        ("kys", "ki"),
        ("kis", "ki"),
        ("thuowngf", "thuong"),
        ("tieenf", "tien"),
        ("tieefn", "tien"),
        ("tuwf", "tu"),
        ("chuwngs", "chung"),
        ("d9a8ng", "dang"),
        ("ke6t1", "ket"),
        ("khai", "khai"),
        ("sinh", "sinh"),
        ("trường", "trường"),
        ("2024", "2024"),
        ("s", "s"),
    ],
)
def test_raw_keystrokes(typed: str, meant: str) -> None:
    assert unkeyed(typed) == meant


@pytest.mark.parametrize(("one", "other"), [("tru", "chu"), ("xinh", "sinh"), ("nam", "lam"), ("kham", "kham")])
def test_what_the_ear_takes_for_the_same(one: str, other: str) -> None:
    assert heard(one) == heard(other)


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("kethon", ("ket", "hon")),
        ("dangkykhaisinh", ("dang", "ki", "khai", "sinh")),
        ("kinhdoanh", ("kinh", "doanh")),
        ("xaynha", ("xay", "nha")),
    ],
)
def test_spaces_left_out(typed: str, way: tuple[str, ...]) -> None:
    assert way in parted(typed)


@pytest.mark.parametrize("word", ["sinh", "photoshop", "x" * 60, "an" * 19 + "zz", ""])
def test_what_is_not_several_syllables_is_left_alone(word: str) -> None:
    assert parted(word) == ()


def test_phrases_have_up_to_six_words() -> None:
    found = phrases(tuple("abcdefgh"))
    assert "a b c d e f" in found
    assert max(len(phrase.split()) for phrase in found) == 6


MEANINGS = (
    Meaning(("so", "do"), ("giay", "chung", "nhan")),
    Meaning(("mat", "so", "do"), ("cap", "lai", "giay", "chung", "nhan")),
    Meaning(("tt",), ("thu", "tuc")),
    Meaning(("tt",), ("thi", "tran")),
    Meaning(("bhxh",), ("bao", "hiem", "xa", "hoi")),
    Meaning(("sang", "ten"), codes=("1.013831",)),
)


def _words(query: str) -> list[str]:
    return [" ".join(reading.words) for reading in readings(tuple(query.split()), MEANINGS)]


def test_the_longest_phrase_wins() -> None:
    assert _words("mat so do")[1] == "cap lai giay chung nhan"


def test_every_meaning_of_a_phrase_is_a_reading() -> None:
    assert {"thu tuc so", "thi tran so"} <= set(_words("tt so"))


def test_titles_that_abbreviate_are_found_by_the_full_words() -> None:
    assert "bhxh mot lan" in _words("bao hiem xa hoi mot lan")


def test_a_phrase_may_lead_to_a_procedure_outright() -> None:
    assert any(reading.codes == ("1.013831",) for reading in readings(("sang", "ten"), MEANINGS))


def test_what_was_typed_is_believed_less_where_a_phrase_is_known() -> None:
    typed, meant, *_ = readings(("so", "do"), MEANINGS)
    assert typed.fidelity < meant.fidelity
    assert readings(("khai", "sinh"), ())[0].fidelity == 1.0


def test_raw_keystrokes_reach_the_dictionary_too() -> None:
    assert "giay chung nhan" in _words("soor ddor")
