"""One dossier, whole: what the dossier page and the papers need."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.queries.seats import SEAT
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import DefinitionView, ItemView
from motcua.tools.workflow.vocabulary import LIVE

from .. import policies
from ..models import Dossier, Handover, Note, Paper, Party, Result
from ..rules.lifecycle import State
from ..vocabulary import Flag, Status
from .access import CONSULTED
from .legs import TOGETHER

_ACTOR = f"""
SELECT s.agency_id, s.role_ids, s.words,
       EXISTS (SELECT 1 FROM workflow_workitem i
               WHERE i.subject_id = %(dossier)s::bigint
                 AND (i.closed_by_id = %(staff)s::bigint OR i.post_id = %(post)s::bigint))
       OR {TOGETHER},
       EXISTS (SELECT 1 FROM dossiers_participation g WHERE g.child_id = %(dossier)s::bigint),
       {CONSULTED.format(dossier="%(dossier)s::bigint", agency="s.agency_id")}
FROM ({SEAT}) s
"""  # noqa: S608 - constants of the agencies and of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier with everything on its page. ``open_item``: the step that is under way, or waits for the applicant.

    worked_on  the actor has done something for it, or for another part of its group
    is_part    it is one agency's part of a whole
    consulted  the actor's agency is asked for its opinion, or he answered
    asked_only he sees it for that reason alone: parties by name only, no notes of others, no results
    """

    id: int
    code: str
    status: Status
    dossier: Dossier
    version: VersionView
    agency: AgencyView
    competent: AgencyView
    parties: tuple[Party, ...]
    papers: tuple[Paper, ...]
    items: tuple[ItemView, ...]
    definition: DefinitionView | None
    plan: dict[str, dict[str, str]]
    results: tuple[Result, ...]
    handover: Handover | None
    notes: tuple[Note, ...]
    worked_on: bool
    is_part: bool
    consulted: bool
    asked_only: bool
    actor_agency_id: int | None
    words: frozenset[str]
    role_ids: frozenset[int]

    @property
    def open_item(self) -> ItemView | None:
        return next((item for item in reversed(self.items) if item.state in LIVE), None)

    @property
    def state(self) -> State:
        """Return what the law knows of it."""
        return State(self.status, Flag(self.dossier.flag))

    @property
    def agency_id(self) -> int:
        return self.dossier.agency_id

    @property
    def competent_id(self) -> int:
        return self.dossier.competent_id

    @property
    def item_id(self) -> int | None:
        return self.open_item.id if self.open_item else None

    @property
    def item_agency_id(self) -> int | None:
        return self.open_item.agency_id if self.open_item else None

    @property
    def item_role_id(self) -> int | None:
        return self.open_item.role_id if self.open_item else None

    @property
    def item_post_id(self) -> int | None:
        return self.open_item.post_id if self.open_item else None

    def party(self, role: str) -> Party | None:
        """Return the party in that role."""
        return next((party for party in self.parties if party.role == role), None)


def view(code: str, *, by: Actor, at: datetime) -> DossierView | None:
    """Return the dossier if there is one and the actor may see it.

    Raises  NotAllowed where it exists but is not his to see.
    """
    dossier = Dossier.objects.select_related("instance", "received_by").filter(code=clean(code)).first()
    if dossier is None:
        return None
    actor = _actor(dossier.pk, by, at)
    version = catalogue.by_id(dossier.version_id)
    if version is None:
        raise LookupError(f"dossier {code} points at version {dossier.version_id} that is not there")
    involved = {a.id: a for a in agencies.by_ids([dossier.agency_id, dossier.competent_id])}
    seen = DossierView(
        id=dossier.pk,
        code=dossier.code,
        status=Status(dossier.status),
        dossier=dossier,
        version=version,
        agency=involved[dossier.agency_id],
        competent=involved[dossier.competent_id],
        parties=tuple(Party.objects.filter(dossier=dossier).order_by("id")),
        papers=tuple(Paper.objects.filter(dossier=dossier).order_by("id")),
        items=workflow.items(dossier.pk),
        definition=workflow.definition(dossier.instance.definition_id) if dossier.instance else None,
        plan=dossier.instance.plan if dossier.instance else {},
        results=tuple(Result.objects.filter(dossier=dossier).select_related("document").order_by("id")),
        handover=Handover.objects.filter(dossier=dossier).select_related("staff").first(),
        notes=tuple(Note.objects.filter(dossier=dossier).select_related("staff", "post").order_by("-id")),
        worked_on=actor.worked_on,
        is_part=actor.is_part,
        consulted=actor.consulted,
        asked_only=False,
        actor_agency_id=actor.agency_id,
        words=actor.words,
        role_ids=actor.role_ids,
    )
    policies.may_see(seen, by)
    return seen if policies.is_involved(seen, by) else _as_asked(seen)


def _as_asked(seen: DossierView) -> DossierView:
    """Return what an agency needs that is asked for its opinion: the case and its papers, of people their names."""
    names = tuple(
        Party(dossier=seen.dossier, role=party.role, kind=party.kind, name=party.name) for party in seen.parties
    )
    bare = tuple(replace(item, note="") for item in seen.items)
    return replace(seen, parties=names, items=bare, results=(), handover=None, notes=(), asked_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    agency_id: int | None = None
    role_ids: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    worked_on: bool = False
    is_part: bool = False
    consulted: bool = False


def _actor(dossier_id: int, by: Actor, at: datetime) -> _Actor:
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"dossier": dossier_id, "staff": by.staff_id, "post": by.post_id, "on": at})
        row = cursor.fetchone()
    if row is None:
        return _Actor()
    return _Actor(
        agency_id=row[0],
        role_ids=frozenset(row[1] or ()),
        words=frozenset(row[2] or ()),
        worked_on=row[3],
        is_part=row[4],
        consulted=row[5],
    )
