"""What a letter of apology says."""

from datetime import datetime, timedelta
from decimal import Decimal

from motcua.casework.dossiers.rules import apology
from motcua.casework.dossiers.rules.apology import Circumstances
from motcua.casework.dossiers.vocabulary import LateCause
from motcua.ground.kernel.clock import VIETNAM

DUE = datetime(2026, 10, 9, 17, tzinfo=VIETNAM)


def seen(step: str, ready_at: datetime | None = None) -> Circumstances:
    return Circumstances(
        received_at=DUE - timedelta(days=1),
        due_at=DUE,
        share_left=Decimal(),
        step=step,
        agency="Ủy ban nhân dân xã Yên Trúc",
        held_since=DUE,
        ready_at=ready_at,
    )


def test_a_letter_names_the_step_that_is_open():
    said = apology.sentence(seen("Ký kết quả"), LateCause.WORKLOAD)
    assert "đang ở bước “Ký kết quả” tại Ủy ban nhân dân xã Yên Trúc từ ngày 09/10/2026" in said


def test_a_letter_about_a_result_that_came_late_names_no_step_but_the_day_of_the_result():
    for step in ("", "Trả kết quả"):
        said = apology.sentence(seen(step, DUE + timedelta(days=3)), LateCause.WORKLOAD)
        assert said == "Khối lượng hồ sơ lớn: hồ sơ có kết quả ngày 12/10/2026, sau ngày hẹn."
