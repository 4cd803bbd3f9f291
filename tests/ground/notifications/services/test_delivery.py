"""A message is carried once for one success: through faults, crashes, late reports and an administrator's button."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.notifications import jobs as jobs_room
from motcua.ground.notifications import ports
from motcua.ground.notifications.errors import NotResendable
from motcua.ground.notifications.models import Attempt, Message
from motcua.ground.notifications.ports import Answer
from motcua.ground.notifications.queries import invariants
from motcua.ground.notifications.queries import messages as queries
from motcua.ground.notifications.rules import retries
from motcua.ground.notifications.rules.messages import Recipient
from motcua.ground.notifications.services import delivery
from motcua.ground.notifications.vocabulary import Channel, Fault, Outcome, State
from motcua.ground.outbox import queries as outbox
from tests.ground.notifications.conftest import AT, BY

from .test_sending import jobs

pytestmark = pytest.mark.django_db
LATER = Answer(outcome=Outcome.LATER, fault=Fault.FAULTY, said="500")
NEVER = Answer(outcome=Outcome.NEVER, fault=Fault.REFUSED, said="422 blocked")


@pytest.fixture
def sms(say, carrier):
    (one,) = say()
    return one


def told(message_id):
    return [entry.name for entry in outbox.history(f"message:{message_id}")]


def outcomes(message_id):
    return [attempt.outcome for attempt in queries.attempts(message_id)]


def reference(message_id):
    return Message.objects.get(pk=message_id).reference


def run_until_still(message_id, at=AT):
    """Do what the worker does, as time goes by."""
    for _ in range(retries.MOST_ATTEMPTS + 5):
        if queries.message(message_id).state is not State.QUEUED:
            break
        at = max(at, Message.objects.get(pk=message_id).due_at)
        delivery.deliver(message_id, at=at)
    return at


def test_what_the_carrier_took_is_sent_and_never_again(sms, carrier):
    for _ in range(3):
        delivery.deliver(sms, at=AT)
    assert len(carrier.given) == 1
    assert queries.message(sms).state is State.SENT
    assert told(sms) == ["MessageSent"]
    assert outcomes(sms) == [Outcome.BEGUN, Outcome.ACCEPTED]


def test_a_passing_fault_is_tried_again_later_under_the_same_reference(sms, carrier):
    carrier.answers = [LATER, LATER]
    delivery.deliver(sms, at=AT)
    assert queries.message(sms).due_at == AT + timedelta(minutes=1)
    delivery.deliver(sms, at=AT)
    assert len(carrier.given) == 1, "its time has not come"
    run_until_still(sms)
    assert {message.reference for message in carrier.given} == {reference(sms)}
    assert len(carrier.given) == 3
    assert told(sms) == ["MessageSent"]


def test_every_retry_has_its_job(sms, carrier):
    carrier.answers = [LATER]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # the worker has taken the first one
    delivery.deliver(sms, at=AT)
    ((message_id, wait),) = jobs()
    assert message_id == sms
    assert 58 <= wait <= 60


def test_a_message_is_parked_after_its_last_attempt_and_everybody_can_see_it(sms, carrier):
    carrier.answers = [LATER] * 50
    run_until_still(sms)
    assert len(carrier.given) == retries.MOST_ATTEMPTS
    found = queries.message(sms)
    assert (found.state, found.fault) == (State.PARKED, Fault.FAULTY.label)
    assert told(sms) == ["MessageFailed"]
    assert [row.id for row in queries.stuck().rows] == [sms]
    assert queries.stuck_counts() == {State.PARKED: 1}
    (finding,) = [finding for check in invariants.checks() for finding in check.findings]
    assert finding.subject == f"message:{sms}"
    assert "Gửi lại" in finding.mend


def test_what_never_can_be_is_not_tried_again(sms, carrier):
    carrier.answers = [NEVER]
    run_until_still(sms)
    assert len(carrier.given) == 1
    assert queries.message(sms).state is State.FAILED
    assert told(sms) == ["MessageFailed"]


def test_a_crash_between_sending_and_writing_is_repeated_under_the_same_reference_after_the_lease(sms, carrier):
    carrier.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(sms, at=AT)
    assert outcomes(sms) == [Outcome.BEGUN], "the attempt is known although its end is not"
    delivery.deliver(sms, at=AT + timedelta(seconds=30))
    assert len(carrier.given) == 1, "another worker may still be at it"
    delivery.deliver(sms, at=AT + retries.LEASE)
    assert [message.reference for message in carrier.given] == [reference(sms)] * 2
    assert queries.message(sms).state is State.SENT
    assert queries.message(sms).attempts == 2


def test_a_message_that_kills_its_worker_every_time_is_parked_too(sms, carrier):
    carrier.answers = [KeyboardInterrupt() for _ in range(50)]
    for step in count():
        if queries.message(sms).state is not State.QUEUED:
            break
        try:
            delivery.deliver(sms, at=AT + retries.LEASE * step)
        except KeyboardInterrupt:
            continue
    assert len(carrier.given) == retries.MOST_ATTEMPTS
    found = queries.message(sms)
    assert (found.state, found.fault) == (State.PARKED, Fault.INTERRUPTED.label)


def test_the_answer_of_an_attempt_that_was_taken_over_still_counts_when_it_is_yes(sms, carrier):
    slow = delivery._claim(sms, at=AT)
    carrier.answers = [LATER]
    delivery.deliver(sms, at=AT + retries.LEASE)
    delivery._settle(sms, slow, Answer(outcome=Outcome.ACCEPTED, reference="gw-9"), at=AT + retries.LEASE)
    assert queries.message(sms).state is State.SENT
    run_until_still(sms, AT + timedelta(hours=1))
    assert len(carrier.given) == 1, "the copy that was taken is not sent again"


def test_a_late_no_of_an_attempt_that_was_taken_over_changes_nothing(sms, carrier):
    slow = delivery._claim(sms, at=AT)
    taken_over = delivery._claim(sms, at=AT + retries.LEASE)
    delivery._settle(sms, slow, LATER, at=AT + retries.LEASE)
    assert Message.objects.get(pk=sms).held_until == AT + 2 * retries.LEASE
    delivery._settle(sms, taken_over, Answer(outcome=Outcome.ACCEPTED), at=AT + retries.LEASE)
    assert told(sms) == ["MessageSent"]


@pytest.mark.parametrize("delivered", [True, False])
def test_a_report_ends_what_was_sent_and_said_twice_it_says_nothing_new(sms, carrier, delivered):
    delivery.deliver(sms, at=AT)
    for _ in range(2):
        delivery.report(reference(sms), delivered=delivered, by=BY, at=AT)
    assert queries.message(sms).state is (State.DELIVERED if delivered else State.FAILED)
    assert told(sms) == (["MessageSent"] if delivered else ["MessageSent", "MessageFailed"])


def test_a_report_may_come_before_the_answer(sms, carrier):
    claimed = delivery._claim(sms, at=AT)
    delivery.report(reference(sms), delivered=True, by=BY, at=AT)
    delivery._settle(sms, claimed, Answer(outcome=Outcome.ACCEPTED, reference="gw-1"), at=AT)
    assert queries.message(sms).state is State.DELIVERED
    assert Message.objects.get(pk=sms).carrier_reference == "gw-1"
    assert told(sms) == ["MessageSent"]


def test_a_report_on_nothing_of_ours_is_refused(db):
    with pytest.raises(NotFound):
        delivery.report("mc-nothing", delivered=True, by=BY, at=AT)


def test_what_a_carrier_lost_is_sent_anew_under_another_reference(sms, carrier):
    delivery.deliver(sms, at=AT)
    old = reference(sms)
    delivery.report(old, delivered=False, by=BY, at=AT)
    delivery.resend(sms, by=BY, at=AT, key="again")
    delivery.resend(sms, by=BY, at=AT, key="again")
    assert reference(sms) != old
    run_until_still(sms)
    assert [message.reference for message in carrier.given] == [old, reference(sms)]
    with pytest.raises(NotFound):
        delivery.report(old, delivered=True, by=BY, at=AT)
    assert told(sms) == ["MessageSent", "MessageFailed", "MessageResent", "MessageSent"]


def test_what_was_parked_goes_again_under_its_old_reference_for_it_may_have_been_taken(sms, carrier):
    carrier.answers = [LATER] * retries.MOST_ATTEMPTS
    run_until_still(sms)
    before = reference(sms)
    delivery.resend(sms, by=BY, at=AT + timedelta(days=1))
    run_until_still(sms, AT + timedelta(days=1))
    assert carrier.given[-1].reference == before
    assert queries.message(sms).state is State.SENT


def test_a_carrier_may_report_on_what_we_had_given_up(sms, carrier):
    carrier.answers = [LATER] * retries.MOST_ATTEMPTS
    run_until_still(sms)
    delivery.report(reference(sms), delivered=True, by=BY, at=AT)
    assert queries.message(sms).state is State.DELIVERED
    assert told(sms) == ["MessageFailed", "MessageSent"]


def test_what_was_parked_and_then_reported_lost_goes_again_under_a_new_reference(sms, carrier):
    carrier.answers = [LATER] * retries.MOST_ATTEMPTS
    run_until_still(sms)
    old = reference(sms)
    delivery.report(old, delivered=False, by=BY, at=AT)
    delivery.resend(sms, by=BY, at=AT)
    assert reference(sms) != old


def test_what_is_under_way_or_has_arrived_is_not_sent_again(sms, carrier):
    for _ in range(2):
        with pytest.raises(NotResendable, match="đang chờ gửi hoặc đã gửi"):
            delivery.resend(sms, by=BY, at=AT)
        delivery.deliver(sms, at=AT)
    with pytest.raises(NotFound):
        delivery.resend(10**9, by=BY, at=AT)


def test_what_has_nowhere_to_go_says_what_to_do(say, carrier):
    (wrong,) = say(to=Recipient(ref="party:1", phone="112"))
    with pytest.raises(NotResendable, match="Báo bằng cách khác"):
        delivery.resend(wrong, by=BY, at=AT)
    assert not queries.message(wrong).may_go_again
    (letter,) = say(Channel.EMAIL)
    with pytest.raises(NotResendable, match="Chưa cấu hình kênh"):
        delivery.resend(letter, by=BY, at=AT)
    ports.plug(Channel.EMAIL, carrier)
    assert queries.message(letter).may_go_again
    delivery.resend(letter, by=BY, at=AT)
    run_until_still(letter)
    assert queries.message(letter).state is State.SENT


def test_a_channel_that_was_unplugged_meanwhile_keeps_the_message(sms, carrier):
    ports.plug(Channel.SMS, None)
    delivery.deliver(sms, at=AT)
    assert queries.message(sms).state is State.NO_CHANNEL


def test_the_log_of_attempts_cannot_be_changed(sms, carrier):
    delivery.deliver(sms, at=AT)
    for change in (lambda: Attempt.objects.update(said="x"), lambda: Attempt.objects.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


SILENT = Answer(outcome=Outcome.LATER, fault=Fault.UNREACHABLE, said="timed out")


def test_a_carrier_that_does_not_answer_is_asked_by_one_message_a_minute_and_the_others_wait(say, carrier):
    carrier.answers = [SILENT] * 3
    first, second, third = (say(key=f"k{number}")[0] for number in range(3))
    for one in (first, second, third):
        delivery.deliver(one, at=AT)
    assert len(carrier.given) == 1, "nobody waits for it a second time"
    assert [queries.message(one).attempts for one in (first, second, third)] == [1, 0, 0]
    for one in (second, third, first):
        delivery.deliver(one, at=AT + retries.QUIET)
    assert len(carrier.given) == 2
    carrier.answers = []
    for one in (first, second, third):
        delivery.deliver(one, at=Message.objects.get(pk=one).due_at + 3 * retries.QUIET)
    assert {queries.message(one).state for one in (first, second, third)} == {State.SENT}


def test_a_line_that_drops_now_and_then_does_not_stop_the_others(say, carrier):
    carrier.answers = [Answer(outcome=Outcome.ACCEPTED), SILENT, Answer(outcome=Outcome.ACCEPTED)]
    sent = [say(key=f"k{number}")[0] for number in range(3)]
    for one in sent:
        delivery.deliver(one, at=AT)
    assert [queries.message(one).state for one in sent] == [State.SENT, State.QUEUED, State.SENT]


def test_one_channel_that_does_not_answer_leaves_the_others_alone(say, carrier):
    ports.plug(Channel.EMAIL, carrier)
    carrier.answers = [SILENT]
    sms, email = say(Channel.SMS, Channel.EMAIL)
    for one in (sms, email):
        delivery.deliver(one, at=AT)
    assert queries.message(email).state is State.SENT


def findings():
    return [finding.sentence for check in invariants.checks() for finding in check.findings]


def test_the_doctor_sees_what_waits_too_long_and_what_lost_its_job(sms, carrier):
    assert findings() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '61 minutes'")
    assert ["hơn một tiếng" in sentence for sentence in findings()] == [True]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert ["không còn việc nào" in sentence for sentence in findings()] == [True]
    delivery.deliver(sms, at=AT)
    assert findings() == []


def test_the_doctor_sees_what_is_tried_for_more_than_an_hour(sms, carrier):
    carrier.answers = [LATER] * 50
    at = AT
    while at <= AT + timedelta(hours=1):
        assert findings() == []
        delivery.deliver(sms, at=at)
        at = Message.objects.get(pk=sms).due_at
    delivery.deliver(sms, at=at)
    assert [Fault.FAULTY.label.lower() in sentence for sentence in findings()] == [True]


def test_the_job_makes_one_attempt(sms, carrier, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    jobs_room.deliver(sms)
    assert queries.message(sms).state is State.SENT
