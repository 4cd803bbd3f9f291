"""A commune in which everybody tries everything, in whatever order, while days pass and people come and go.

What is refused changes nothing, what is done is one lawful step and one event, and at the end every invariant holds.
Law: the table of ``rules/lifecycle.py``.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule, run_state_machine_as_test

from motcua.casework.dossiers.models import Dossier, Enquiry, Letter
from motcua.casework.dossiers.queries import invariants, possession
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.lifecycle import State
from motcua.casework.dossiers.rules.possession import held_for
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    corrections,
    endings,
    enquiries,
    handovers,
    intake,
    obligations,
    processes,
    processing,
    results,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.enquiries import Minutes
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    Flag,
    IdentityCheck,
    Initiator,
    PartyRole,
    PauseCause,
    Status,
    SupplementReason,
)
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.errors import Refusal
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.models import Appointment
from motcua.people.agencies.services import organisation, posts
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import BIRTH, MARITAL, MORNING, a_submission, a_world, process

PEOPLE = st.sampled_from(
    ["receptionist", "backup", "officer", "officer", "second_officer", "leader", "signer", "signer", "head", "stranger"]
)
OUTCOMES = st.sampled_from(["forward", "forward", "sign", "sign", "back", "hand-over", "no-such-way"])
LAWFUL = {(source, target) for (source, _), target in lifecycle.TRANSITIONS.items()}
HEADS = st.sampled_from(["leader", "signer", "head", "officer", "stranger"])
COUNTER = st.sampled_from(["receptionist", "backup", "head", "officer"])
FORM = {"form": Seen(key="form", originals=1)}
GONE = Settlement(reason="Đổi ý", basis="Mẫu 05", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
BY_CARD = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")


class Counters(RuleBasedStateMachine):
    """People at the counter and behind it, heads, strangers, and the clock."""

    world = None
    codes = Bundle("codes")
    acts = Bundle("acts")

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.at = MORNING
        self.gone = {}

    def teardown(self):
        broken = [check for check in invariants.checks(every=True) if check.findings]
        lives = [self.life(dossier) for dossier in Dossier.objects.all()]
        transaction.savepoint_rollback(self.point)
        assert not broken, broken
        assert all(held == life for held, life in lives)

    def life(self, dossier):
        """Return what its holders held, and how long it lived: by the ledger and by its columns."""
        began = outbox.history(f"dossier:{dossier.pk}")[0].at
        ended = dossier.returned_at or dossier.ended_at or dossier.declined_at or self.at
        held = held_for(possession.spans(dossier.pk, at=self.at))
        return sum(held.values(), timedelta()), ended - began

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
        state, seq, _ = self.look(code)
        assert (state.status, seq) == (done.status, before[1] + 1)
        assert state == before[0] or (before[0], state) in LAWFUL
        return done

    def look(self, code):
        status, flag, pk = Dossier.objects.values_list("status", "flag", "pk").get(code=code)
        return State(Status(status), Flag(flag)), *outbox.head(f"dossier:{pk}")

    @initialize(target=codes)
    def first(self):
        return self.accept(MARITAL, "receptionist")

    @rule(target=codes, procedure=st.sampled_from([MARITAL, BIRTH]), who=st.sampled_from(["receptionist", "head"]))
    def accept(self, procedure, who):
        if who in self.gone:
            return multiple()
        return intake.accept(a_submission(self.world, procedure), by=self.person(who), at=self.at, key=uuid4().hex).code

    @rule(target=codes)
    def decline(self):
        if "receptionist" in self.gone:
            return multiple()
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

    @rule(target=codes, complete=st.booleans())
    def submit(self, complete):
        """Hand one in from afar, whole or not."""
        sent = replace(a_submission(self.world), channel=Channel.ONLINE, papers=FORM if complete else {})
        done = submissions.submit(sent, by=CITIZEN, at=self.at, key=uuid4().hex)
        assert done.status is Status.REGISTERED
        return done.code

    @rule(code=codes, who=COUNTER, papers=st.sampled_from([FORM, {}]))
    def accept_submitted(self, code, who, papers):
        self.attempt(code, lambda: submissions.accept(code, papers, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=COUNTER)
    def decline_submitted(self, code, who):
        def act():
            return submissions.decline(code, "Sai nơi", "Điều 17", by=self.person(who), at=self.at, key=uuid4().hex)

        self.attempt(code, act)

    @rule(code=codes, who=PEOPLE, basis=st.sampled_from(["", "Luật Hộ tịch, Điều 18"]))
    def ask(self, code, who, basis):
        items = [Wanted(key="form", name="Tờ khai", want="Khai lại")]
        notice = Notice(items=items, reasons=[SupplementReason.INACCURATE], basis=basis)
        self.attempt(code, lambda: supplements.ask(code, notice, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=COUNTER, papers=st.sampled_from([FORM, FORM, {}]))
    def supply(self, code, who, papers):
        self.attempt(code, lambda: supplements.supply(code, papers, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=PEOPLE)
    def demand(self, code, who):
        def act():
            return obligations.demand(code, "1/TB", "Điều 153", by=self.person(who), at=self.at, key=uuid4().hex)

        self.attempt(code, act)

    @rule(code=codes, who=COUNTER)
    def settle(self, code, who):
        self.attempt(code, lambda: obligations.settle(code, "BL 1", by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=HEADS, cause=st.sampled_from(PauseCause))
    def pause(self, code, who, cause):
        def act():
            return suspensions.pause(code, cause, "5/TB", "Điều 5", by=self.person(who), at=self.at, key=uuid4().hex)

        self.attempt(code, act)

    @rule(code=codes, who=HEADS)
    def resume(self, code, who):
        self.attempt(code, lambda: suspensions.resume(code, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=PEOPLE, at_centre=st.booleans())
    def consult(self, code, who, at_centre):
        agency = self.world.centre if at_centre else self.world.committee
        self.attempt(code, lambda: enquiries.consult(code, agency, "Ý kiến?", by=self.person(who), at=self.at))

    @rule(code=codes, who=PEOPLE)
    def verify(self, code, who):
        until = self.at + timedelta(days=1)
        self.attempt(code, lambda: enquiries.verify(code, "Thực địa", until, by=self.person(who), at=self.at))

    @rule(code=codes, who=PEOPLE, way=st.sampled_from(["answer", "record", "waive"]))
    def close_enquiry(self, code, who, way):
        enquiry = Enquiry.objects.filter(dossier__code=code).order_by("-id").first()
        number, by = enquiry.pk if enquiry else 0, self.person(who)
        minutes = Minutes(took_place="08:00", place="Thôn Đông", participants="Trưởng thôn", content="Đúng")
        said = minutes if way == "record" else "Không có ý kiến"
        self.attempt(code, lambda: getattr(enquiries, way)(code, number, said, by=by, at=self.at, key=uuid4().hex))

    @rule(code=codes, who=COUNTER)
    def withdraw(self, code, who):
        self.attempt(code, lambda: endings.withdraw(code, GONE, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=HEADS, why=st.sampled_from(Initiator))
    def stop(self, code, who, why):
        self.attempt(code, lambda: endings.stop(code, why, GONE, by=self.person(who), at=self.at, key=uuid4().hex))

    @rule(code=codes, who=COUNTER, name=st.sampled_from(["Nguyễn Thị Nguyệt", "Nguyễn Thị Ánh Nguyệt"]))
    def correct(self, code, who, name):
        party = replace(a_submission(self.world).parties[PartyRole.SUBMITTER], name=name)
        wanted = Corrected(parties={PartyRole.SUBMITTER: party})
        self.attempt(code, lambda: corrections.correct(code, wanted, "Ghi sai", by=self.person(who), at=self.at))

    @rule(code=codes, who=PEOPLE)
    def refuse_handover(self, code, who):
        self.attempt(code, lambda: handovers.refuse(code, "Không thuộc chúng tôi", by=self.person(who), at=self.at))

    @rule(code=codes, who=HEADS, days=st.integers(-1, 9))
    def approve_letter(self, code, who, days):
        letter = Letter.objects.filter(dossier__code=code).order_by("-id").first()
        said = {"cause": "workload", "cause_text": "Nhiều hồ sơ", "new_due_at": self.at + timedelta(days=days)}
        number = letter.pk if letter else 0
        self.attempt(code, lambda: apologies.approve(code, number, said, by=self.person(who), at=self.at))

    @rule()
    def strike(self):
        """Let the clock strike twice: the second stroke finds nothing left to do."""
        clockwork.strike(at=self.at)
        again = clockwork.strike(at=self.at)
        assert not any(again.values()), again

    @rule(who=st.sampled_from(["officer", "second_officer", "signer", "receptionist", "leader"]))
    def go_or_come(self, who):
        """End an appointment at once, or take the same person back: work stays where it is."""
        person = self.person(who)
        if who in self.gone:
            account = self.gone.pop(who)
            organisation.appoint(account, person.name, person.post_id, by=system("test"), at=self.at)
            return
        seat = Appointment.objects.filter(staff_id=person.staff_id, valid_to__isnull=True).first()
        if seat is not None:
            posts.end_appointment(seat.pk, by=system("test"), at=self.at)
            self.gone[who] = seat.staff.account_id

    @rule(known=acts)
    def repeat(self, known):
        """Send an act again under its key: it answers as it did, or is refused as it was, or now has its way."""
        act, done = known
        if done is not None:
            before = self.look(done.code)
            with transaction.atomic():
                assert act() == done
            assert self.look(done.code) == before


def run(examples: int, steps: int, *, derandomize: bool) -> None:
    """Let so many sequences of so many acts happen in a world of their own."""
    Counters.world = a_world()
    drawn = process()
    deny = FlowDraft(source="sign", target="return", outcome="deny", label="Không đủ điều kiện", effect="reject")
    processes.publish(replace(drawn, flows=(*drawn.flows, deny)), at=MORNING)
    run_state_machine_as_test(
        Counters,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=derandomize,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
