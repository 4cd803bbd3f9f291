import pytest

from motcua.ground.kernel.text import clean, lower_first, prose


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Đã gọi\r\nhẹn thứ Hai\r\n\r\n", "Đã gọi\nhẹn thứ Hai"),
        ("a\x00b\ud800c\u202ed", "abcd"),
        ("cột\tsau", "cột sau"),
        ("hoa\u0300", "hoà"),
        ("\n \n", ""),
    ],
)
def test_prose_keeps_its_lines_and_nothing_that_cannot_be_seen(typed, kept):
    assert prose(typed) == kept


def test_one_line_is_one_line():
    assert clean(" a\x00\n b\ud800 ") == "a b"


@pytest.mark.parametrize(
    ("label", "said"), [("Quý III/2026", "quý III/2026"), ("Đã nộp", "đã nộp"), ("năm 2026", "năm 2026"), ("", "")]
)
def test_a_label_within_a_sentence_keeps_its_numerals(label, said):
    assert lower_first(label) == said
