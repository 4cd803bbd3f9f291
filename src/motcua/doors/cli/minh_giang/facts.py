"""What others would have told of the dossiers: fees, copies, who the applicant is, the national portal, petitions.

The contexts that will tell it are not built yet; the events are theirs, and so is the subject. Ratings are real ones.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from motcua.bureau.feedback.events import (
    DossierPetitioned,
    PetitionJudged,
    PetitionReceived,
    PetitionSettled,
)
from motcua.casework.dossiers.events.sync import DossierSynced
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.events import Event
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.ground.outbox import services as outbox
from motcua.people.identity.events import ApplicantVerified
from motcua.steering.indicators.rules.records import Record
from motcua.steering.indicators.vocabulary import Outcome
from motcua.tools.documents.events import ComponentDigitised, CopyCertified, ResultDigitised, ResultStored
from motcua.tools.payments.events import FeeAssessed, FeePaid

_PETITION_WORKDAYS = 15
_FEES = (0, 8_000, 15_000, 50_000, 100_000, 500_000)
Told = tuple[datetime, Event]


class Facts:
    """Dice over every dossier, each kind of fact with its own habit; communes differ."""

    def __init__(self, calendar: WorkCalendar, now: datetime, dice: Random) -> None:
        self._calendar, self._now, self._dice = calendar, now, dice
        self._petitions = 0

    def of(self, records: Iterable[tuple[int, Record]]) -> list[Told]:
        """Return them in the order of time, none from the future."""
        told = [one for dossier_id, record in records for one in self._of(dossier_id, record)]
        return sorted((one for one in told if one[0] <= self._now), key=lambda one: one[0])

    def tell(self, records: Iterable[tuple[int, Record]], *, by: Actor) -> int:
        """Publish them; return how many. Each locks its subject, so of tens of thousands publish `of` in portions."""
        told = self.of(records)
        for at, event in told:
            outbox.publish(event, by=by, at=at)
        return len(told)

    def _of(self, dossier_id: int, record: Record) -> Iterator[Told]:
        if record.received_at is None:
            return
        came, zeal = record.received_at, 0.35 + 0.5 * Random(record.competent_id).random()  # noqa: S311 - a story
        yield from self._fees(dossier_id, came, zeal, online=record.channel == "online")
        yield from self._copies(dossier_id, record, came, zeal)
        if self._dice.random() < 0.6 + 0.3 * zeal:
            yield came, ApplicantVerified(subject=f"applicant-of:{dossier_id}", means="vneid")
        if self._dice.random() < 0.94:
            yield self._later(came, 60), DossierSynced(subject=f"sync-of:{dossier_id}", portal="dvcqg", upto=1)
        if self._dice.random() < 0.03:
            yield from self._petition(dossier_id, record, came)

    def _fees(self, dossier_id: int, came: datetime, zeal: float, *, online: bool) -> Iterator[Told]:
        amount, subject = self._dice.choice(_FEES), f"fees-of:{dossier_id}"
        yield came, FeeAssessed(subject=subject, amount=amount)
        if amount and self._dice.random() < 0.9:
            pays_online = self._dice.random() < (zeal if online else zeal / 3)
            yield self._later(came, 30), FeePaid(subject=subject, amount=amount, total=amount, online=pays_online)

    def _copies(self, dossier_id: int, record: Record, came: datetime, zeal: float) -> Iterator[Told]:
        subject = f"copies-of:{dossier_id}"
        if self._dice.random() < zeal + 0.1:
            reused, from_store = self._dice.random() < zeal / 2, self._dice.random() < 0.2
            yield came, ComponentDigitised(subject=subject, key="form", reused=reused, from_store=from_store)
        if self._dice.random() < 0.05:
            yield self._later(came, 200), CopyCertified(subject=subject)
        if record.ended_at and record.outcome is Outcome.COMPLETED and self._dice.random() < zeal:
            yield record.ended_at, ResultDigitised(subject=subject)
            if self._dice.random() < 0.5:
                yield record.ended_at, ResultStored(subject=subject)

    def _petition(self, dossier_id: int, record: Record, came: datetime) -> Iterator[Told]:
        self._petitions += 1
        subject, at = f"petition:{self._petitions}", self._later(record.ended_at or came, 2000)
        if at > self._now:
            return
        due = self._calendar.close_time(self._calendar.add_workdays(at.date(), _PETITION_WORKDAYS)).isoformat()
        yield at, PetitionReceived(subject=subject, agency_id=record.competent_id, due_at=due, dossier_id=dossier_id)
        yield at, DossierPetitioned(subject=f"petitions-of:{dossier_id}", petition_id=self._petitions)
        if self._dice.random() < 0.7:
            settled = at + timedelta(days=self._dice.randint(2, 25))
            yield settled, PetitionSettled(subject=subject)
            yield settled + timedelta(days=1), PetitionJudged(subject=subject, liked=self._dice.random() < 0.8)

    def _later(self, moment: datetime, minutes: int) -> datetime:
        return moment + timedelta(minutes=self._dice.randint(1, minutes))
