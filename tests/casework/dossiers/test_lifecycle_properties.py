"""Whatever people try, in whatever order: what is refused changes nothing, what is done keeps every invariant.

Law: the table of ``rules/lifecycle.py``. ``MOTCUA_EXAMPLES=500`` looks further, with new dice each time.
"""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from motcua.casework.dossiers.queries import invariants, public
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.services import intake, processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck, Status
from motcua.ground.kernel.errors import Refusal
from motcua.ground.outbox import queries as outbox
from tests.factories.world import BIRTH, MARITAL, MORNING, a_submission, a_world

PEOPLE = st.sampled_from(
    ["receptionist", "backup", "officer", "officer", "second_officer", "leader", "signer", "signer", "head", "stranger"]
)
OUTCOMES = st.sampled_from(["forward", "forward", "sign", "sign", "back", "hand-over", "no-such-way"])
LAWFUL = {(source.status if source else None, target.status) for (source, _), target in lifecycle.TRANSITIONS.items()}
BY_CARD = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")


class Counters(RuleBasedStateMachine):
    """A commune in which everybody tries everything."""

    world = None
    codes = Bundle("codes")
    acts = Bundle("acts")

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.at = MORNING

    def teardown(self):
        broken = [check for check in invariants.checks(every=True) if check.findings]
        transaction.savepoint_rollback(self.point)
        assert not broken, broken

    def person(self, who):
        return getattr(self.world, who)

    def attempt(self, code, act):
        """Do an act under a fresh key: refused, it left no trace; done, it is one lawful step and one event."""
        before = self.look(code)
        try:
            with transaction.atomic():
                done = act()
        except Refusal:
            assert self.look(code) == before
            return None
        status, seq, _ = self.look(code)
        assert (status, seq) == (done.status, before[1] + 1)
        assert status is before[0] or (before[0], status) in LAWFUL
        return done

    def look(self, code):
        seen = public.track(code, at=self.at)
        return seen.status, *outbox.head(f"dossier:{seen.id}")

    @initialize(target=codes)
    def first(self):
        return self.accept(MARITAL, "receptionist")

    @rule(target=codes, procedure=st.sampled_from([MARITAL, BIRTH]), who=st.sampled_from(["receptionist", "head"]))
    def accept(self, procedure, who):
        return intake.accept(a_submission(self.world, procedure), by=self.person(who), at=self.at, key=uuid4().hex).code

    @rule(target=codes)
    def decline(self):
        by = self.person("receptionist")
        done = intake.decline(a_submission(self.world), "Sai nơi nộp", "Điều 17", by=by, at=self.at, key=uuid4().hex)
        assert done.status is Status.DECLINED
        return done.code

    @rule(minutes=st.sampled_from([1, 30, 240, 60 * 24, 60 * 24 * 9]))
    def wait(self, minutes):
        self.at += timedelta(minutes=minutes)

    @rule(target=acts, code=codes, who=PEOPLE)
    def take(self, code, who):
        by, at, key = self.person(who), self.at, uuid4().hex

        def act():
            return processing.take(code, by=by, at=at, key=key)

        return act, self.attempt(code, act)

    @rule(code=codes, who=PEOPLE, to=PEOPLE)
    def assign(self, code, who, to):
        post = self.person(to).post_id
        self.attempt(code, lambda: processing.assign(code, post, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=PEOPLE)
    def release(self, code, who):
        self.attempt(code, lambda: processing.release(code, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(target=acts, code=codes, who=PEOPLE, outcome=OUTCOMES)
    def complete(self, code, who, outcome):
        by, at, key = self.person(who), self.at, uuid4().hex

        def act():
            return processing.complete(code, outcome, by=by, at=at, key=key)

        return act, self.attempt(code, act)

    @rule(code=codes, who=PEOPLE)
    def attach(self, code, who):
        self.attempt(
            code, lambda: results.attach(code, number="1/XN", by=self.person(who), at=self.at, key=uuid4().hex)
        )

    @rule(code=codes, who=PEOPLE)
    def note(self, code, who):
        self.attempt(code, lambda: processing.note(code, "Ý kiến", by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=st.sampled_from(["receptionist", "head", "officer", "stranger"]))
    def hand_over(self, code, who):
        self.attempt(code, lambda: results.hand_over(code, BY_CARD, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes)
    def go_on(self, code):
        """Do what the open step waits for, so that the end is reached often enough."""
        for who, act in (
            ("officer", lambda by: processing.complete(code, "forward", by=by, at=self.at, key=uuid4().hex)),
            ("signer", lambda by: results.attach(code, number="2/XN", by=by, at=self.at, key=uuid4().hex)),
            ("signer", lambda by: processing.complete(code, "sign", by=by, at=self.at, key=uuid4().hex)),
            ("receptionist", lambda by: results.hand_over(code, BY_CARD, by=by, at=self.at, key=uuid4().hex)),
        ):
            self.attempt(code, lambda who=who, act=act: act(self.person(who)))

    @rule(known=acts)
    def repeat(self, known):
        """Send an act again under its key: it answers as it did, or is refused as it was, or now has its way."""
        act, done = known
        if done is not None:
            before = self.look(done.code)
            with transaction.atomic():
                assert act() == done
            assert self.look(done.code) == before


@pytest.mark.django_db
def test_random_acts_keep_every_invariant():
    Counters.world = a_world()
    further = int(os.environ.get("MOTCUA_EXAMPLES", "0"))
    run_state_machine_as_test(
        Counters,
        settings=settings(
            max_examples=further or 30,
            stateful_step_count=50 if further else 15,
            derandomize=not further,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
