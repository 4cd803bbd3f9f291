from datetime import timedelta

import pytest

from motcua.ground.notifications.rules import messages, retries
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.vocabulary import Channel


@pytest.mark.parametrize(
    "typed",
    [
        "a@b",
        "a b@c.vn",
        "a@b..vn",
        "<a@b.vn>",
        "a@b.vn\nBcc: c@d.vn",
        "@b.vn",
        "a@",
        "x" * 250 + "@b.vn",
        "a@b@c.vn",
        "ánh@b.vn",
    ],
)
def test_what_cannot_be_an_address_is_not_written_to(typed):
    assert messages.usable(typed, Channel.EMAIL) == ""


@pytest.mark.parametrize("typed", ["anh@tanhoa.example", "a.b+c@x-y.gov.vn"])
def test_an_address_is_used_as_it_is(typed):
    assert messages.usable(typed, Channel.EMAIL) == typed


def test_a_short_message_says_the_short_text_and_others_the_long_one():
    said = Said(kind="test", title="t", text="Dài hơn\r\nhai dòng", short="Ngắn")
    assert said.by(Channel.SMS) == "Ngắn"
    assert said.by(Channel.EMAIL) == "Dài hơn\nhai dòng"
    assert Said(kind="test", title="t", text="Một").by(Channel.SMS) == "Một"


def test_a_title_is_one_line_however_long():
    heading = Said(kind="test", title="Hẹn\nlại " * 80, text="x").heading
    assert "\n" not in heading
    assert len(heading) <= 200
    assert heading.endswith("…")


@pytest.mark.parametrize("channels", [(), (Channel.STAFF,), (Channel.SMS, Channel.STAFF)])
def test_people_are_not_told_by_the_channel_of_staff(channels):
    with pytest.raises(ValueError, match="notify_post"):
        messages.in_order(channels)


def test_what_a_person_did_not_leave_is_empty():
    assert messages.address_of(Recipient(ref="party:1"), Channel.SMS) == ""
    assert messages.address_of(Recipient(ref="party:1"), Channel.PORTAL) == "party:1"


def test_pauses_double_up_to_an_hour_and_end_within_half_a_day():
    pauses = [retries.wait(attempt) for attempt in range(1, retries.MOST_ATTEMPTS)]
    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert max(pauses) == timedelta(hours=1)
    assert sum(pauses, timedelta()) < timedelta(hours=5)
    assert retries.is_last(retries.MOST_ATTEMPTS)
    assert not retries.is_last(retries.MOST_ATTEMPTS - 1)
