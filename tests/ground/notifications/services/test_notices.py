"""Notices lie on a post: unread first, urgent before others; whoever sits there reads them."""

from datetime import timedelta

import pytest

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.notifications.models import Message
from motcua.ground.notifications.queries import notices
from motcua.ground.notifications.rules.messages import Said
from motcua.ground.notifications.services import notices as services
from motcua.ground.notifications.services import sending
from motcua.ground.notifications.vocabulary import Urgency
from tests.ground.notifications.conftest import AT, BY

pytestmark = pytest.mark.django_db
OFFICER = Actor(kind=ActorKind.STAFF, staff_id=1, post_id=3)
NEIGHBOUR = Actor(kind=ActorKind.STAFF, staff_id=2, post_id=4)


def tell(number, urgency=Urgency.NORMAL, post=3):
    return sending.notify_post(
        f"post:{post}",
        Said(kind="test", title=f"Thông báo {number}", text="Nội dung"),
        subject=f"dossier:{number}",
        urgency=urgency,
        by=BY,
        at=AT + timedelta(minutes=number),
        key=f"n:{number}",
    )


def ids(page):
    return [row.id for row in page.rows]


def unread(post):
    return len([row for row in notices.of_post(post).rows if row.read_at is None])


def test_urgent_ones_stand_first_then_unread_then_read_each_newest_first():
    old, urgent, new, read, lately = (
        tell(1), tell(2, Urgency.URGENT), tell(3), tell(4, Urgency.URGENT), tell(5, Urgency.URGENT)
    )  # fmt: skip
    services.read(read, by=OFFICER, at=AT)
    assert ids(notices.of_post(3)) == [lately, urgent, new, old, read]
    assert unread(3) == 4


def test_pages_follow_each_other_without_gap_or_repeat_even_when_one_is_read_meanwhile():
    all_of_them = [tell(number, Urgency.URGENT if number % 5 == 0 else Urgency.NORMAL) for number in range(120)]
    for notice in all_of_them[::3]:
        services.read(notice, by=OFFICER, at=AT)
    seen, after = [], ""
    for _ in range(3):
        page = notices.of_post(3, after=after)
        seen += ids(page)
        after = page.after
    assert sorted(seen) == sorted(all_of_them)
    assert after == ""


@pytest.mark.parametrize("after", ["", "9~1", "x", "1~", "0~9999999999999999999", "\0", "1~1;--"])
def test_a_nonsense_keyset_is_the_first_page(after):
    one = tell(1)
    assert ids(notices.of_post(3, after=after)) == [one]


def test_only_who_sits_at_the_post_reads_it():
    one = tell(1)
    with pytest.raises(NotFound):
        services.read(one, by=NEIGHBOUR, at=AT)
    with pytest.raises(NotFound):
        services.read(one, by=BY, at=AT)
    assert services.read_all(by=NEIGHBOUR, at=AT) == 0
    assert unread(3) == 1


def test_reading_twice_keeps_the_first_reader():
    one = tell(1)
    assert services.read(one, by=OFFICER, at=AT) == "dossier:1"
    services.read(one, by=Actor(kind=ActorKind.STAFF, staff_id=9, post_id=3), at=AT + timedelta(hours=1))
    row = Message.objects.get()
    assert (row.read_at, row.read_by) == (AT, OFFICER.ref)


def test_reading_all_leaves_what_came_after_the_page():
    seen, later = tell(1), tell(2)
    assert services.read_all(by=OFFICER, at=AT, until=seen) == 1
    assert [row.id for row in notices.of_post(3).rows if row.read_at is None] == [later]
    assert services.read_all(by=OFFICER, at=AT) == 1
    assert services.read_all(by=OFFICER, at=AT) == 0


def test_a_message_to_a_person_is_nobodys_notice(say, carrier):
    (message,) = say()
    with pytest.raises(NotFound):
        services.read(message, by=OFFICER, at=AT)
