"""Opening hours as a message says them."""

from datetime import time

import pytest

from motcua.casework.dossiers.rules import telling
from motcua.casework.dossiers.rules.telling import Counter
from motcua.ground.kernel.worktime import DEFAULT_WEEK

MORNING = ((time(7, 30), time(11, 30)),)
WEEK = [DEFAULT_WEEK[weekday] for weekday in range(7)]
OFFICE = "07:30–11:30, 13:30–17:00"


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (WEEK, f"thứ Hai đến thứ Sáu {OFFICE}"),
        ([*WEEK[:5], MORNING, ()], f"thứ Hai đến thứ Sáu {OFFICE}; thứ Bảy 07:30–11:30"),
        (
            [*WEEK[:2], (), WEEK[3], (), (), MORNING],
            f"thứ Hai đến thứ Ba {OFFICE}; thứ Năm {OFFICE}; Chủ nhật 07:30–11:30",
        ),
        ([()] * 7, ""),
        ([], ""),
    ],
)
def test_days_with_the_same_hours_are_said_together(week, said):
    assert telling.opening(week) == said


def test_a_counter_of_which_nothing_is_known_is_named_alone():
    said = telling.uncollected("H99-1", Counter(name="Trung tâm"))
    assert said.text == "Kết quả hồ sơ H99-1 vẫn chờ tại Trung tâm. Mang giấy hẹn và căn cước đến nhận."
