"""The arithmetic of a forecast: habits, the table, the rule, the reasons, the pace."""

import random
from datetime import date, datetime, timedelta

import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from motcua.casework.dossiers.rules.lives import Life, Standstill
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.steering.forecasts.rules import logistic, measures, paces, reasons, thin
from motcua.steering.forecasts.rules.features import FEATURES, Told
from motcua.steering.forecasts.rules.habits import Habits
from motcua.steering.forecasts.rules.loads import Loads
from motcua.steering.forecasts.rules.logistic import Table
from motcua.steering.forecasts.rules.paces import Taken
from motcua.steering.forecasts.rules.tape import Tape
from motcua.steering.forecasts.vocabulary import Band, Feature
from tests.factories.world import VN

DAY = date(2026, 3, 2)
TABLE = Table(
    means=tuple(0.1 * n for n in range(len(FEATURES))),
    scales=tuple(1 + 0.1 * n for n in range(len(FEATURES))),
    weights=tuple((-1) ** n * 0.2 * n for n in range(len(FEATURES))),
    intercept=-2.0,
    scores=(-3.0, -1.0, 1.0),
    shares=(0.0, 0.2, 1.0),
)


def a_life(**changed):
    received = datetime(2026, 3, 2, 8, tzinfo=VN)
    plain = {
        "dossier_id": 1, "procedure": "1", "agency_id": 1, "competent_id": 1, "channel": "online",
        "received_at": received, "began_at": received, "completed_at": datetime(2026, 3, 6, 16, tzinfo=VN),
        "promises": [(received, datetime(2026, 3, 9, 17, tzinfo=VN))], "standstills": [], "stays": [],
    }  # fmt: skip
    return Life(**{**plain, **changed})


def test_the_parts_and_the_intercept_are_the_score_and_the_table_survives_being_kept():
    numbers = [random.Random(n).uniform(-3, 3) for n in range(len(FEATURES))]
    assert sum(TABLE.parts(numbers)) + TABLE.intercept == pytest.approx(TABLE.score(numbers))
    assert logistic.from_json(TABLE.as_json()) == TABLE
    assert 0 < TABLE.probability(numbers) < 1
    with pytest.raises(KeyError):
        logistic.from_json({**TABLE.as_json(), "features": {}})


def test_a_higher_score_never_means_a_lower_share():
    shares = [logistic.interpolated(score / 10, TABLE.scores, TABLE.shares) for score in range(-50, 50)]
    assert shares == sorted(shares)
    assert logistic.interpolated(0.0, TABLE.scores, TABLE.shares) == pytest.approx(0.6)


def test_only_what_raises_the_risk_is_a_reason_strongest_first():
    parts = [0.0] * len(FEATURES)
    parts[0], parts[2], parts[3], parts[4], parts[5] = 0.2, 1.5, -3.0, 0.9, 0.01
    assert [feature for feature, _ in logistic.strongest(parts)] == [FEATURES[2], FEATURES[4], FEATURES[0]]


@pytest.mark.parametrize("feature", list(Feature))
def test_every_feature_can_say_its_reason(feature):
    told = Told(tuple(1.0 for _ in FEATURES), 1.25, 2.0, 1.5, 3.0, 12.4, 0.08, 0.1, 0.2)
    found = reasons.reason(feature, 0.4, told)
    said = reasons.sentence(feature, found.says)
    assert "{" not in said
    assert "." not in said


def test_a_reason_is_said_with_its_numbers_the_vietnamese_way():
    assert reasons.sentence(Feature.NEED, (1.25, 2.0)) == "còn 1,2 ngày làm việc, phần việc còn lại thường mất 2 ngày"
    assert reasons.sentence(Feature.LOAD, (12.4,)) == "việc đang chờ ở nơi giữ bằng 12 ngày làm"


def test_the_measures_are_those_of_scikit_learn():
    dice = random.Random(1)
    late = [int(dice.random() < 0.3) for _ in range(500)]
    said = [round(dice.random() * 0.5 + 0.3 * one, 2) for one in late]
    assert measures.auc(said, late) == pytest.approx(roc_auc_score(late, said))
    assert measures.brier(said, late) == pytest.approx(brier_score_loss(late, said))
    assert measures.auc([0.1, 0.2], [0, 0]) is None
    assert measures.brier([], []) is None


