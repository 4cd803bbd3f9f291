"""One chip and one thing beside it: late with or without a letter, moved with its first date, standing still and why."""

from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.rules.chips import Standing, said
from motcua.casework.dossiers.vocabulary import LetterState, PauseCause
from motcua.ground.kernel.worktime import WorkCalendar
from tests.factories.world import VN

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=VN)  # a Thursday
DUE = datetime(2026, 11, 18, 17, 0, tzinfo=VN)
LATER = datetime(2026, 11, 25, 17, 0, tzinfo=VN)
CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("letter", "note", "bad"),
    [
        (None, "chưa có thư xin lỗi", True),
        (LetterState.DRAFTED, "thư xin lỗi chờ duyệt", True),
        (LetterState.SENT, "đã có thư xin lỗi", False),
    ],
)
def test_a_late_dossier_says_whether_somebody_apologised(letter, note, bad):
    shown = said(NOW, Standing(due_at=DUE, letter=letter), CALENDAR)
    assert (shown.chip.kind, shown.note, shown.bad) == ("late", note, bad)


def test_a_date_that_a_letter_moved_keeps_its_first_one_beside_it():
    shown = said(NOW, Standing(due_at=LATER, legal_due_at=DUE, letter=None), CALENDAR)
    assert (shown.chip.kind, shown.chip.text, shown.note) == ("extended", "Hẹn lại 25/11", "hạn gốc 18/11")


def test_a_moved_date_that_comes_near_is_as_urgent_as_any_other():
    shown = said(LATER - timedelta(hours=3), Standing(due_at=LATER, legal_due_at=DUE), CALENDAR)
    assert (shown.chip.kind, shown.note) == ("today", "hạn gốc 18/11")


@pytest.mark.parametrize("cause", list(PauseCause))
def test_a_clock_that_stands_is_never_late_and_says_why(cause):
    shown = said(NOW, Standing(due_at=DUE, pause=cause, paused_at=DUE), CALENDAR)
    assert shown.chip.kind == "paused"
    assert shown.note.endswith("từ 18/11")
    assert not shown.bad


def test_a_pause_that_the_rules_do_not_count_leaves_the_clock_running():
    shown = said(NOW, Standing(due_at=LATER, pause=PauseCause.FINANCE, paused_at=DUE, counts=False), CALENDAR)
    assert (shown.chip.kind, shown.note) == ("ok", "chờ nộp tiền từ 18/11")
    late = said(NOW, Standing(due_at=DUE, pause=PauseCause.FINANCE, paused_at=DUE, counts=False), CALENDAR)
    assert late.note == "chưa có thư xin lỗi"


def test_a_result_is_judged_by_the_date_without_any_letter():
    shown = said(LATER, Standing(due_at=LATER, legal_due_at=DUE, finished_at=LATER), CALENDAR)
    assert shown.chip.text == "Xong, trễ 5 ngày"


def test_what_was_withdrawn_or_stopped_is_neither_late_nor_done():
    assert said(NOW, Standing(due_at=DUE, ended_at=NOW), CALENDAR).chip.kind == "ended"
