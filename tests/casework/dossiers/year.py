"""A year of a commune, day by day, and what must be true of every lateness in it.

Two agencies, holidays and swapped days of the nation's calendar, supplements, obligations, outages, withdrawals, results
that say no, officers who sit on work and agencies that do not take it. The oracle reads promises, pauses and results
from the tables and says by itself which dates passed without one.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from motcua.casework.dossiers.models import Dossier, DueDate, LateEvent, Letter, Pause
from motcua.casework.dossiers.queries import invariants, possession
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.possession import held_for
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    endings,
    obligations,
    processes,
    processing,
    results,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import IdentityCheck, PauseCause, SupplementReason
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.queries import calendars
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import MARITAL, MORNING, VN, a_dossier, a_world, process

FIRST, LAST = date(2026, 1, 6), date(2026, 12, 31)


@dataclass
class Year:
    """The simulated year: a heap of what happens when, and the dice."""

    world: object
    dice: random.Random
    last: date = LAST
    waiting: list = field(default_factory=list)
    number: int = 0
    told: Counter = field(default_factory=Counter)

    def later(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        """Let something happen at the next opening after a moment."""
        self.number += 1
        heapq.heappush(self.waiting, (self.calendar.next_open(at), self.number, deed))

    def days(self, mean: float) -> timedelta:
        """Return a time that is mostly short and sometimes far too long."""
        return timedelta(days=self.dice.lognormvariate(0, 0.9) * mean)

    def run(self) -> None:
        """Let everything happen in order until nothing is left."""
        while self.waiting:
            at, _, deed = heapq.heappop(self.waiting)
            deed(at)


class Case:
    """One dossier and the people around it."""

    def __init__(self, year, code, at):
        self.year, self.code = year, code
        year.later(at + year.days(0.4), self.take)

    def attempt(self, deed):
        """Do what the moment asks for; the rules say no where somebody else was first."""

        try:
            deed()
        except Refusal as no:
            self.year.told[f"refused {no.code}"] += 1
            return False
        return True

    def take(self, at):
        world, dice = self.year.world, self.year.dice
        self.who = dice.choice([world.officer, world.second_officer])
        if not self.attempt(lambda: processing.take(self.code, by=self.who, at=at)):
            return
        fate = dice.random()
        for share, deed in ((0.08, self.ask), (0.12, self.demand), (0.15, self.outage), (0.17, self.withdraw)):
            if fate < share:
                self.year.later(at + self.year.days(0.5), deed)
                return
        self.year.later(at + self.year.days(2), self.forward)

    def ask(self, at):
        items = [Wanted(key="form", name="Tờ khai", want="Khai lại")]
        notice = Notice(items=items, reasons=[SupplementReason.INACCURATE])
        if self.attempt(lambda: supplements.ask(self.code, notice, by=self.who, at=at)):
            self.year.later(at + self.year.days(4), self.supply)
        else:
            self.year.later(at + self.year.days(0.5), self.forward)

    def supply(self, at):
        papers = {"form": Seen(key="form", originals=1)}
        self.attempt(lambda: supplements.supply(self.code, papers, by=self.year.world.receptionist, at=at))
        self.year.later(at + self.year.days(1.5), self.forward)

    def demand(self, at):
        if self.attempt(lambda: obligations.demand(self.code, "1/TB", "Điều 153", by=self.who, at=at)):
            self.year.later(at + self.year.days(3), self.settle)

    def settle(self, at):
        self.attempt(lambda: obligations.settle(self.code, "BL 1", by=self.year.world.receptionist, at=at))
        self.year.later(at + self.year.days(1), self.forward)

    def outage(self, at):
        leader = self.year.world.leader
        self.attempt(lambda: suspensions.pause(self.code, PauseCause.OUTAGE, "5/TB", "Điều 5", by=leader, at=at))
        self.year.later(at + self.year.days(0.7), self.resume)

    def resume(self, at):
        self.attempt(lambda: suspensions.resume(self.code, by=self.year.world.leader, at=at))
        self.year.later(at + self.year.days(1), self.forward)

    def withdraw(self, at):
        gone = Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
        self.attempt(lambda: endings.withdraw(self.code, gone, by=self.year.world.receptionist, at=at))

    def forward(self, at):
        self.attempt(lambda: results.attach(self.code, number="1/XN", by=self.who, at=at))
        if self.attempt(lambda: processing.complete(self.code, "forward", by=self.who, at=at)):
            self.year.later(at + self.year.days(1.6), self.sign)

    def sign(self, at):
        way = "deny" if self.year.dice.random() < 0.04 else "sign"
        self.attempt(lambda: processing.complete(self.code, way, by=self.year.world.signer, at=at))
        self.year.later(at + self.year.days(0.8), self.give)

    def give(self, at):
        card = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
        self.attempt(lambda: results.hand_over(self.code, card, by=self.year.world.receptionist, at=at))


def simulate(dossiers: int, *, seed: int, last: date = LAST, say=lambda line: None) -> Year:
    """Let so many dossiers arrive over the year and everything happen to them that does."""

    year = Year(world=a_world(), dice=random.Random(seed), last=last)
    year.calendar = calendars.calendar_of(year.world.centre, first=FIRST, last=date(2028, 6, 1))
    drawn = process()
    deny = FlowDraft(source="sign", target="return", outcome="deny", label="Không đủ điều kiện", effect="reject")
    processes.publish(replace(drawn, flows=(*drawn.flows, deny)), at=MORNING)
    opens = [day for day in _days(FIRST, last) if year.calendar.is_workday(day)]

    def arrive(at):
        Case(year, a_dossier(year.world, MARITAL, at=at).code, at)

    for _ in range(dossiers):
        day = year.dice.choice(opens)
        year.later(
            datetime.combine(day, datetime.min.time(), VN) + timedelta(minutes=450 + year.dice.randrange(520)), arrive
        )
    for day in _days(FIRST, last + timedelta(days=120)):
        if year.calendar.is_workday(day):
            for hour in (7, 11, 16):
                year.later(
                    datetime.combine(day, datetime.min.time(), VN) + timedelta(hours=hour, minutes=45), clock(year, say)
                )
    year.run()
    return year


def clock(year: Year, say) -> Callable[[datetime], None]:
    """Return what happens at a stroke: the clockwork, then the heads sign most of the letters that wait."""

    def strike(at):
        year.told.update(clockwork.strike(at=at))
        if at.day == 1 and at.hour < 9:
            say(f"{at:%d/%m/%Y}: {dict(year.told)}")
        for letter in Letter.objects.filter(state="drafted", dossier__agency=year.world.centre).select_related(
            "dossier"
        ):
            if year.dice.random() < 0.3:
                continue
            said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
            try:
                apologies.approve(letter.dossier.code, letter.pk, said, by=year.world.leader, at=at)
            except Refusal as no:
                year.told[f"letter refused {no.code}"] += 1

    return strike


def check(year: Year, at: datetime) -> dict[str, int]:
    """Return the figures of the year; AssertionError where one of its truths does not hold."""

    findings = [finding.sentence for check in invariants.checks(every=True) for finding in check.findings]
    assert not findings, findings[:10]
    expected = {pk: dates for pk, dates in ((d.pk, missed(d, at)) for d in Dossier.objects.all()) if dates}
    noted: dict[int, set[datetime]] = {}
    for pk, due_at in LateEvent.objects.values_list("dossier_id", "due_at"):
        noted.setdefault(pk, set()).add(due_at)
    assert noted == expected, _first_difference(noted, expected)
    sent = list(Letter.objects.filter(state="sent"))
    told = {(letter.dossier_id, letter.for_due_at) for letter in sent}
    assert {(pk, due_at) for pk, dates in noted.items() for due_at in dates} <= told
    assert all(letter.cause and letter.cause_text for letter in sent)
    ended = set(Dossier.objects.exclude(completed_at=None, ended_at=None).values_list("pk", flat=True))
    for letter in sent:
        promised = letter.new_due_at is not None
        over = letter.dossier_id in ended or not in_force(letter)
        assert promised or letter.number > 1 or over, "a first letter without a date"
    late_minutes, by_holder = 0, Counter()
    for dossier in Dossier.objects.all():
        spans = possession.spans(dossier.pk, at=at)
        life = (dossier.returned_at or dossier.ended_at or at) - dossier.received_at
        assert sum(held_for(spans).values(), timedelta()) == life, dossier.code
        assert all(one.until == two.since for one, two in pairwise(spans)), dossier.code
        late, parts = possession.lateness(dossier.pk, at=at)
        assert sum(parts.values()) == late, dossier.code
        late_minutes += late
        by_holder.update({holder.ref: part for holder, part in parts.items()})
    assert sum(by_holder.values()) == late_minutes
    ahead = sum(1 for letter in sent if (letter.dossier_id, letter.for_due_at) not in
                {(pk, due_at) for pk, dates in noted.items() for due_at in dates})  # fmt: skip
    return {
        "dossiers": Dossier.objects.count(),
        "late events": sum(map(len, noted.values())),
        "letters": len(sent),
        "sent ahead, date then kept": ahead,
        "late minutes": late_minutes,
        "holders blamed": len(by_holder),
    }


def missed(dossier, at: datetime) -> set[datetime]:
    """Return the promises of a dossier that passed without a result, from promises, pauses and results alone."""

    promises = list(DueDate.objects.filter(dossier=dossier).order_by("event_seq"))
    pauses = list(Pause.objects.filter(dossier=dossier, counts=True))
    found = set()
    for place, promise in enumerate(promises):
        replaced = promises[place + 1].set_at if place + 1 < len(promises) else at
        until = min(moment for moment in (replaced, dossier.completed_at, dossier.ended_at, at) if moment)
        for due_at in {promise.due_at, promise.legal_due_at}:
            midnight = (local(due_at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            stood_still = any(p.began_at < midnight and (p.ended_at is None or p.ended_at > midnight) for p in pauses)
            if until >= midnight and not stood_still:
                found.add(due_at)
    return found


def in_force(letter) -> bool:
    """Tell whether the date a letter is about still held, for us to keep, when it was sent."""

    promises = DueDate.objects.filter(dossier_id=letter.dossier_id, set_at__lt=letter.approved_at)
    waited = Pause.objects.filter(
        dossier_id=letter.dossier_id, cause__in=("supplement", "finance"), began_at__lte=letter.approved_at
    ).exclude(ended_at__lte=letter.approved_at)
    return not waited.exists() and promises.order_by("event_seq").last().due_at == letter.for_due_at


def _first_difference(noted, expected):
    for pk in sorted(set(noted) | set(expected)):
        if noted.get(pk) != expected.get(pk):
            return pk, noted.get(pk), expected.get(pk)
    return None


def _days(first: date, last: date):
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
