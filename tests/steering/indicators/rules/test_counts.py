"""What a dossier counts for: in every period what came in and what lay there is what was resolved and what is left."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.clock import VIETNAM
from motcua.steering.indicators.rules import cells, windows
from motcua.steering.indicators.rules.counts import IDENTITIES, counts, is_on_time
from motcua.steering.indicators.rules.flows import flows, standing
from motcua.steering.indicators.rules.periods import containing, parse
from motcua.steering.indicators.rules.records import Told, fold
from motcua.steering.indicators.rules.windows import OF_PETITIONS, OF_THE_TOLD, STANDING
from motcua.steering.indicators.vocabulary import Count, Grain, PeriodKind

NOVEMBER = parse("2026-11")
NOW = datetime(2026, 12, 20, 10, tzinfo=VIETNAM)
SHOWN = (
    set(Count) - {Count.UNKEPT, Count.RESOLVED_UNKEPT, Count.ELAPSED_HOURS, Count.UNBLAMED, *OF_THE_TOLD} - OF_PETITIONS
)
CALENDAR = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]
ENDS = ["DossierCompleted", "DossierRejected", "DossierWithdrawn", "DossierStopped"]


def at(day, hour=9, month=11):
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


def told(name, moment, **payload):
    return Told(name=name, at=moment, payload=payload)


def received(moment, due_at, channel="in_person"):
    return told(
        "DossierReceived", moment, code="H1-1", agency_id=2, competent_id=1, procedure="1.1", channel=channel,
        received_at=moment.isoformat(), due_at=due_at.isoformat(),
    )  # fmt: skip


def asked(moment):
    return told("SupplementRequested", moment, before_receipt=False)


def supplied(moment, due_at):
    return told("DossierSupplemented", moment, due_at=due_at.isoformat(), restarted=True)


def counted(*entries, period=NOVEMBER, now=NOW):
    found = list(counts(fold(entries), period, at=now))
    assert len(found) == len(set(found))
    return set(found)


@st.composite
def lives(draw):
    """Return the journal of a dossier: received, asked, paused, apologised for, ended, at moments in a row."""
    start = at(1, month=9) + timedelta(hours=draw(st.integers(0, 24 * 100)))
    moments = [start + timedelta(hours=n) for n in sorted(draw(st.lists(st.integers(1, 24 * 90), min_size=7)))[:7]]
    due = start + timedelta(days=draw(st.integers(1, 40)))
    entries = [received(start, due, draw(st.sampled_from(["online", "in_person", "postal"])))]
    if draw(st.booleans()):
        entries.append(asked(moments[0]))
        if draw(st.booleans()):
            entries.append(supplied(moments[1], moments[1] + timedelta(days=5)))
    if draw(st.booleans()):
        entries.append(told("ApologySent", moments[2], for_due_at=due.isoformat(), due_at=""))
    if draw(st.booleans()):
        end = draw(st.sampled_from(ENDS))
        entries.append(told(end, moments[3], timeliness=draw(st.sampled_from(["early", "on_time", "late"]))))
        entries += [told("DossierReturned", moments[4])] * draw(st.booleans())
    facts = [
        told("FeeAssessed", moments[1], amount=50_000),
        told("FeePaid", moments[1], total=50_000, online=draw(st.booleans())),
        told("ComponentDigitised", moments[1], reused=draw(st.booleans()), from_store=False),
        told("ResultDigitised", moments[3]),
        told("DossierSynced", moments[2]),
        told("ApplicantVerified", moments[1]),
        told("RatingGiven", moments[4] + timedelta(days=40), level=draw(st.sampled_from(["yes", "no"]))),
        told("DossierPetitioned", moments[draw(st.integers(0, 4))]),
    ]
    return entries + draw(st.lists(st.sampled_from(facts), max_size=6))


def report(moves, period, today):
    """The counts of a period by way of the cells, as the tables keep them."""
    kept = Counter()
    for (day, count), by in moves.items():
        for grain in Grain:
            kept[grain, cells.first_of(grain, day), count] += by
    return windows.told(added(kept, cells.through(min(period.first - timedelta(days=1), today))),
                        added(kept, cells.span(period.first, min(period.last, today))))  # fmt: skip


def added(kept, some):
    found = Counter()
    for grain, first, last, sign in some:
        for (kind, day, count), by in kept.items():
            if kind is grain and first <= day <= last:
                found[count] += sign * by
    return found


@given(st.lists(lives(), max_size=12), st.sampled_from(CALENDAR), st.integers(-3, 3), st.integers(0, 24 * 120))
def test_the_sums_of_the_reports_hold_for_any_dossiers_in_any_period(journals, kind, by, hours):
    period, now = containing(kind, at(10).date()).shifted(by), at(1, month=9) + timedelta(hours=hours)
    total = Counter(
        count
        for entries in journals
        if (record := fold([entry for entry in entries if entry.at <= now]))
        for count in counts(record, period, at=now)
    )
    for left, right in IDENTITIES:
        assert sum(total[one] for one in left) == sum(total[one] for one in right)
    assert total[Count.HANDLED] == total[Count.RECEIVED] + total[Count.CARRIED]
    assert total[Count.HANDLED_ON_TIME] <= total[Count.HANDLED]


@given(st.lists(lives(), max_size=8), st.sampled_from(CALENDAR), st.integers(-3, 3), st.integers(0, 24 * 120))
def test_movements_of_days_give_the_counts_of_any_period(journals, kind, by, hours):
    period, now = containing(kind, at(10).date()).shifted(by), at(1, month=9) + timedelta(hours=hours)
    records = [fold([one for one in entries if one.at <= now]) for entries in journals]
    whole = Counter()
    for record in records:
        if record:
            whole.update(flows(record))
    counted_here = Counter(count for record in records if record for count in counts(record, period, at=now))
    said = report(whole, period, now.astimezone(VIETNAM).date())
    assert {count: said[count] for count in SHOWN} == {count: counted_here[count] for count in SHOWN}
    assert said[Count.UNBLAMED] == said[Count.HANDLED_ON_TIME] - said[Count.BLAMED]


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.integers(0, 1500))
def test_a_span_is_made_of_few_cells_and_of_no_day_twice(first, days):
    last = first + timedelta(days=days)
    some, found = cells.span(first, last), Counter()
    for grain, begin, end, sign in some:
        day = begin
        while day <= end:
            after = {
                Grain.DAY: day + timedelta(days=1),
                Grain.MONTH: containing(PeriodKind.MONTH, day).shifted(1).first,
                Grain.YEAR: containing(PeriodKind.YEAR, day).shifted(1).first,
            }[grain]
            for place in range((after - day).days):
                found[day + timedelta(days=place)] += sign
            day = after
    assert {day: times for day, times in found.items() if times} == {
        first + timedelta(days=place): 1 for place in range(days + 1)
    }
    assert sum(one.size for one in some) <= (30 + 11) + 4 + (11 + 16) + 2, "a head from the 2nd on, years, a tail"


def test_the_days_so_far_of_a_year_are_the_year_less_what_is_to_come():
    some = cells.through(date(2026, 11, 27))
    assert [(one.grain, one.sign, one.size) for one in some if one.first.year > 1] == [
        (Grain.YEAR, 1, 1), (Grain.MONTH, -1, 1), (Grain.DAY, -1, 3),
    ]  # fmt: skip


@given(lives(), st.integers(0, 200))
def test_what_a_dossier_stands_for_is_the_sum_of_its_movements(entries, days):
    record, day = fold(entries), (at(1, month=9) + timedelta(days=days)).date()
    stands = Counter()
    for (moved_on, count), by in flows(record).items():
        if count in STANDING and moved_on <= day:
            stands[count] += by
    assert {count for count, number in stands.items() if number} == standing(record, day)
    assert set(stands.values()) <= {0, 1}


@given(lives(), st.integers(-2, 2))
def test_what_is_open_at_the_end_of_a_month_is_carried_into_the_next(entries, by):
    months = [NOVEMBER.shifted(by), NOVEMBER.shifted(by + 1)]
    record, late = fold(entries), at(28, month=12) + timedelta(days=400)
    for before, after in pairwise(set(counts(record, month, at=late)) for month in months):
        assert (Count.OPEN in before) == (Count.CARRIED in after)


@given(lives(), st.data())
def test_a_journal_folded_in_portions_gives_the_same_record(entries, data):
    place = data.draw(st.integers(0, len(entries)))
    assert fold(entries[place:], fold(entries[:place])) == fold(entries)
    assert fold(entries).seq == len(entries)


def test_received_this_month_done_this_month():
    life = (received(at(2), at(9, 17), "online"), told("DossierCompleted", at(6), timeliness="early"))
    assert counted(*life) == {
        Count.RECEIVED, Count.RECEIVED_ONLINE, Count.RESOLVED, Count.RESOLVED_EARLY, Count.COMPLETED, Count.HANDLED,
        Count.HANDLED_ON_TIME,
    }  # fmt: skip
    assert counted(*life, period=parse("2026-12")) == set()
    assert counted(*life, period=parse("2026-10")) == set()


def test_late_with_a_letter_is_told_apart_from_late_without():
    life = [received(at(2), at(5, 17))]
    assert {Count.OPEN_LATE} == counted(*life) & {Count.OPEN_LATE, Count.OPEN_LATE_SORRY}
    life.append(told("ApologySent", at(6), for_due_at=at(5, 17).isoformat(), due_at=at(12, 17).isoformat()))
    assert counted(*life, period=parse("2026-11-10"), now=at(10)) >= {Count.CARRIED, Count.OPEN_ON_TIME}
    assert counted(*life, period=parse("2026-11-16"), now=at(16)) >= {Count.OPEN_LATE, Count.OPEN_LATE_SORRY}
    life.append(told("DossierCompleted", at(17), timeliness="late"))
    assert counted(*life) >= {Count.RESOLVED_LATE, Count.RESOLVED_LATE_SORRY}


def test_withdrawn_and_stopped_stand_under_on_time_and_what_was_never_taken_in_under_nothing_else():
    withdrawn = (received(at(2), at(5, 17)), told("DossierWithdrawn", at(4)))
    assert counted(*withdrawn) >= {Count.RESOLVED_ON_TIME, Count.WITHDRAWN}
    away = told("DossierDeclined", at(4), code="H1-TC1", agency_id=2)
    assert counted(away) == {Count.DECLINED}
    afar = told("DossierSubmitted", at(4), code="H1-2", agency_id=2, competent_id=1, procedure="1.1", channel="online")
    assert counted(afar) == set()
    assert counted(afar, told("DossierDeclined", at(5))) == {Count.DECLINED}


def test_what_waits_for_papers_is_in_time():
    life = (received(at(2), at(5, 17)), asked(at(4)))
    assert counted(*life) >= {Count.OPEN_ON_TIME, Count.HANDLED_ON_TIME}


@pytest.mark.parametrize(
    ("end", "kept"), [(at(5), True), (at(6), False), (at(6) + timedelta(days=30), False)], ids=["day", "after", "much"]
)
def test_the_index_judges_by_the_first_promise(end, kept):
    life = fold((received(at(2), at(5, 17)), told("DossierCompleted", end, timeliness="late")))
    assert is_on_time(life, NOW) is kept


def test_the_index_takes_the_wait_off_the_end_and_no_second_request_is_forgiven():
    life = [received(at(2), at(5, 17)), asked(at(4)), supplied(at(10), at(13, 17))]
    assert is_on_time(fold([*life, told("DossierCompleted", at(11))]), NOW)
    assert not is_on_time(fold([*life, told("DossierCompleted", at(12))]), NOW), "twelve less six days is the sixth"
    again = [*life, asked(at(10, 15)), supplied(at(11), at(16, 17))]
    assert not is_on_time(fold([*again, told("DossierCompleted", at(11, 10))]), NOW)


def test_a_day_is_judged_at_its_end_whatever_the_hour():
    life = [received(at(1), at(11)), asked(at(1, 10)), supplied(at(1, 11), at(6))]
    whole = flows(fold(life))
    for hour in (0, 9, 23):
        now = at(12, hour)
        assert Count.HANDLED_ON_TIME not in counted(*life, now=now)
        assert report(whole, NOVEMBER, now.date())[Count.HANDLED_ON_TIME] == 0
    assert Count.HANDLED_ON_TIME in counted(*life, now=at(11, 23))


def test_a_case_put_right_and_a_taking_elsewhere_promise_anew_a_letter_does_not():
    corrected = told("DossierCorrected", at(3), fields=["case"], due_at=at(20, 17).isoformat())
    begun = told("StepTaken", at(3), due_at=at(20, 17).isoformat())
    letter = told("ApologySent", at(3), for_due_at=at(5, 17).isoformat(), due_at=at(20, 17).isoformat())
    named = told("DossierCorrected", at(3), fields=["owner.name"], due_at=at(5, 17).isoformat())
    end = told("DossierCompleted", at(18))
    first = received(at(2), at(5, 17))
    kept = [is_on_time(fold((first, one, end)), NOW) for one in (corrected, begun, letter, named)]
    assert kept == [True, True, False, False]
