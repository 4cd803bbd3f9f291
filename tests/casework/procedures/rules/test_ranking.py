"""What answers a query better: by tables of two titles."""

import pytest

from motcua.casework.procedures.rules.ranking import Asked, Rarity, one_slip, title
from motcua.casework.procedures.rules.words import marked_words, readings

RARITY = Rarity(
    300, {"dang": 90, "ki": 90, "khai": 40, "sinh": 8, "tu": 60, "ket": 6, "hon": 5, "giay": 120, "cap": 130}
)
LONG = "Khai thuế thu nhập cá nhân đối với cá nhân có thu nhập từ nhận thừa kế, đăng ký và sinh hoạt tại nơi khác"


def _score(query: str, name: str, summary: str = "") -> float:
    typed = marked_words(query)
    asked = Asked(readings(tuple(word for word, _ in typed), ()), dict(typed))
    candidate = title(name, summary)
    asked.listen([candidate], RARITY)
    return asked.score(candidate, "1.000001")


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("đăng ký khai sinh", "Đăng ký khai sinh", "Đăng ký khai tử"),
        ("dang ky khai sinh", "Đăng ký khai sinh", "Đăng ký khai sinh kết hợp nhận cha, mẹ, con"),
        ("đăng ký khai sinh", "Đăng ký khai sinh", LONG),
        ("bản sao", "Cấp bản sao", "Cấp bán sao"),  # marks tell
        ("kết hôn", "Đăng ký kết hôn", "Tổng kết cuối năm, hôn lễ"),  # together beats apart
        ("khai sihn", "Đăng ký khai sinh", "Đăng ký khai tử"),  # a slip
        ("khia sinh", "Đăng ký khai sinh", "Đăng ký khai tử"),
        ("tạm chú", "Đăng ký tạm trú", "Đăng ký thường trú"),  # as it sounds
        ("ddawng kis keets hoon", "Đăng ký kết hôn", "Đăng ký khai sinh"),  # raw Telex
        ("kethon", "Đăng ký kết hôn", "Đăng ký khai sinh"),
    ],
)
def test_the_better_answer_scores_higher(query: str, better: str, worse: str) -> None:
    assert _score(query, better) > _score(query, worse)


def test_a_title_typed_in_full_scores_one() -> None:
    assert _score("Đăng ký kết hôn", "Đăng ký kết hôn") == pytest.approx(1.0)


def test_a_title_that_shares_nothing_scores_nought() -> None:
    assert _score("kết hôn", "Cấp phép xây dựng") == 0.0


def test_the_summary_helps_less_than_the_title() -> None:
    beside, within = _score("độc thân", "Xác nhận", "Xác nhận ông/bà độc thân"), _score("độc thân", "Xác nhận độc thân")
    assert 0 < beside < within


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("sinh", "sihn", True),
        ("khai", "khia", True),
        ("sinh", "sin", True),
        ("sinh", "sinhh", True),
        ("sinh", "xinh", True),
        ("sinh", "sinh", True),
        ("sinh", "snih", True),
        ("sinh", "hnis", False),
        ("sinh", "si", False),
    ],
)
def test_one_slip_of_the_fingers(one: str, other: str, near: bool) -> None:
    assert one_slip(one, other) is near
    assert one_slip(other, one) is near
