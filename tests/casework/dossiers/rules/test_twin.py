"""When paper and electronic half are together, since when not, and what may be done."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.casework.dossiers.rules import twin
from motcua.casework.dossiers.rules.twin import Case, Stay
from motcua.casework.dossiers.vocabulary import Flag, SetKind, Status, Whereabouts
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.worktime import DayKind, DayRule, WorkCalendar

CENTRE, COMMITTEE = 1, 2
THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=VIETNAM)
OFFICE, AWAY = Whereabouts.AGENCY, Whereabouts.TRANSIT
PAPERS, RESULT = SetKind.PAPERS, SetKind.RESULT


def case(status, flag=Flag.NONE, item=COMMITTEE):
    return Case(status=status, flag=flag, agency_id=CENTRE, item_agency_id=item)


@pytest.mark.parametrize(
    ("kind", "status", "flag", "belongs"),
    [
        (PAPERS, Status.REGISTERED, Flag.NONE, (OFFICE, CENTRE)),
        (PAPERS, Status.SUPPLEMENT, Flag.BEFORE_RECEIPT, (OFFICE, CENTRE)),
        (PAPERS, Status.RECEIVED, Flag.NONE, (OFFICE, COMMITTEE)),
        (PAPERS, Status.PROCESSING, Flag.NONE, (OFFICE, COMMITTEE)),
        (PAPERS, Status.SUPPLEMENT, Flag.NONE, (OFFICE, COMMITTEE)),
        (PAPERS, Status.FINANCE, Flag.NONE, (OFFICE, COMMITTEE)),
        (PAPERS, Status.COMPLETED, Flag.NONE, None),
        (PAPERS, Status.RETURNED, Flag.NONE, None),
        (PAPERS, Status.STOPPED, Flag.NONE, None),
        (PAPERS, Status.WITHDRAWN, Flag.NONE, (Whereabouts.APPLICANT, None)),
        (PAPERS, Status.DECLINED, Flag.NONE, (Whereabouts.APPLICANT, None)),
        (RESULT, Status.PROCESSING, Flag.NONE, None),
        (RESULT, Status.COMPLETED, Flag.REJECTED, (OFFICE, COMMITTEE)),
        (RESULT, Status.RETURNED, Flag.NONE, (Whereabouts.APPLICANT, None)),
    ],
)
def test_papers_follow_the_open_step_and_a_result_the_way_back(kind, status, flag, belongs):
    assert twin.wanted(kind, case(status, flag)) == belongs


@pytest.mark.parametrize(
    ("bags", "held"),
    [
        ([], True),
        ([(0, OFFICE, COMMITTEE)], True),
        ([(0, Whereabouts.ARCHIVE, COMMITTEE)], True),
        ([(0, OFFICE, COMMITTEE), (1, Whereabouts.ARCHIVE, COMMITTEE)], True),
        ([(0, OFFICE, CENTRE)], False),
        ([(0, Whereabouts.ARCHIVE, CENTRE)], False),
        ([(0, AWAY, None)], False),
        ([(0, AWAY, COMMITTEE)], False),
        ([(0, Whereabouts.APPLICANT, None)], False),
        ([(0, Whereabouts.LOST, None)], False),
        ([(0, OFFICE, COMMITTEE), (1, OFFICE, CENTRE)], False),
    ],
)
def test_an_agency_holds_the_papers_once_every_bag_was_scanned_in_there(bags, held):
    assert twin.held(stays(*bags), COMMITTEE) is held
    assert twin.may_act(needs_paper=True, bags=stays(*bags), agency_id=COMMITTEE) is held
    assert twin.may_act(needs_paper=False, bags=stays(*bags), agency_id=COMMITTEE)


def test_a_step_works_with_the_papers_until_there_is_a_result_to_give_out():
    assert {status for status in Status if twin.at_work(status) is RESULT} == {Status.COMPLETED}


def test_every_status_says_where_papers_belong_or_that_nobody_waits():
    for status in Status:
        for kind in SetKind:
            twin.wanted(kind, case(status, item=None))


def stays(*said):
    return [Stay(THURSDAY + timedelta(hours=hours), place, agency) for hours, place, agency in said]


def test_the_time_apart_runs_on_while_paper_goes_astray_and_the_step_moves_on():
    wishes = stays((0, OFFICE, CENTRE), (1, OFFICE, COMMITTEE), (5, OFFICE, 3))
    bag = stays((0, OFFICE, CENTRE), (2, AWAY, None), (3, OFFICE, 9), (4, AWAY, None))
    assert twin.apart_since(wishes, bag) == THURSDAY + timedelta(hours=1)


def test_the_time_apart_begins_anew_after_the_halves_met():
    wishes = stays((0, OFFICE, CENTRE), (1, OFFICE, COMMITTEE), (6, OFFICE, 3))
    bag = stays((0, OFFICE, CENTRE), (2, OFFICE, COMMITTEE))
    assert twin.apart_since(wishes, bag) == THURSDAY + timedelta(hours=6)


def test_a_lost_bag_stays_apart_and_an_applicant_who_is_waited_for_may_have_his():
    wishes = stays((0, OFFICE, COMMITTEE))
    assert twin.apart_since(wishes, stays((0, OFFICE, COMMITTEE), (1, Whereabouts.LOST, None)))
    with_him = stays((0, OFFICE, COMMITTEE), (1, Whereabouts.APPLICANT, None))
    assert twin.apart_since(wishes, with_him, waiting=True) is None
    assert twin.apart_since(wishes, with_him) == THURSDAY + timedelta(hours=1)


def test_where_nobody_waits_nothing_is_apart():
    assert twin.apart_since([], stays((0, OFFICE, CENTRE))) is None
    assert twin.apart_since([*stays((0, OFFICE, 2)), Stay(THURSDAY, None)], stays((0, OFFICE, CENTRE))) is None


SPANS = some.lists(
    some.tuples(some.integers(0, 40), some.sampled_from([(OFFICE, 1), (OFFICE, 2), (OFFICE, 3), (AWAY, None)])),
    min_size=1,
    max_size=8,
)


@given(SPANS, SPANS)
def test_the_time_apart_is_that_of_a_clock_that_looks_every_minute(wishes, bag):
    def told(spans):
        return [
            Stay(THURSDAY + timedelta(minutes=minute), *where) for minute, where in sorted(spans, key=lambda s: s[0])
        ]

    wishes, bag = told(wishes), told(bag)
    began = None
    for minute in range(41):
        moment = THURSDAY + timedelta(minutes=minute)
        wish, lies = twin.at(wishes, moment), twin.at(bag, moment)
        if wish is None or lies is None or (wish.place is OFFICE and lies == Stay(lies.since, OFFICE, wish.agency_id)):
            began = None
        elif wish.place is OFFICE or lies.place is not wish.place:
            began = began or moment
        else:
            began = None
    assert twin.apart_since(wishes, bag) == began


CALENDAR = WorkCalendar(days={date(2026, 11, 20): DayRule(kind=DayKind.CLOSED)})


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-18T09:00", "2026-11-18T17:00"),
        ("2026-11-18T15:00", "2026-11-18T17:00"),
        ("2026-11-18T15:01", "2026-11-19T08:30"),
        ("2026-11-18T18:00", "2026-11-19T08:30"),
        ("2026-11-18T06:00", "2026-11-18T17:00"),
        ("2026-11-19T16:00", "2026-11-23T08:30"),
        ("2026-11-21T09:00", "2026-11-23T08:30"),
    ],
)
def test_papers_go_the_same_day_and_after_the_cutoff_at_the_beginning_of_the_next(received, by):
    # 61/2018/NĐ-CP, Điều 18 khoản 2; 20/11 is closed, 21–22/11 a weekend
    since = datetime.fromisoformat(received).replace(tzinfo=VIETNAM)
    assert twin.send_by(since, CALENDAR, time(15)) == datetime.fromisoformat(by).replace(tzinfo=VIETNAM)


def test_the_alarm_counts_working_hours():
    at_three = THURSDAY.replace(hour=15)
    assert twin.alarm_at(at_three, 8, CALENDAR) == datetime(2026, 11, 23, 15, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("needs", "bags", "may"),
    [
        (False, stays((0, AWAY, None)), True),
        (True, [], True),
        (True, stays((0, OFFICE, COMMITTEE)), True),
        (True, stays((0, Whereabouts.ARCHIVE, COMMITTEE)), True),
        (True, stays((0, OFFICE, CENTRE)), False),
        (True, stays((0, AWAY, None)), False),
        (True, stays((0, Whereabouts.LOST, None)), False),
        (True, stays((0, OFFICE, COMMITTEE), (0, AWAY, None)), False),
    ],
)
def test_an_agency_acts_only_with_every_bag_where_the_rules_ask_for_the_papers(needs, bags, may):
    assert twin.may_act(needs, bags, COMMITTEE) is may
