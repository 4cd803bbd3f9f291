"""Find a dossier by code, number, telephone or words of a name: one index, no marks needed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean, words
from motcua.people.agencies import policies as agencies
from motcua.tools.workflow import queries as workflow

from ..models import Dossier
from ..vocabulary import Permission, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One dossier that matches."""

    code: str
    applicant: str
    procedure_name: str
    status: Status
    agency_name: str
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None


def find(text: str, *, by: Actor, at: datetime, top: int = 50) -> tuple[Found, ...]:
    """Return dossiers the actor's agency takes part in, newest first, by code, QR text, number, telephone or name."""
    text = clean(text)
    if "ma=" in text:
        text = text.partition("ma=")[2].partition(";")[0]
    if not text:
        return ()
    match = Q(code=text) | Q(code=text.upper())
    number = digits(text)
    if number.isdigit() and len(number) >= 9:
        match |= Q(tokens__contains=[f"id:{number}"]) | Q(tokens__contains=[f"tel:{number}"])
    elif folded := words(text):
        match |= Q(tokens__contains=[f"{by.agency_id}:{word}" for word in folded])
        match |= Q(code__endswith=text, agency_id=by.agency_id)
    rows = Dossier.objects.filter(match)
    if not agencies.holds(by, Permission.VIEW_ALL, on=at.date()):
        rows = rows.filter(Q(agency_id=by.agency_id) | Q(competent_id=by.agency_id) | _worked_at(by))
    rows = rows.select_related("version", "agency").order_by("-id")[:top]
    return tuple(
        Found(
            code=row.code,
            applicant=row.applicant,
            procedure_name=row.version.name,
            status=Status(row.status),
            agency_name=row.agency.short_name,
            received_at=row.received_at,
            due_at=row.due_at,
            completed_at=row.completed_at,
        )
        for row in rows
    )


def _worked_at(by: Actor) -> Q:
    return Q(pk__in=workflow.subjects_of_agency(by.agency_id or 0))
