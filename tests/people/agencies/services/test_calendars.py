"""Changing a working calendar on the real database, through the services."""

from datetime import date, datetime, time

import pytest

from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.kernel.worktime import DayKind
from motcua.ground.outbox import queries as journal
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.rules import holidays
from motcua.people.agencies.services import calendars as services
from motcua.people.agencies.services import organisation, shipped
from motcua.people.agencies.services.calendars import DaySetting
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity import services as identity

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, 0, tzinfo=VIETNAM)
BY = system("test")
MONDAY = date(2026, 11, 9)
MORNING = ((time(7, 30), time(11, 30)),)


@pytest.fixture(autouse=True)
def _nothing_kept():
    calendars.forget(unsettled=False)
    yield
    calendars.forget(unsettled=False)


@pytest.fixture
def province():
    return organisation.found("H99", "UBND tỉnh", AgencyKind.PROVINCE, by=BY, at=AT)


@pytest.fixture
def commune(province):
    return organisation.found("H99.15", "UBND xã", AgencyKind.COMMUNE, by=BY, at=AT, parent_id=province)


def someone_of(agency_id, *roles):
    account = identity.open_account(
        email=f"{'-'.join(roles)}-{agency_id}@example.vn", name="Lê Thị Ý", password="mật khẩu đủ dài", at=AT
    )
    post = organisation.open_post(agency_id, "Vị trí", roles, by=BY, at=AT)
    staff = organisation.appoint(account, "Lê Thị Ý", post, by=BY, at=AT, start=date(2026, 1, 1))
    return Actor(kind=ActorKind.STAFF, staff_id=staff, post_id=post, agency_id=agency_id, name="Lê Thị Ý")


def calendar(agency_id=None):
    return calendars.calendar_of(agency_id, first=date(2026, 1, 1), last=date(2026, 12, 31))


def closed(on=MONDAY, **more):
    return DaySetting(on=on, kind=DayKind.CLOSED, note="Nghỉ tránh bão", decision_no="12/CĐ-UBND", **more)


def test_migration_installs_the_decided_years_and_proposes_2027():
    assert calendars.years() == tuple(range(2018, 2028))
    assert calendars.unconfirmed_years() == (2027,)
    for year in range(2018, 2028):
        rows = {(row.on, row.kind, row.active, row.decision_no) for row in calendars.days(None, year=year)}
        assert rows == {(day.on, day.kind, day.active, day.decision) for day in holidays.days_of(year)}


def test_culture_day_counts_for_nothing_until_an_administrator_decides():
    assert calendar().is_workday(date(2026, 11, 24))
    (day,) = calendars.unsettled_days(since=date(2026, 1, 1))[:1]
    assert day.on == date(2026, 11, 24)
    decided = DaySetting(on=day.on, kind=DayKind.HOLIDAY, note=day.note, decision_no="Luật số 1", seen=day.revision)
    services.set_day(None, decided, by=BY, at=AT)
    assert not calendar().is_workday(date(2026, 11, 24))
    assert date(2026, 11, 24) not in {row.on for row in calendars.unsettled_days(since=date(2026, 1, 1))}


def test_a_province_closes_its_communes_and_a_commune_may_open_again(province, commune):
    services.set_day(province, closed(), by=BY, at=AT)
    assert calendar().is_workday(MONDAY)
    assert not calendar(province).is_workday(MONDAY)
    assert not calendar(commune).is_workday(MONDAY)
    opened = DaySetting(on=MONDAY, kind=DayKind.NORMAL, note="Vẫn trực", decision_no="3/TB-UBND")
    services.set_day(commune, opened, by=BY, at=AT)
    assert calendar(commune).is_workday(MONDAY)
    services.remove_day(commune, MONDAY, decision_no="4/TB-UBND", by=BY, at=AT)
    assert not calendar(commune).is_workday(MONDAY)


def test_a_removed_national_day_stays_on_record_with_the_decision_that_ended_it():
    services.remove_day(None, date(2026, 9, 1), decision_no="99/VPCP", by=BY, at=AT)
    assert calendar().is_workday(date(2026, 9, 1))
    (row,) = [row for row in calendars.days(None, year=2026) if row.on == date(2026, 9, 1)]
    assert (row.active, row.decision_no) == (False, "99/VPCP")


def test_every_change_is_one_event_with_its_decision(commune):
    services.set_day(commune, closed(), by=BY, at=AT, key="k1")
    services.set_day(commune, closed(), by=BY, at=AT, key="k1")
    (entry,) = journal.history(f"calendar:{commune}")
    assert entry.name == "CalendarChanged"
    assert entry.payload == {"decision_no": "12/CĐ-UBND", "changes": ["2026-11-09 closed"]}


