"""Dossiers at a counter: taken in, registered, declined, read."""

from datetime import datetime

from ninja import Router, Schema, Status

from motcua.casework.dossiers.queries import detail
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.rules.lifecycle import State
from motcua.casework.dossiers.services import intake, submissions
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.vocabulary import Act, Flag
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation
from motcua.tools.workflow import queries as workflow

from ..actors import Caller, Request
from ..fields import Key
from ..problems import Problem
from .parties import Declined, HandedInNow, Intake, PartySeen, submission
from .record import Left, left

router = Router(tags=["dossiers"], auth=Caller())
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class Acted(Schema):
    """What an act left behind. ``activity``: the step that is open now, where the act opened one."""

    code: str
    status: str
    status_label: str
    national_code: int
    event: str
    seq: int
    at: datetime
    due_at: datetime | None = None
    activity: str = ""


class Outcome(Schema):
    """A way out of the open step, as `complete` takes it; ``effect``: what it does by law."""

    outcome: str
    label: str
    effect: str = ""


class Post(Schema):
    """A post that could do the open step."""

    id: int
    title: str
    staff: list[str]


class Step(Schema):
    """A step; ``outcomes`` and ``posts`` only of the open one. ``item`` guards an act against a step that is gone."""

    item: int
    activity: str
    name: str
    agency: str
    post: int | None
    post_title: str
    state: str
    opened_at: datetime
    due_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    outcome: str
    note: str
    outcomes: list[Outcome] = []
    posts: list[Post] = []


class PaperKept(Schema):
    """A paper as it was seen at the counter."""

    key: str
    name: str
    originals: int
    copies: int
    photocopies: int
    from_data: bool
    shown_only: bool
    not_applicable: bool
    note: str


class ResultKept(Schema):
    """A result; ``file``: its name, "" for a number alone."""

    number: str
    abstract: str
    file: str
    attached_at: datetime


class Dossier(Left):
    """A dossier, whole, for those who may see it. ``acts``: what the law allows next, whoever may do it.

    ``legal_due_at``: the date without any letter; ``due_at``: the promise in force.
    """

    code: str
    status: str
    status_label: str
    national_code: int
    flag: Flag
    acts: list[Act]
    procedure: str
    procedure_name: str
    version: int
    case: str
    channel: str
    return_method: str
    agency: str
    competent: str
    submitted_at: datetime | None
    accept_by: datetime | None
    received_at: datetime | None
    legal_due_at: datetime | None
    due_at: datetime | None
    due_why: str
    completed_at: datetime | None
    returned_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None
    decline_reason: str
    decline_basis: str
    parties: list[PartySeen]
    papers: list[PaperKept]
    steps: list[Step]
    results: list[ResultKept]


@router.post("dossiers", response={201: Acted, **REFUSALS}, operation_id="accept")
def accept(request: Request, body: HandedInNow, key: Key) -> Status[Acted]:
    """Take a dossier in at a counter: it gets its number, its due time and its first step.

    With ``act`` = ``submit`` it is registered, complete or not, and waits for a decision; with ``ask`` besides, for its
    applicant.
    """
    by, at, handed_in = request.auth, clock.now(), submission(body, request.auth)
    if body.act is Intake.ACCEPT:
        done = intake.accept(handed_in, by=by, at=at, key=key)
    elif body.ask is None:
        done = submissions.submit(handed_in, by=by, at=at, key=key)
    else:
        done = submissions.submit_and_ask(handed_in, body.ask.notice(), by=by, at=at, key=key)
    return Status(201, acted(done))


@router.post("dossiers/declines", response={201: Acted, **REFUSALS}, operation_id="decline")
def decline(request: Request, body: Declined, key: Key) -> Status[Acted]:
    """Decline a dossier at a counter, in writing; it gets a number of the register of declined ones."""
    by = request.auth
    done = intake.decline(submission(body, by), body.reason, body.basis, by=by, at=clock.now(), key=key)
    return Status(201, acted(done))


@router.get("dossiers/{code}", response={200: Dossier, **REFUSALS}, operation_id="get_dossier")
def get_dossier(request: Request, code: str) -> Dossier:
    """Return a dossier to somebody whose work it is, or who leads or receives where it is."""
    at = clock.now()
    seen = detail.view(clean(code), by=request.auth, at=at)
    if seen is None:
        raise NotFound(f"Không có hồ sơ {clean(code)[:60]}.")
    return _whole(seen, at)


def acted(done: Done) -> Acted:
    """Return the answer to an act; a replay of its key gives the same."""
    return Acted(
        code=done.code,
        status=done.status.value,
        status_label=done.status.label,
        national_code=done.status.code or 0,
        event=done.event,
        seq=done.seq,
        at=clock.local(done.at),
        due_at=clock.local(done.due_at) if done.due_at else None,
        activity=done.activity,
    )


def _whole(seen: DossierView, at: datetime) -> Dossier:
    row = seen.dossier
    return Dossier(
        code=seen.code,
        status=seen.status.value,
        status_label=seen.status.label,
        national_code=seen.status.code or 0,
        flag=Flag(row.flag),
        acts=list(lifecycle.acts_from(State(seen.status, Flag(row.flag)))),
        procedure=seen.version.code,
        procedure_name=seen.version.name,
        version=seen.version.number,
        case=row.case,
        channel=row.channel,
        return_method=row.return_method,
        agency=seen.agency.code,
        competent=seen.competent.code,
        submitted_at=_here(row.submitted_at),
        accept_by=_here(row.accept_by),
        received_at=_here(row.received_at),
        legal_due_at=_here(row.legal_due_at),
        due_at=_here(row.due_at),
        due_why=row.due_why,
        completed_at=_here(row.completed_at),
        returned_at=_here(row.returned_at),
        declined_at=_here(row.declined_at),
        ended_at=_here(row.ended_at),
        decline_reason=row.decline_reason,
        decline_basis=row.decline_basis,
        parties=[PartySeen.from_orm(party) for party in seen.parties],
        papers=[PaperKept.from_orm(paper) for paper in seen.papers],
        steps=_steps(seen, at),
        results=[
            ResultKept(
                number=result.number,
                abstract=result.abstract,
                file=result.document.title if result.document else "",
                attached_at=clock.local(result.attached_at),
            )
            for result in seen.results
        ],
        **left(seen.id),
    )


def _steps(seen: DossierView, at: datetime) -> list[Step]:
    steps = [
        Step(
            item=item.id,
            activity=item.activity_key,
            name=item.activity_name,
            agency=item.agency_name,
            post=item.post_id,
            post_title=item.post_title,
            state=item.state,
            opened_at=clock.local(item.opened_at),
            due_at=clock.local(item.due_at),
            taken_at=_here(item.taken_at),
            closed_at=_here(item.closed_at),
            outcome=item.outcome,
            note=item.note,
        )
        for item in seen.items
    ]
    if waiting := seen.open_item:
        role = next((code for code, pk in organisation.role_ids().items() if pk == waiting.role_id), "-")
        steps[-1].outcomes = [
            Outcome(outcome=way.outcome, label=way.label, effect=way.effect)
            for way in workflow.outcomes(waiting.activity_id)
        ]
        steps[-1].posts = [
            Post(id=post.id, title=post.title, staff=list(post.staff))
            for post in organisation.posts(waiting.agency_id, on=at.date(), role=role)
        ]
    return steps


def _here(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None