def test_fewer_days_left_are_never_less_likely_to_be_late():
    dice = random.Random(2)
    mornings = [(dice.uniform(0, 20), dice.random() < 0.3 * dice.random()) for _ in range(2000)]
    shares = thin.rates(mornings)
    assert list(shares) == sorted(shares, reverse=True)
    assert 0 < thin.rate(shares, 100) <= thin.rate(shares, 0) < 1
    assert thin.rates(mornings[:150]) == ()
    assert thin.rates([(days, False) for days, _ in mornings]) == ()


def test_the_rate_of_the_days_left_is_what_was_seen():
    mornings = [(0.5, n < 400) for n in range(1000)] + [(8.0, n < 50) for n in range(1000)]
    shares = thin.rates(mornings)
    assert thin.rate(shares, 0.2) == pytest.approx(0.4, abs=0.01)
    assert thin.rate(shares, 8.9) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    ("days", "steps", "band"), [(0.5, 1, Band.HIGH), (1.5, 1, Band.MEDIUM), (5, 1, Band.LOW), (0.4, 0, Band.HIGH)]
)
def test_where_only_the_date_is_known_the_time_a_step_decides(days, steps, band):
    assert thin.band_of_days(days, steps) is band


def test_little_history_is_drawn_towards_the_whole_and_old_history_fades():
    habits = Habits(since=DAY)
    for number in range(400):
        habits.saw_end("common", [1], late=number % 10 == 0, on=DAY)
    habits.saw_end("rare", [2], late=True, on=DAY)
    assert habits.overall(DAY) == pytest.approx(0.1, abs=0.01)
    assert habits.late_rate("common", DAY) == pytest.approx(0.1, abs=0.01)
    assert habits.late_rate("rare", DAY) < 0.2
    assert habits.late_rate("unknown", DAY) == pytest.approx(habits.overall(DAY))
    later = DAY + timedelta(days=360)
    for _ in range(100):
        habits.saw_end("common", [1], late=True, on=later)
    assert habits.late_rate("common", later) > (40 + 100) / 500 + 0.1


def test_a_slow_agency_is_slow_at_steps_it_has_never_done():
    habits = Habits(since=DAY)
    for _ in range(60):
        habits.saw_step("p", "check", 1, (400.0, 800.0), on=DAY)
        habits.saw_step("p", "check", 2, (100.0, 200.0), on=DAY)
        habits.saw_step("q", "check", 2, (100.0, 200.0), on=DAY)
    assert habits.step_minutes("p", "check", 1, DAY) > 2 * habits.step_minutes("p", "check", 2, DAY)
    assert habits.step_minutes("q", "check", 1, DAY) > habits.step_minutes("q", "check", 2, DAY)
    assert habits.rest_minutes("p", "check", 1, DAY) > habits.step_minutes("p", "check", 1, DAY)


