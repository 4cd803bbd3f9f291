"""Who may read the files of a dossier: the rule that documents ask for subjects ``dossier:…``."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.queries.seats import SEAT

from .. import policies
from ..vocabulary import Permission, Status
from .legs import TOGETHER

CONSULTED = """EXISTS (SELECT 1 FROM dossiers_enquiry q
               WHERE q.dossier_id = {dossier} AND q.kind = 'consultation'
                 AND ((q.state = 'open' AND q.agency_id = {agency}) OR q.closed_by_id = %(staff)s::bigint))"""
"""Whether an agency is asked about a dossier now, or the actor answered for it. A part of statements."""
_HOLDING = f"""
SELECT d.status, d.agency_id, d.competent_id, i.id, i.agency_id, i.role_id, i.post_id,
       s.agency_id, s.words, s.role_ids,
       EXISTS (SELECT 1 FROM workflow_workitem w
               WHERE w.subject_id = d.id
                 AND (w.closed_by_id = %(staff)s::bigint OR w.post_id = %(post)s::bigint))
       OR {TOGETHER} AS worked_on,
       {CONSULTED.format(dossier="d.id", agency="s.agency_id")}
FROM dossiers_dossier d
LEFT JOIN workflow_workitem i ON i.subject_id = d.id AND i.state <> 'done'
JOIN LATERAL ({SEAT}) s ON true
WHERE d.id = %(dossier)s::bigint
"""  # noqa: S608 - constants of the agencies and of ours
# At the receiving agency those who give a paper out may read it, whoever holds the dossier now.
_GIVEN_OUT = {
    "receipt": frozenset({Permission.RECEIVE, Permission.RETURN}),
    "supplement": frozenset({Permission.RECEIVE}),
    "refusal": frozenset({Permission.RECEIVE, Permission.DECLINE, Permission.RETURN}),
    "apology": frozenset({Permission.RECEIVE, Permission.RETURN}),
    "stop": frozenset({Permission.RECEIVE, Permission.RETURN}),
    "withdrawal": frozenset({Permission.RECEIVE, Permission.RETURN}),
    "result": frozenset({Permission.RETURN}),
    "result_receipt": frozenset({Permission.RETURN}),
}
# What units above are answered to for: a head there approves the letter of a second lateness, and reads what he sent.
_ANSWERED_FOR = frozenset({"apology"})
_ASKED_ABOUT = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holding:
    status: Status
    agency_id: int
    competent_id: int
    item_id: int | None
    item_agency_id: int | None
    item_role_id: int | None
    item_post_id: int | None
    actor_agency_id: int | None
    words: frozenset[str]
    role_ids: frozenset[int]
    worked_on: bool
    consulted: bool


def may_read(by: Actor, subject: str, purpose: str, at: datetime) -> bool:
    """Say whether the actor, at his post on that day, may read a document of the dossier; citizens read none."""
    if by.kind is not ActorKind.STAFF:
        return False
    found = holding(subject_id(subject), by, at)
    if found is None:
        return False
    if found.actor_agency_id == found.agency_id and found.words & _GIVEN_OUT.get(purpose, frozenset()):
        return True
    if policies.is_involved(found, by) or (purpose == _ASKED_ABOUT and policies.sees(found, by)):
        return True
    return purpose in _ANSWERED_FOR and _heads(found)


def _heads(found: _Holding) -> bool:
    """Tell whether the actor approves as a head at a unit above one that deals with the dossier."""
    if Permission.APPROVE not in found.words:
        return False
    involved = {found.agency_id, found.competent_id, found.item_agency_id} - {None}
    return any(found.actor_agency_id in calendars.lineage(agency_id) for agency_id in involved)


def holding(dossier_id: int, by: Actor, at: datetime) -> _Holding | None:
    """Return the dossier as the actor's post stands to it that day, None where there is no dossier, or he no seat."""
    asked = {"dossier": dossier_id, "staff": by.staff_id, "post": by.post_id, "on": at}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    return _Holding(
        status=Status(row[0]),
        agency_id=row[1],
        competent_id=row[2],
        item_id=row[3],
        item_agency_id=row[4],
        item_role_id=row[5],
        item_post_id=row[6],
        actor_agency_id=row[7],
        words=frozenset(row[8] or ()),
        role_ids=frozenset(row[9] or ()),
        worked_on=row[10],
        consulted=row[11],
    )
