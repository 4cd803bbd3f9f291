"""Find a dossier by code, number, telephone or words of a name: one index, no marks needed."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Reverse

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies as agencies
from motcua.tools.workflow import queries as workflow

from ..models import Dossier, Letter, Pause
from ..rules import tokens
from ..rules.chips import Standing
from ..vocabulary import LetterState, PauseCause, Permission, Status
from .story import asked_of

_LONGEST = 2000
_SERIAL = re.compile(r"[0-9-]{1,16}")
_SHORT = re.compile(r"[0-9]{4,8}-[0-9]{1,8}(-\w{1,10})?")
_AT_COUNTER = {Permission.RECEIVE, Permission.RETURN}
_NEWEST = (F("id") + 0).desc()
"""Newest first, but not by the index of ids: read backwards, all of it is passed where nothing matches."""
_PAUSE = Pause.objects.filter(dossier=OuterRef("pk"), ended_at__isnull=True)
_LETTER = Letter.objects.filter(dossier=OuterRef("pk"), for_due_at=OuterRef("due_at")).exclude(
    state=LetterState.DROPPED
)
_CLOCK = {
    "pause": Subquery(_PAUSE.values("cause")[:1]),
    "paused_at": Subquery(_PAUSE.values("began_at")[:1]),
    "pause_counts": Subquery(_PAUSE.values("counts")[:1]),
    "letter": Subquery(_LETTER.values("state")[:1]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One dossier that matches. ``standing``: where its clock stands, None before it has one."""

    code: str
    applicant: str
    procedure_name: str
    status: Status
    agency_name: str
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    standing: Standing | None


def is_short(text: str) -> bool:
    """Tell whether a text is a code without the agency before it, as lists print it, e.g. ``261124-0021``."""
    return _SHORT.fullmatch(text) is not None


def find(text: str, *, by: Actor, at: datetime, top: int = 50) -> tuple[Found, ...]:
    """Return dossiers that the actor may know of, newest first, by code, QR text, number, telephone or name.

    A code without its agency is looked for among those his agency took in or decides.
    Those of his agency need the permission to see them, or a counter that gives their results out; his own work none.
    """
    text = clean(text)[:_LONGEST]
    if "ma=" in text:
        text = text.partition("ma=")[2].partition(";")[0]
    if not text:
        return ()
    match = Q(code=text) | Q(code=text.upper())
    if is_short(text):
        mine = Q(agency_id=by.agency_id) | Q(competent_id=by.agency_id)
        match |= Q(mine, backwards__startswith=f"-{text.upper()}"[::-1])
    number = digits(text)
    if number.isdigit() and len(number) >= 9:
        match |= Q(tokens__contains=[tokens.of_number(number)])
        match |= Q(tokens__contains=[tokens.of_phone(number)])
    elif named := tokens.of_name(by.agency_id, text):
        match |= Q(tokens__contains=named)
        if _SERIAL.fullmatch(text):
            match |= Q(code__endswith=text, agency_id=by.agency_id)
    rows = Dossier.objects.alias(backwards=Reverse("code")).filter(match)
    granted = agencies.permissions_of(by, on=at)
    if Permission.VIEW_ALL not in granted and by.kind is not ActorKind.SYSTEM:
        rows = rows.filter(_known_to(by, granted))
    rows = rows.annotate(**_CLOCK).select_related("version").prefetch_related("agency").order_by(_NEWEST)[:top]
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
            standing=_standing(row) if row.due_at else None,
        )
        for row in rows
    )


def _standing(row: Any) -> Standing:
    return Standing(
        due_at=row.due_at,
        legal_due_at=row.legal_due_at,
        finished_at=row.completed_at,
        ended_at=row.ended_at,
        pause=PauseCause(row.pause) if row.pause else None,
        paused_at=row.paused_at,
        counts=bool(row.pause_counts),
        letter=LetterState(row.letter) if row.letter else None,
    )


def _known_to(by: Actor, granted: frozenset[str]) -> Q:
    """Return which dossiers he may know of: what is told by the row itself first, then what is asked row by row."""
    agency_id, known = by.agency_id or 0, Q()
    if Permission.VIEW_AGENCY in granted:
        known |= Q(agency_id=agency_id) | Q(competent_id=agency_id)
        known |= Q(Exists(workflow.subjects_of_agency(agency_id).filter(subject_id=OuterRef("pk"))))
    elif granted & _AT_COUNTER:
        known |= Q(agency_id=agency_id)
    his = workflow.subjects_of_staff(by.staff_id or 0, by.post_id or 0, agency_id)
    known |= Q(Exists(his.filter(subject_id=OuterRef("pk"))))
    if Permission.WORK in granted:
        known |= Q(Exists(asked_of(agency_id).filter(dossier_id=OuterRef("pk"))))
    return known
