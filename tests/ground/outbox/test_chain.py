from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.outbox.rules import seal, stored_key
from motcua.ground.outbox.vocabulary import GENESIS

AT = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
ENTRY = {
    "subject": "dossier:1",
    "seq": 1,
    "name": "X",
    "payload": {"a": 1, "b": "ý"},
    "actor": "staff:1/post:2",
    "at": AT,
}


def test_the_same_moment_in_another_zone_and_another_order_of_keys_seal_alike():
    again = {**ENTRY, "payload": {"b": "ý", "a": 1}, "at": AT.astimezone(timezone(timedelta(hours=7)))}
    assert seal(GENESIS, **ENTRY) == seal(GENESIS, **again)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "dossier:2"},
        {"seq": 2},
        {"name": "Y"},
        {"payload": {"a": 1}},
        {"actor": "system"},
        {"at": AT + timedelta(microseconds=1)},
    ],
)
def test_every_part_of_an_entry_counts(change):
    assert seal(GENESIS, **ENTRY) != seal(GENESIS, **{**ENTRY, **change})


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_key_is_its_actors_own(actor, key):
    assert stored_key(actor, key) != stored_key(actor + "x", key)
    assert stored_key(actor, "") is None
