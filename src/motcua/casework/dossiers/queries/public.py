"""What anybody who has the code may see: status, dates, closed lists; never a name, never a typed word.

Law: 01/2018/TT-VPCP, Điều 16 (look-up by dossier code).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from motcua.ground.outbox import queries as outbox
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.vocabulary import ItemState, Place

from ..models import Dossier, DueDate, Ending, Group, Letter, Pause, Supplement
from ..rules import deadlines
from ..vocabulary import DueKind, Flag, Initiator, LetterState, PauseCause, Status, Timeliness

_RUNNING = (Status.RECEIVED, Status.PROCESSING)
_OVER = (Status.WITHDRAWN, Status.STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """A step by its name and agency; ``state``: done, now, waiting or next; ``due_at`` only of the one that runs."""

    title: str
    place: str
    state: str
    at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPromise:
    """A date that was promised, when, and why it came in the place of the one before."""

    kind: DueKind
    due_at: datetime
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPause:
    """A time in which the clock stood still; ``counts``: it is left out of the limit."""

    cause: PauseCause
    counts: bool
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """A dossier without persons.

    accept_by     until when the agency decides on what was handed in from afar
    legal_due_at  the date without any letter; ``late``: it has passed, or had passed when the result was there
    promises      every date that was promised, the first one first
    answer_by     until when the applicant completes what he was asked for
    letter_at     when the newest letter of apology was sent
    initiator     who had it stopped or withdrawn
    told_at       since when another system says so, of a dossier handled there
    grouped       several agencies have their parts in it, see ``queries.groups.public_legs``
    """

    id: int
    code: str
    procedure_code: str
    procedure_name: str
    status: Status
    flag: Flag
    submitted_at: datetime | None
    accept_by: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    legal_due_at: datetime | None
    due_why: str
    completed_at: datetime | None
    returned_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None
    agency_id: int
    receiving_agency: str
    phone: str
    address: str
    late: bool
    promises: tuple[PublicPromise, ...]
    pauses: tuple[PublicPause, ...]
    answer_by: datetime | None
    letter_at: datetime | None
    initiator: Initiator | None
    told_at: datetime | None
    grouped: bool
    steps: tuple[PublicStep, ...]

    @property
    def mirrored(self) -> bool:
        """Tell whether another system handles it."""
        return self.flag is Flag.MIRRORED

    @property
    def rejected(self) -> bool:
        """Tell whether the answer is that the conditions are not met."""
        return self.flag is Flag.REJECTED

    @property
    def first_due_at(self) -> datetime | None:
        """Return the date that was promised first."""
        return self.promises[0].due_at if self.promises else self.legal_due_at or self.due_at

    @property
    def moved(self) -> bool:
        """Tell whether the date in force is another than the first."""
        return self.due_at is not None and self.due_at != self.first_due_at

    @property
    def reappointed(self) -> bool:
        """Tell whether a letter moved the date in force."""
        return bool(self.due_at and self.legal_due_at and self.due_at > self.legal_due_at)

    @property
    def pause(self) -> PublicPause | None:
        """Return the pause that is open."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)


