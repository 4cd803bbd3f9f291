"""Where a dossier is, by its code: status and dates, never a name; no token needed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from motcua.casework.dossiers.queries import public
from motcua.casework.dossiers.vocabulary import Flag, PauseCause
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.text import clean

from ..problems import Problem, too_many
from ..throttle import seconds_to_wait

router = Router(tags=["track"])
PER_MINUTE = 60


class PauseSeen(Schema):
    """A time in which the clock stood still; ``counts``: it is left out of the limit."""

    cause: PauseCause
    cause_label: str
    counts: bool
    began_at: datetime
    ended_at: datetime | None


class Tracked(Schema):
    """What anybody with the code may know. ``national_code``: 1–10, as reported to the national portal.

    ``flag``: what the law knows besides, e.g. ``rejected``, ``mirrored``; ``first_due_at``: what was promised first,
    ``legal_due_at``: the date without any letter, ``due_at``: the promise in force; ``late``: after ``legal_due_at``;
    ``answer_by``: until when the applicant completes what he was asked for.
    """

    code: str
    procedure: str
    national_code: int
    status: str
    status_label: str
    flag: Flag
    submitted_at: datetime | None
    accept_by: datetime | None
    received_at: datetime | None
    first_due_at: datetime | None
    legal_due_at: datetime | None
    due_at: datetime | None
    answer_by: datetime | None
    completed_at: datetime | None
    returned_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None
    late: bool
    reappointed: bool
    letter_at: datetime | None
    pauses: list[PauseSeen]


@router.get("track/{code}", response={200: Tracked, 404: Problem, 429: Problem}, operation_id="track")
def track(request: HttpRequest, code: str) -> Any:
    """Return status and dates; 60 questions a minute from one address."""
    at = clock.now()
    if wait := seconds_to_wait(request, "track", limit=PER_MINUTE, at=at):
        return too_many(wait)
    seen = public.track(clean(code).upper(), at=at)
    if seen is None:
        raise NotFound("Không có hồ sơ với mã này. Mã in trên giấy hẹn, cạnh mã vạch hai chiều.")
    return Tracked(
        code=seen.code,
        procedure=seen.procedure_code,
        national_code=seen.status.code or 0,
        status=seen.status.value,
        status_label=seen.status.label,
        flag=seen.flag,
        submitted_at=_here(seen.submitted_at),
        accept_by=_here(seen.accept_by),
        received_at=_here(seen.received_at),
        first_due_at=_here(seen.first_due_at),
        legal_due_at=_here(seen.legal_due_at),
        due_at=_here(seen.due_at),
        answer_by=_here(seen.answer_by),
        completed_at=_here(seen.completed_at),
        returned_at=_here(seen.returned_at),
        declined_at=_here(seen.declined_at),
        ended_at=_here(seen.ended_at),
        late=seen.late,
        reappointed=seen.reappointed,
        letter_at=_here(seen.letter_at),
        pauses=[
            PauseSeen(
                cause=pause.cause,
                cause_label=pause.cause.label,
                counts=pause.counts,
                began_at=clock.local(pause.began_at),
                ended_at=_here(pause.ended_at),
            )
            for pause in seen.pauses
        ],
    )


def _here(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None
