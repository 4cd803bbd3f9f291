"""Morning bulletins: each number is that of its list, each unit's goes out once to who wants it, and on no day off."""

from datetime import date, datetime, timedelta

import pytest

from motcua.doors.web.office.indicators.addresses import OfficeAddresses
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.worktime import DayKind
from motcua.ground.notifications import ports as carriers
from motcua.ground.notifications.models import Message
from motcua.ground.notifications.vocabulary import Channel
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import calendars, organisation
from motcua.people.agencies.services import calendars as keeping
from motcua.people.agencies.services import substitution
from motcua.people.agencies.services.calendars import DaySetting
from motcua.people.agencies.vocabulary import AbsenceReason
from motcua.steering.indicators import ports
from motcua.steering.indicators.models import BulletinIssue
from motcua.steering.indicators.queries import bulletin, figures, scopes
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.services import bulletins, folding
from motcua.steering.indicators.vocabulary import Count, Matter
from tests.casework.dossiers.year import simulate
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, VN, a_dossier, a_world

FRIDAY = date(2026, 11, 27)
SEVEN = datetime(2026, 11, 27, 7, 5, tzinfo=VN)


class Post:
    """Carries mail."""

    def fit(self, text):
        return text

    def send(self, message):
        raise AssertionError("nothing is carried in these tests")


@pytest.fixture
def mail(monkeypatch):
    monkeypatch.setattr(carriers, "_senders", {Channel.EMAIL: Post()})
    monkeypatch.setattr(ports, "_plugged", [])


@pytest.fixture
def world(db):
    calendars.forget(unsettled=False)
    return a_world()


def told_to(key="indicators.bulletin"):
    return sorted(Message.objects.filter(kind=key).values_list("address", flat=True))


def listed(matter, unit, day):
    found, after = [], 0
    while page := bulletin.listed(matter, unit, day, after=after, limit=3):
        found, after = [*found, *page], page[-1]
    return found


@pytest.mark.django_db
def test_every_number_of_a_bulletin_is_that_of_its_list_and_of_the_figures():
    calendars.forget(unsettled=False)
    year = simulate(60, seed=7, last=date(2026, 2, 20), say=lambda line: None)
    folding.catch_up()
    seen = dict.fromkeys(Matter, 0)
    for agency_id in (year.world.centre, year.world.committee):
        unit = organisation.agency(agency_id)
        for day in (date(2026, 1, 12) + timedelta(days=5 * step) for step in range(9)):
            told, days = bulletin.told(unit, day), bulletin.days_of(agency_id, day)
            said = {
                Matter.RECEIVED: told.received,
                Matter.DUE: told.due,
                Matter.LATE: told.late,
                Matter.LONG: told.long,
                Matter.NO_LETTER: told.no_letter,
                Matter.NEW: told.new,
            }
            for matter, number in said.items():
                rows = listed(matter, unit, day)
                assert len(set(rows)) == len(rows) == number, (day, matter)
                seen[matter] += number
            counts = figures.report(scopes.of_unit(unit), parse(day.isoformat()), today=day)
            assert told.late == counts[Count.OPEN_LATE]
            assert told.no_letter == counts[Count.OPEN_LATE] - counts[Count.OPEN_LATE_SORRY]
            came = figures.report(scopes.of_unit(unit), parse(f"{days.previous}..{days.yesterday}"), today=day)
            assert (told.received, told.online) == (came[Count.RECEIVED], came[Count.RECEIVED_ONLINE])
            assert set(listed(Matter.LONG, unit, day)) <= set(listed(Matter.LATE, unit, day))
            assert told.holder_new <= told.new
    assert seen[Matter.RECEIVED] > seen[Matter.LATE] > seen[Matter.NEW] > 0


@pytest.mark.django_db
def test_a_dossier_is_due_on_its_day_and_newly_late_on_the_next(world):
    a_dossier(world)  # on Thursday 19/11, five working days
    folding.catch_up()
    unit = organisation.agency(world.centre)
    later = [date(2026, 12, 10), date(2026, 12, 11)]
    told = [bulletin.told(unit, day) for day in (*(date(2026, 11, day) for day in (20, 26, 27, 30)), *later)]
    assert [(one.received, one.due, one.late, one.new) for one in told] == [
        (1, 0, 0, 0),
        (0, 1, 0, 0),
        (0, 0, 1, 1),
        (0, 0, 1, 0),
        (0, 0, 1, 0),
        (0, 0, 1, 0),
    ]
    assert [(one.long, one.no_letter) for one in told[2:]] == [(0, 1), (0, 1), (0, 1), (1, 1)]
    assert [len(listed(Matter.LONG, unit, day)) for day in later] == [0, 1]
    assert (told[2].holder, told[2].holder_new) == ("UBND xã Tân Hòa", 1)
    assert [one.week is not None for one in told] == [False, False, False, True, False, False]
    letter = bulletins.letter(unit, FRIDAY)
    assert "3. Đang quá hạn: 1 hồ sơ, không hồ sơ nào quá 10 ngày làm việc." in letter.text
    assert "Nguyệt" not in letter.text
    assert letter == bulletins.letter(unit, FRIDAY)