def track(code: str, *, at: datetime | None = None) -> PublicView | None:
    """Return what the public sees of a dossier; ``at`` is the moment against which a running one is late."""
    dossier = (
        Dossier.objects.select_related("version__procedure", "agency", "competent", "instance")
        .annotate(grouped=Exists(Group.objects.filter(dossier_id=OuterRef("pk"))))
        .filter(code=code)
        .first()
    )
    if dossier is None:
        return None
    status, flag = Status(dossier.status), Flag(dossier.flag)
    finished = dossier.completed_at or (at if status in _RUNNING else None)
    promised = dossier.legal_due_at or dossier.due_at
    late = bool(promised and finished and deadlines.timeliness(promised, finished) is Timeliness.LATE)
    return PublicView(
        id=dossier.pk,
        code=dossier.code,
        procedure_code=dossier.version.procedure.code,
        procedure_name=dossier.version.name,
        status=status,
        flag=flag,
        submitted_at=dossier.submitted_at,
        accept_by=dossier.accept_by,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        legal_due_at=dossier.legal_due_at,
        due_why=dossier.due_why,
        completed_at=dossier.completed_at,
        returned_at=dossier.returned_at,
        declined_at=dossier.declined_at,
        ended_at=dossier.ended_at,
        agency_id=dossier.agency_id,
        receiving_agency=dossier.agency.name,
        phone=dossier.agency.phone,
        address=dossier.agency.address,
        late=late,
        promises=_promises(dossier),
        pauses=_pauses(dossier),
        answer_by=_answer_by(dossier) if status is Status.SUPPLEMENT else None,
        letter_at=_letter_at(dossier) if late or promised != dossier.due_at else None,
        initiator=_initiator(dossier) if status in _OVER else None,
        told_at=_told_at(dossier) if flag is Flag.MIRRORED else None,
        grouped=dossier.grouped,
        steps=_steps(dossier) if status not in _OVER else (),
    )


def _promises(dossier: Dossier) -> tuple[PublicPromise, ...]:
    rows = DueDate.objects.filter(dossier=dossier).order_by("event_seq").values_list("kind", "due_at", "set_at")
    return tuple(PublicPromise(kind=DueKind(kind), due_at=due_at, set_at=set_at) for kind, due_at, set_at in rows)


def _pauses(dossier: Dossier) -> tuple[PublicPause, ...]:
    rows = Pause.objects.filter(dossier=dossier).order_by("began_at", "id")
    return tuple(
        PublicPause(cause=PauseCause(row.cause), counts=row.counts, began_at=row.began_at, ended_at=row.ended_at)
        for row in rows.only("cause", "counts", "began_at", "ended_at")
    )


def _answer_by(dossier: Dossier) -> datetime | None:
    asked = Supplement.objects.filter(dossier=dossier, supplied_at__isnull=True)
    return asked.values_list("answer_by", flat=True).first()


def _letter_at(dossier: Dossier) -> datetime | None:
    sent = Letter.objects.filter(dossier=dossier, state=LetterState.SENT).order_by("-approved_at")
    return sent.values_list("approved_at", flat=True).first()


def _initiator(dossier: Dossier) -> Initiator | None:
    said = Ending.objects.filter(dossier=dossier).values_list("initiator", flat=True).first()
    return Initiator(said) if said else None


def _told_at(dossier: Dossier) -> datetime:
    return datetime.fromisoformat(outbox.history(f"dossier:{dossier.pk}")[-1].payload["seen_at"])


def _steps(dossier: Dossier) -> tuple[PublicStep, ...]:
    if dossier.instance is None:
        return ()
    drawn = workflow.definition(dossier.instance.definition_id).activities
    items = workflow.items(dossier.pk)
    closed = {item.activity_key: item.closed_at for item in items if item.state == ItemState.DONE}
    known = {dossier.agency_id: dossier.agency.name, dossier.competent_id: dossier.competent.name}
    held = {item.activity_key: known.get(item.agency_id, item.agency_name) for item in items}
    to_come = {Place.RECEIVING: dossier.agency.name, Place.COMPETENT: dossier.competent.name}
    running = next((item for item in items if item.state != ItemState.DONE), None)
    waits = running is not None and running.state == ItemState.WAITING
    here_state = "waiting" if waits else "now"
    now = running.activity_key if running else ""
    order = [activity.key for activity in drawn]
    here = order.index(now) if now in order else len(order)
    return tuple(
        PublicStep(
            title=activity.name,
            place=held.get(activity.key) or to_come.get(Place(activity.place), ""),
            state=here_state if activity.key == now else "done" if place < here and activity.key in closed else "next",
            at=closed.get(activity.key) if place < here else None,
            due_at=running.due_at if running and not waits and activity.key == now else None,
        )
        for place, activity in enumerate(drawn)
    )
