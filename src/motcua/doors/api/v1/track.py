"""Where a dossier is, by its code: status and dates, never a name; no token needed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from motcua.casework.dossiers.queries import public
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.kernel.text import clean

from ..problems import Problem, too_many
from ..throttle import seconds_to_wait

router = Router(tags=["track"])
PER_MINUTE = 60


class Tracked(Schema):
    """What anybody with the code may know. ``national_code``: 1–10, as reported to the national portal."""

    code: str
    procedure: str
    national_code: int
    status: str
    status_label: str
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    returned_at: datetime | None
    declined_at: datetime | None
    late: bool


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
        received_at=_here(seen.received_at),
        due_at=_here(seen.due_at),
        completed_at=_here(seen.completed_at),
        returned_at=_here(seen.returned_at),
        declined_at=_here(seen.declined_at),
        late=seen.late,
    )


def _here(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None
