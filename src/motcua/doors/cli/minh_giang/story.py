"""Tell the story of the dossiers in the order of time, every act by the service that is there for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from motcua.bureau.surveys import services as surveys
from motcua.bureau.surveys.vocabulary import Satisfaction
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import Submission
from motcua.casework.dossiers.services import intake, processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck, ReturnMethod
from motcua.casework.procedures.rules.content import Paper
from motcua.ground.kernel.actors import CITIZEN, Actor
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import ActivityView
from motcua.tools.workflow.vocabulary import Place

from . import people, words
from .couriers import Couriers
from .fates import Choice, Ending, Fate
from .founding import Province
from .units import CENTRE_OF_PROVINCE, COMMUNES, UNITS

Act = Callable[[datetime], object]
"""Something done at a moment."""


@dataclass
class _Course:
    """A dossier under way; ``code`` is known once it has been received."""

    fate: Fate
    visitor: people.Visitor
    clerk: Actor
    code: str = ""
    acts: list[tuple[datetime, Act]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leg:
    """A step and the way out of it; ``back``: to the one before, ``concludes``: with the result."""

    step: ActivityView
    outcome: str
    back: bool = False
    concludes: bool = False


class Story:
    """The two months of the province."""

    def __init__(self, province: Province, calendar: WorkCalendar, now: datetime, dice: Random) -> None:
        self._province, self._calendar, self._now, self._dice = province, calendar, now, dice
        self._roles = {pk: code for code, pk in agencies.role_ids().items()}
        self._units = {province.agencies[unit.key]: unit for unit in UNITS}
        self._kinds = {unit.kind: province.agencies[unit.key] for unit in UNITS}
        self._letters: dict[int, int] = {}

    def tell(
        self, fates: Sequence[Fate], progress: Callable[[int, int], None], more: Sequence[tuple[datetime, Act]] = ()
    ) -> None:
        """Do everything that happened, the earliest first; ``more``: what happened besides."""
        told = [act for fate in fates for act in self._course(fate)]
        couriers = Couriers(self._province, self._calendar, self._now, self._dice)
        acts = sorted([*told, *more, *couriers.rounds()], key=lambda act: act[0])
        for number, (at, act) in enumerate(acts):
            act(at)
            progress(number + 1, len(acts))

    def _course(self, fate: Fate) -> list[tuple[datetime, Act]]:
        dice, choice = self._dice, fate.choice
        home = choice.centre.removesuffix(".trungtam")
        commune = home if choice.centre != CENTRE_OF_PROVINCE else dice.choice(list(COMMUNES))
        organisations = any("nghiệp" in kind for kind in choice.content.applicants)
        visitor = people.a_visitor(dice, commune, fate.received_at.date(), organisations=organisations)
        centre = self._province.agencies[choice.centre]
        course = _Course(fate=fate, visitor=visitor, clerk=self._someone(centre, "one_stop_officer"))
        handed_in = Submission(
            procedure=choice.code,
            agency_id=centre,
            channel=choice.channel,
            parties=visitor.parties,
            papers=self._papers(choice),
            case=choice.case,
            return_method=ReturnMethod.POST if dice.random() < 0.15 else ReturnMethod.COUNTER,
        )
        if fate.ending is Ending.DECLINED:
            reason, basis = dice.choice(words.GROUNDS)

            def decline(at: datetime) -> None:
                intake.decline(handed_in, reason, basis, by=course.clerk, at=at)

            self._then(course, fate.received_at, decline)
            return course.acts

        def accept(at: datetime) -> None:
            course.code = intake.accept(handed_in, by=course.clerk, at=at).code

        self._then(course, fate.received_at, accept)
        self._work(course)
        if fate.handed_at:
            self._hand_over(course, fate.handed_at)
        return course.acts

    def _papers(self, choice: Choice) -> dict[str, Seen]:
        """Return what the visitor brought: all that is required, some of what is not."""
        return {
            paper.key: _brought(paper)
            for paper in choice.content.papers_for(choice.case)
            if not paper.on_file and (paper.required or self._dice.random() < 0.3)
        }

    def _work(self, course: _Course) -> None:
        """Lay the steps between receipt and end: what is finished whole, the rest up to where it stands."""
        fate = course.fate
        legs = list(self._legs(fate.choice))
        here = len(legs)
        if not fate.finished_at:
            here = 0 if fate.ending is Ending.RECEIVED else self._dice.randrange(len(legs))
        end = fate.finished_at or self._now
        stops = self._stops(fate.received_at, end, [leg.step.share for leg in legs[: here + 1]])
        for leg, begun, ended in zip(legs[:here], stops, stops[1:], strict=False):
            self._walk(course, leg, begun, ended)
        if here < len(legs):
            self._wait(course, legs[here].step, stops[here], first=here == 0)

    def _legs(self, choice: Choice) -> Iterator[_Leg]:
        """Yield the steps up to the signature; now and then one is sent back once and done again."""
        definition = workflow.newest(choice.process)
        if definition is None:
            raise LookupError(f"process {choice.process} is not published")
        order = {step.name: place for place, step in enumerate(definition.activities)}
        place, before = 0, _Leg(step=definition.activities[0], outcome="")
        while True:
            step = definition.activities[place]
            ways = {order.get(way.target_name, -1): way for way in workflow.outcomes(step.id)}
            if not (ahead := [target for target in ways if target > place]):
                return
            if before.outcome and order[before.step.name] in ways and self._dice.random() < 0.06:
                yield _Leg(step=step, outcome=ways[order[before.step.name]].outcome, back=True)
                yield before
            place = self._dice.choice(ahead)
            before = _Leg(step=step, outcome=ways[place].outcome, concludes=ways[place].effect == "complete")
            yield before

    def _stops(self, begin: datetime, end: datetime, shares: Sequence[Decimal]) -> list[datetime]:
        """Return the moments at which each step begins, and the end, by shares of the open minutes, unevenly."""
        minutes = self._calendar.open_minutes_between(begin, end)
        weights = [float(share) * self._dice.uniform(0.6, 1.4) + 0.02 for share in shares]
        used, stops = 0.0, [begin]
        for weight in weights:
            used += weight
            stops.append(self._calendar.add_open_minutes(begin, int(minutes * used / sum(weights))))
        return stops

    def _walk(self, course: _Course, leg: _Leg, begun: datetime, ended: datetime) -> None:
        worker = self._worker(course, leg.step)
        self._then(course, self._between(begun, ended, 0.4), self._give(course, worker))
        if leg.concludes:
            self._then(course, ended, lambda at: self._attach(course, worker, at))
        note = self._dice.choice(words.REMARKS) if self._dice.random() < 0.25 else ""
        if leg.back:
            note = self._dice.choice(words.SENT_BACK)
        self._then(course, ended, lambda at: processing.complete(course.code, leg.outcome, note, by=worker, at=at))

    def _wait(self, course: _Course, step: ActivityView, begun: datetime, *, first: bool) -> None:
        """Leave the open step in its pool, or on somebody's desk, perhaps with a note."""
        dice, worker = self._dice, self._worker(course, step)
        chief = self._chief(worker)
        if course.fate.ending is Ending.RECEIVED:
            if chief and dice.random() < 0.35:
                at = self._between(begun, self._now, 0.5)
                self._then(course, at, lambda at: self._assign(course, chief, worker, at))
        elif first or dice.random() < 0.6:
            taken = first or not chief or dice.random() < 0.7
            at = self._between(begun, self._now, 0.4)
            self._then(course, at, self._take(course, worker) if taken else self._give(course, worker))
            if dice.random() < 0.3:
                said = dice.choice(words.NOTES)
                at = self._between(begun, self._now, 0.8)
                self._then(course, at, lambda at: processing.note(course.code, said, by=worker, at=at))

    def _give(self, course: _Course, worker: Actor) -> Act:
        """Let the chief hand out the work where there is one who likes to, else let the worker take it."""
        chief = self._chief(worker)
        if chief and self._dice.random() < 0.25:
            return lambda at: self._assign(course, chief, worker, at)
        return self._take(course, worker)

    def _take(self, course: _Course, worker: Actor) -> Act:
        return lambda at: processing.take(course.code, by=worker, at=at)

    def _assign(self, course: _Course, chief: Actor, worker: Actor, at: datetime) -> None:
        if worker.post_id is None:
            raise LookupError("a worker of the demo sits at no post")
        processing.assign(course.code, worker.post_id, by=chief, at=at)

    def _attach(self, course: _Course, signer: Actor, at: datetime) -> None:
        agency = signer.agency_id or 0
        self._letters[agency] = number = self._letters.get(agency, 0) + 1
        results.attach(
            course.code,
            number=f"{number}/{words.result_mark(course.fate.choice.process)}-{self._units[agency].sign}",
            abstract=words.result_name(course.fate.choice.content),
            by=signer,
            at=at,
        )

    def _hand_over(self, course: _Course, at: datetime) -> None:
        visitor = course.visitor
        by_mandate = self._dice.random() < 0.08
        receipt = Receipt(
            recipient=visitor.name,
            identity_check=IdentityCheck.MANDATE if by_mandate else IdentityCheck.CARD,
            relation="Giấy ủy quyền có chứng thực" if by_mandate else "",
            id_last4=visitor.last4,
        )
        self._then(course, at, lambda at: results.hand_over(course.code, receipt, by=course.clerk, at=at))
        if self._dice.random() < 0.45:
            level = self._dice.choices(list(Satisfaction), weights=[55, 38, 7])[0]
            said = self._dice.choice(words.COMPLAINTS) if level is Satisfaction.NO else ""
            later = at + timedelta(minutes=self._dice.randrange(10, 2800))
            if later < self._now:
                self._then(course, later, lambda at: surveys.rate(course.code, level, said, by=CITIZEN, at=at))

    def _then(self, course: _Course, at: datetime, act: Act) -> None:
        """Note an act; none comes before the one before it."""
        course.acts.append((max(at, course.acts[-1][0]) if course.acts else at, act))

    def _between(self, begin: datetime, end: datetime, most: float) -> datetime:
        minutes = self._calendar.open_minutes_between(begin, end)
        return max(begin, self._calendar.add_open_minutes(begin, int(minutes * self._dice.uniform(0.02, most))))

    def _place(self, step: ActivityView, choice: Choice) -> int:
        if step.place == Place.RECEIVING:
            return self._province.agencies[choice.centre]
        if step.place == Place.COMPETENT:
            return self._province.agencies[choice.competent]
        return next(pk for kind, pk in self._kinds.items() if kind == step.agency_kind)

    def _worker(self, course: _Course, step: ActivityView) -> Actor:
        return self._someone(self._place(step, course.fate.choice), self._roles[step.role_id])

    def _someone(self, agency_id: int, role: str) -> Actor:
        return self._dice.choice(self._province.who(agency_id, role))

    def _chief(self, worker: Actor) -> Actor | None:
        chiefs = self._province.who(worker.agency_id or 0, "unit_leader")
        return chiefs[0] if chiefs else None


def _brought(paper: Paper) -> Seen:
    none = paper.originals + paper.copies == 0
    return Seen(
        key=paper.key,
        originals=1 if none and paper.show_only else paper.originals,
        copies=paper.copies,
        photocopies=1 if none and not paper.show_only else 0,
    )
