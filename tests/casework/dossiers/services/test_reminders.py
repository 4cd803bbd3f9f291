"""A person reminds whoever holds a late dossier: once a day, only of what is late, only where he may see it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from motcua.casework.dossiers.errors import AlreadyReminded
from motcua.casework.dossiers.models import Dossier, Nudge
from motcua.casework.dossiers.queries import alarms, detail, late, story, timeline
from motcua.casework.dossiers.queries.late import Wanted
from motcua.casework.dossiers.services import clockwork, processing, reminders, suspensions
from motcua.casework.dossiers.subscribers import _tell_officers
from motcua.casework.dossiers.vocabulary import PauseCause, Reminder
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotAllowed, Refusal
from motcua.ground.kernel.events import Event
from motcua.ground.notifications.queries import notices
from motcua.ground.outbox import queries as outbox
from tests.factories.world import MORNING, VN, a_dossier, a_world, an_officer

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 30, 9, 0, tzinfo=VN)


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def code(world):
    """Return the code of a dossier that an officer took and that is late on the 30th."""
    found = a_dossier(world).code
    processing.take(found, by=world.officer, at=MORNING)
    return found


def the(code):
    return Dossier.objects.get(code=code)


def deliver(code):
    """Hand every event of a dossier to those who tell, twice, as jobs may."""
    for entry in outbox.history(f"dossier:{the(code).pk}") * 2:
        _tell_officers(Event.restore(entry.name, entry.subject, entry.payload), entry.actor, entry.at)


def desk(actor):
    return [one.title for one in notices.of_post(actor.post_id).rows if one.title.startswith("Hồ sơ quá hạn")]


def test_the_holder_finds_it_among_his_notices_and_nobody_else_does(world, code):
    assert reminders.remind_holder(code, by=world.leader, at=LATE).event == "ReminderGiven"
    deliver(code)
    assert desk(world.officer) == [f"Hồ sơ quá hạn: {code}"]
    assert [desk(who) for who in (world.second_officer, world.signer, world.leader, world.stranger)] == [[], [], [], []]
    seen = detail.view(code, by=world.leader, at=LATE)
    newest = timeline.timeline(seen, story.story(seen.id))[0]
    assert newest.title == "Nhắc người đang giữ: hồ sơ quá hạn"
    assert newest.who.startswith(world.leader.name)


def test_it_is_given_once_a_day_whoever_asks_and_again_the_next(world, code):
    key = uuid4().hex
    first = reminders.remind_holder(code, by=world.leader, at=LATE, key=key)
    again = reminders.remind_holder(code, by=world.leader, at=LATE + timedelta(minutes=1), key=key)
    assert again.hash == first.hash
    with pytest.raises(AlreadyReminded, match="đã được nhắc lúc 09:00 hôm nay"):
        reminders.remind_holder(code, by=world.head, at=LATE + timedelta(hours=2))
    reminders.remind_holder(code, by=world.head, at=LATE + timedelta(days=1))
    assert [(one.kind, one.level, one.about) for one in Nudge.objects.order_by("id")] == [
        ("overdue", 0, "2026-11-30"),
        ("overdue", 0, "2026-12-01"),
    ]
    deliver(code)
    assert len(desk(world.officer)) == 2


def test_the_list_says_when_it_was_given_that_day(world, code):
    reminders.remind_holder(code, by=world.leader, at=LATE)
    (line,) = late.page(None, Wanted(), at=LATE + timedelta(hours=1)).lines
    assert line.reminded_at == LATE
    (line,) = late.page(None, Wanted(), at=LATE + timedelta(days=1)).lines
    assert line.reminded_at is None


def test_what_nobody_took_is_told_to_all_who_may_take_it_and_to_the_counter_that_handed_it_on(world):
    code = a_dossier(world).code
    assert len(late.page([world.committee], Wanted(holder_id=world.centre), at=LATE).lines) == 1
    reminders.remind_holder(code, by=world.leader, at=LATE)
    deliver(code)
    told = {who: desk(getattr(world, who)) for who in ("officer", "second_officer", "receptionist", "backup", "signer")}
    assert told == {**{key: [f"Hồ sơ quá hạn: {code}"] for key in told}, "signer": []}


@pytest.mark.parametrize("at", [MORNING, datetime(2026, 11, 26, 8, 0, tzinfo=VN)])
def test_what_is_not_late_yet_is_not_reminded_of(world, code, at):
    with pytest.raises(Refusal, match="không còn quá hạn"):
        reminders.remind_holder(code, by=world.leader, at=at)
    assert not Nudge.objects.exists()


def test_what_stands_still_is_not_reminded_of(world, code):
    suspensions.pause(code, PauseCause.OUTAGE, "12/TB", "Thông báo sự cố", by=world.head, at=MORNING)
    with pytest.raises(Refusal):
        reminders.remind_holder(code, by=world.leader, at=LATE)


def test_who_does_not_see_the_list_reminds_nobody(world, code):
    for who in (world.officer, world.stranger, system("clock")):
        with pytest.raises(NotAllowed):
            reminders.remind_holder(code, by=who, at=LATE)
    above, _ = an_officer("Khuất Hữu Tiệm", world.committee, "Thanh tra", ["inspector"], "tra")
    assert reminders.remind_holder(code, by=above, at=LATE).code == code


def test_the_clock_goes_on_reminding_as_if_nobody_had(world, code):
    clockwork.strike(at=LATE)
    reminders.remind_holder(code, by=world.leader, at=LATE)
    given = {(one.kind, one.level) for one in Nudge.objects.all()}
    assert {("overdue", 0), ("overdue", 1)} <= given
    idle = LATE + timedelta(days=1)
    found = alarms.reminders(LATE + timedelta(days=40), soon=LATE, idle=idle)
    assert Reminder.IDLE in {kind for kind, _, due in found if due.code == code}
