"""What is said is kept once, whatever can carry it; what is rolled back was never said."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction

from motcua.ground.notifications import ports
from motcua.ground.notifications.models import Message
from motcua.ground.notifications.queries import messages as queries
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import sending
from motcua.ground.notifications.vocabulary import Channel, Fault, State, Urgency
from motcua.ground.outbox import queries as outbox
from tests.ground.notifications.conftest import AT, BY, MOTHER, READY

pytestmark = pytest.mark.django_db
ALL = (Channel.PORTAL, Channel.SMS, Channel.EMAIL)


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs "
            "WHERE task_name = 'notifications.deliver' AND status = 'todo' ORDER BY id"
        )
        return [
            (json.loads(args)["message_id"] if isinstance(args, str) else args["message_id"], round(float(wait)))
            for args, wait in cursor.fetchall()
        ]


def test_each_channel_carries_its_own_message_and_what_nobody_carries_is_kept(say, carrier):
    sms, email, portal = (queries.message(one) for one in say(*ALL))
    assert (sms.channel, sms.state, sms.address, sms.text) == (
        Channel.SMS,
        State.QUEUED,
        "84912345678",
        "ĐÃ CÓ KẾT QUẢ.",
    )
    assert (email.channel, email.state, email.text) == (Channel.EMAIL, State.NO_CHANNEL, READY.text)
    assert (portal.channel, portal.state, portal.delivered_at) == (Channel.PORTAL, State.DELIVERED, AT)
    assert [job for job, _ in jobs()] == [sms.id]
    assert queries.about("dossier:17") == (sms, email, portal)
    assert queries.in_box("party:7") == (portal,)


def test_the_same_key_says_it_once(say, carrier):
    first = say(*ALL)
    assert say(*ALL, said=Said(kind="test.other", title="Khác", text="Khác hẳn")) == first
    assert Message.objects.count() == 3
    assert len(jobs()) == 1
    assert say(Channel.SMS, to=Recipient(ref="party:8", phone="0352345678")) != first[:1]


def test_what_is_rolled_back_was_never_said(say, carrier):
    with transaction.atomic():
        say(*ALL)
        transaction.set_rollback(True)
    assert (Message.objects.count(), jobs()) == (0, [])


def test_who_left_no_address_is_not_a_failure_but_is_told_apart(say, carrier):
    (one,) = say(Channel.SMS, to=Recipient(ref="party:9"))
    assert queries.message(one).state is State.NO_ADDRESS
    assert jobs() == []


def test_a_number_that_is_none_fails_at_once_and_says_so(say, carrier):
    (one,) = say(Channel.SMS, to=Recipient(ref="party:9", phone="0299 3123 456"))
    found = queries.message(one)
    assert (found.state, found.fault) == (State.FAILED, Fault.WRONG_ADDRESS.label)
    (entry,) = outbox.history(f"message:{one}")
    assert (entry.name, entry.payload["fault"]) == ("MessageFailed", "wrong_address")


def test_a_later_time_is_kept(say, carrier):
    say(due_at=AT + timedelta(hours=2))
    ((_, wait),) = jobs()
    assert 7190 <= wait <= 7200


def test_facts_carry_nothing_personal(say, carrier):
    say(*ALL)
    told = json.dumps(
        [entry.payload for one in queries.about("dossier:17") for entry in outbox.history(f"message:{one.id}")]
    )
    assert "dossier:17" in told
    assert not [
        word for word in (MOTHER.phone, "84912345678", MOTHER.email, "party:7", "quầy", "kết quả") if word in told
    ]


def test_a_notice_lies_on_a_post_once(db):
    def tell(post):
        return sending.notify_post(
            post, READY, subject="dossier:17", urgency=Urgency.URGENT, by=BY, at=AT, key="due-soon:17"
        )

    assert tell("post:3") == tell("post:3")
    assert tell("post:3") != tell("post:4")
    assert jobs() == []
    assert outbox.count("message:") == 0
    assert queries.about("dossier:17") == ()


def test_a_channel_can_be_unplugged(carrier):
    assert queries.without_sender() == (Channel.EMAIL,)
    ports.plug(Channel.SMS, None)
    assert queries.without_sender() == (Channel.SMS, Channel.EMAIL)