@pytest.mark.django_db
def test_heads_are_sent_it_once_a_day_in_the_morning(world, mail):
    assert bulletins.send(at=SEVEN - timedelta(minutes=10)) == 0
    assert bulletins.send(at=SEVEN) == 2
    heads = ["head@tanhoa.example", "leader@tanhoa.example", "signer@tanhoa.example"]
    assert told_to() == heads
    assert bulletins.send(at=SEVEN + timedelta(minutes=10)) == 0
    assert told_to() == heads
    assert bulletins.send(at=SEVEN + timedelta(hours=5)) == 0
    said = [entry.payload for entry in outbox.history(f"agency:{world.committee}") if entry.name == "BulletinSent"]
    assert said == [{"day": "2026-11-27", "recipients": 2}]
    assert bulletins.send(at=SEVEN + timedelta(days=3)) == 2
    assert len(told_to()) == 6


@pytest.mark.django_db
def test_nothing_goes_out_on_a_day_off_nor_while_nobody_carries_mail(world, mail, monkeypatch):
    assert bulletins.send(at=SEVEN + timedelta(days=1)) == 0
    closed = DaySetting(on=FRIDAY, kind=DayKind.CLOSED, note="Bão", decision_no="9/TB")
    keeping.set_day(world.committee, closed, by=system("test"), at=MORNING)
    calendars.forget(unsettled=False)
    assert bulletins.send(at=SEVEN) == 0
    monkeypatch.setattr(carriers, "_senders", {})
    assert bulletins.send(at=SEVEN) == 0
    assert (told_to(), BulletinIssue.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_who_does_not_want_it_is_not_sent_it_and_who_wants_it_is(world, mail):
    bulletins.choose(False, by=world.leader, at=MORNING)
    bulletins.choose(True, by=world.receptionist, at=MORNING, key="k1")
    bulletins.choose(True, by=world.receptionist, at=MORNING, key="k1")
    with pytest.raises(NotAllowed):
        bulletins.choose(True, by=world.officer, at=MORNING)
    bulletins.send(at=SEVEN)
    assert told_to() == ["head@tanhoa.example", "receptionist@tanhoa.example", "signer@tanhoa.example"]
    said = [one for one in outbox.history(f"post:{world.receptionist.post_id}") if one.name == "BulletinChosen"]
    assert [one.payload for one in said] == [{"staff_id": world.receptionist.staff_id, "wanted": True}]


@pytest.mark.django_db
def test_who_is_away_is_not_sent_it(world, mail):
    day = timedelta(days=1)
    away = (world.leader.staff_id, SEVEN - day, SEVEN + day, AbsenceReason.LEAVE)
    substitution.record_absence(*away, by=system("test"), at=MORNING)
    bulletins.send(at=SEVEN)
    assert told_to() == ["head@tanhoa.example", "signer@tanhoa.example"]


@pytest.mark.django_db
def test_addresses_stand_under_the_lines_where_the_installation_knows_its_own(world, mail):
    a_dossier(world)
    folding.catch_up()
    unit = organisation.agency(world.centre)
    assert "http" not in bulletins.letter(unit, FRIDAY).text
    ports.plug(OfficeAddresses("mot-cua.example.vn/"))
    text = bulletins.letter(unit, FRIDAY).text
    where = f"don-vi={unit.id}&ngay=2026-11-27"
    assert f"\n   https://mot-cua.example.vn/office/indicators/ban-tin/ho-so/?{where}&viec=late\n" in text
    assert f"Bản để in: https://mot-cua.example.vn/office/indicators/ban-tin/?{where}\n" in text


def test_workers_at_the_same_moment_send_it_once(db, mail):
    with own_database():
        a_world()
        found = at_once([lambda: bulletins.send(at=SEVEN)] * 4)
        assert sum(found) == 2
        assert len(told_to()) == 3
        assert BulletinIssue.objects.count() == 2


@pytest.mark.django_db
def test_one_units_trouble_stops_no_other_and_is_tried_again_without_sending_twice(world, mail, monkeypatch):
    written, asked = bulletins.letter, []

    def failing(unit, day):
        asked.append(unit.id)
        if unit.id == asked[0]:
            raise ValueError("no letter")
        return written(unit, day)

    monkeypatch.setattr(bulletins, "letter", failing)
    with pytest.raises(ExceptionGroup):
        bulletins.send(at=SEVEN)
    assert len(set(asked)) == 2
    assert [one.agency_id for one in BulletinIssue.objects.all()] == [asked[1]]
    before = len(told_to())
    monkeypatch.setattr(bulletins, "letter", written)
    assert bulletins.send(at=SEVEN) == 1
    assert before < len(told_to()) == 3