@pytest.mark.parametrize("number", ["", "  \n"])
def test_nothing_changes_without_a_decision_number(commune, number):
    day = DaySetting(on=MONDAY, kind=DayKind.CLOSED, note="", decision_no=number)
    for act in (
        lambda: services.set_day(commune, day, by=BY, at=AT),
        lambda: services.remove_day(commune, MONDAY, decision_no=number, by=BY, at=AT),
        lambda: services.confirm_year(2027, decision_no=number, by=BY, at=AT),
        lambda: services.set_hours(commune, {0: MORNING}, valid_from=MONDAY, decision_no=number, by=BY, at=AT),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert "decision_no" in refused.value.fields


def test_an_edit_of_what_somebody_else_has_changed_is_stale(commune):
    services.set_day(commune, closed(seen=0), by=BY, at=AT)
    with pytest.raises(Stale):
        services.set_day(commune, closed(seen=0), by=BY, at=AT)
    services.set_day(commune, closed(seen=1), by=BY, at=AT)


def test_removing_what_is_not_there_is_refused(commune):
    with pytest.raises(NotFound):
        services.remove_day(commune, MONDAY, decision_no="1", by=BY, at=AT)


@pytest.mark.parametrize(
    "hours",
    [
        ((time(11, 30), time(7, 30)),),
        ((time(7, 30), time(12, 0)), (time(11, 0), time(17, 0))),
        ((time(8), time(8)),),
    ],
)
def test_hours_out_of_order_are_refused(commune, hours):
    day = DaySetting(on=MONDAY, kind=DayKind.HALF_DAY, note="", decision_no="1", hours=hours)
    with pytest.raises(Invalid) as refused:
        services.set_day(commune, day, by=BY, at=AT)
    assert "hours" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        services.set_hours(commune, {0: MORNING, 2: hours}, valid_from=MONDAY, decision_no="1", by=BY, at=AT)
    assert set(refused.value.fields) == {"day_2"}


def test_a_half_day_says_which_half(commune):
    half = DaySetting(on=MONDAY, kind=DayKind.HALF_DAY, note="Họp HĐND", decision_no="5/TB", hours=MORNING)
    services.set_day(commune, half, by=BY, at=AT)
    assert calendar(commune).hours(MONDAY) == MORNING
    vague = DaySetting(on=MONDAY, kind=DayKind.HALF_DAY, note="", decision_no="5/TB")
    with pytest.raises(Invalid):
        services.set_day(commune, vague, by=BY, at=AT)


def test_hours_hold_from_their_day_on_and_below(province, commune):
    services.set_hours(province, {0: MORNING}, valid_from=MONDAY, decision_no="7/QĐ", by=BY, at=AT)
    assert calendar(commune).hours(date(2026, 11, 2)) != MORNING
    assert calendar(commune).hours(MONDAY) == MORNING
    assert calendar().hours(MONDAY) != MORNING
    assert calendars.week(commune, on=MONDAY)[0].agency_id == province


def test_a_reception_saturday_is_kept_apart_from_the_count(commune):
    services.set_hours(commune, {5: MORNING}, valid_from=MONDAY, decision_no="7/QĐ", uncounted={5}, by=BY, at=AT)
    saturday = date(2026, 11, 14)
    assert calendar(commune).hours(saturday) == MORNING
    assert not calendar(commune).is_workday(saturday)


def test_a_week_without_any_counted_day_is_refused(commune):
    with pytest.raises(Invalid):
        services.set_hours(commune, dict.fromkeys(range(7), ()), valid_from=MONDAY, decision_no="1", by=BY, at=AT)


def test_2027_is_confirmed_by_the_decision_that_announces_it():
    services.confirm_year(2027, decision_no="100/TB-BNV", by=BY, at=AT)
    rows = [row for row in calendars.days(None, year=2027) if row.active]
    assert {(row.confirmed, row.decision_no) for row in rows} == {(True, "100/TB-BNV")}
    assert calendars.unconfirmed_years() == ()
    assert any(not row.active and not row.confirmed for row in calendars.days(None, year=2027))
    with pytest.raises(NotFound):
        services.confirm_year(2027, decision_no="100/TB-BNV", by=BY, at=AT)


def test_a_proposed_year_keeps_what_is_there():
    tet = DaySetting(on=date(2028, 1, 25), kind=DayKind.HOLIDAY, note="Tết", decision_no="1/TB")
    services.set_day(None, tet, by=BY, at=AT)
    services.propose_year(2028, by=BY, at=AT)
    rows = {row.on: row for row in calendars.days(None, year=2028)}
    assert rows[date(2028, 1, 25)].confirmed
    assert not rows[date(2028, 1, 26)].confirmed


def test_a_year_nobody_has_entered_follows_the_law():
    far = calendars.calendar_of(None, first=date(2030, 1, 1), last=date(2030, 12, 31))
    assert not far.is_workday(date(2030, 4, 12))
    assert not far.days[date(2030, 4, 12)].confirmed


def test_who_may_keep_which_calendar(province, commune):
    clerk, head, chief = (
        someone_of(commune, "clerk"),
        someone_of(commune, "one_stop_head"),
        someone_of(province, "one_stop_head"),
    )
    administrator = someone_of(province, "administrator")
    services.set_day(commune, closed(), by=head, at=AT)
    services.set_day(commune, closed(), by=chief, at=AT)
    services.set_day(None, closed(), by=administrator, at=AT)
    for by, agency_id in ((clerk, commune), (head, province), (head, None), (chief, None)):
        with pytest.raises(NotAllowed):
            services.set_day(agency_id, closed(), by=by, at=AT)


def test_a_kept_calendar_costs_no_statement(commune, queries):
    calendars.forget(unsettled=False)
    with queries(max=3):
        calendar(commune)
    with queries(max=0):
        calendar(commune)


def test_shipping_again_changes_nothing_that_an_installation_has_decided():
    services.remove_day(None, date(2026, 9, 1), decision_no="99/VPCP", by=BY, at=AT)
    before = [calendars.days(None, year=year) for year in calendars.years()]
    shipped.install()
    assert [calendars.days(None, year=year) for year in calendars.years()] == before