def test_habits_that_were_kept_say_the_same_on_that_day():
    habits, dice, later = Habits(since=DAY), random.Random(3), DAY + timedelta(days=200)
    for number in range(300):
        on = DAY + timedelta(days=number * 200 // 300)
        habits.saw_end("p", [number % 3], late=dice.random() < 0.2, on=on)
        habits.saw_step("p", "s", number % 3, (dice.uniform(50, 500), dice.uniform(500, 900)), on=on)
    again = Habits(habits.kept(later), since=later)
    assert again.late_rate("p", later) == pytest.approx(habits.late_rate("p", later), rel=1e-3)
    assert again.late_rate_lately(1, later) == pytest.approx(habits.late_rate_lately(1, later), rel=1e-3)
    assert again.rest_minutes("p", "s", 2, later) == pytest.approx(habits.rest_minutes("p", "s", 2, later), rel=1e-3)


def test_the_queue_is_what_is_open_in_days_of_what_was_done():
    rows = [(7, DAY, 40, 0), *((7, DAY + timedelta(days=n), 2, 2) for n in range(1, 28))]
    loads = Loads(rows)
    assert loads.queue_days(7, DAY) == 0
    assert loads.queue_days(7, DAY + timedelta(days=28)) == pytest.approx(40 / (54 / 20))
    assert loads.queue_days(8, DAY) == 0


def test_the_time_a_procedure_takes_leaves_out_waits_for_the_applicant_but_not_the_administrations_own():
    tape = Tape(WorkCalendar(), DAY - timedelta(days=7), DAY + timedelta(days=60))
    since, until = datetime(2026, 3, 3, 8, tzinfo=VN), datetime(2026, 3, 5, 8, tzinfo=VN)
    assert paces.taken(a_life(), tape).days == 5
    assert paces.taken(a_life(standstills=[Standstill("supplement", since, until, True)]), tape).days == 3
    assert paces.taken(a_life(standstills=[Standstill("outage", since, until, True)]), tape).days == 5
    assert paces.taken(a_life(completed_at=None), tape) is None
    assert paces.taken(a_life(completed_at=datetime(2026, 3, 2, 9, tzinfo=VN)), tape).days == 1


def test_a_pace_is_shown_of_the_agency_else_of_the_procedure_else_not_at_all():
    done = [Taken("p", 1, 1 + n % 10, DAY) for n in range(100)] + [Taken("p", 2, 4, DAY) for _ in range(5)]
    found = paces.paces([*done, Taken("q", 1, 2, DAY)], 0.9, as_of=DAY)
    here = paces.shown(found, "p", 1)
    assert (here.n, here.median, here.p90) == (100, 6, 10)
    assert paces.shown(found, "p", 2) == paces.shown(found, "p", None) == found["p", None]
    assert paces.shown(found, "q", 1) is None
    assert paces.paces(done, 0.9, as_of=DAY + timedelta(days=400)) == {}


def test_the_level_is_corrected_until_nine_of_ten_keep_what_was_shown_even_when_time_has_changed():
    dice = random.Random(5)
    before = [Taken("p", dice.randrange(4), round(dice.lognormvariate(2, 0.5)) + 1, DAY) for _ in range(4000)]
    level, shares = paces.DEFAULT_LEVEL, []
    for _ in range(40):
        later = [Taken("p", dice.randrange(4), round(dice.lognormvariate(2, 0.5) * 1.15) + 1, DAY) for _ in range(500)]
        needed = paces.needed(before, later, as_of=DAY)
        shares.append(sum(one < level for one in needed) / len(needed))
        level = paces.corrected(level, sum(one < level for one in needed), len(needed))
    assert shares[0] < 0.88, "what became slower keeps less at first"
    assert 0.89 <= sum(shares[5:]) / len(shares[5:]) <= 0.91
    assert paces.corrected(0.9, 0, 0) == 0.9
    assert 0.9 < paces.corrected(0.9, 0, 2) < 0.91, "two dossiers move it little"


def test_the_level_a_dossier_needs_is_the_one_at_which_what_was_shown_holds():
    dice = random.Random(6)
    before = [Taken("p", 1, dice.randrange(1, 15), DAY) for _ in range(99)]
    for days in range(1, 17):
        (needed,) = paces.needed(before, [Taken("p", 1, days, DAY)], as_of=DAY)
        for level in (n / 400 for n in range(200, 400)):
            kept, _ = paces.coverage(paces.paces(before, level, as_of=DAY), [Taken("p", 1, days, DAY)])
            assert bool(kept) == (level > needed + 1e-9), (days, level)


def test_late_is_by_date_and_without_a_result_too():
    due = datetime(2026, 3, 9, 17, tzinfo=VN)
    assert not a_life(completed_at=due + timedelta(hours=3)).is_late(), "on the day itself is on time"
    assert a_life(completed_at=due + timedelta(hours=8)).is_late()
    assert a_life(completed_at=None).is_late()
    moved = a_life(promises=[(DAY_AT, due), (due, due + timedelta(days=7))], completed_at=due + timedelta(days=5))
    assert not moved.is_late()
    assert moved.promised(DAY_AT) == due


DAY_AT = datetime(2026, 3, 2, 8, tzinfo=VN)
