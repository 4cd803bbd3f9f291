"""One dossier, whole: what the dossier page and the papers need."""

from dataclasses import dataclass
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
from ..vocabulary import Status
from .legs import TOGETHER

_ACTOR = f"""
SELECT s.agency_id, s.role_ids, s.words,
       EXISTS (SELECT 1 FROM workflow_workitem i
               WHERE i.subject_id = %(dossier)s::bigint
                 AND (i.closed_by_id = %(staff)s::bigint OR i.post_id = %(post)s::bigint))
       OR {TOGETHER},
       EXISTS (SELECT 1 FROM dossiers_participation g WHERE g.child_id = %(dossier)s::bigint)
FROM ({SEAT}) s
"""  # noqa: S608 - constants of the agencies and of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """A dossier with everything on its page. ``open_item`` is the step that waits now.

    worked_on  the actor has done something for it, or for another part of its group
    is_part    it is one agency's part of a whole
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
    actor_agency_id: int | None
    words: frozenset[str]
    role_ids: frozenset[int]

    @property
    def open_item(self) -> ItemView | None:
        return next((item for item in reversed(self.items) if item.state in LIVE), None)

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
    agency_id, role_ids, words, worked_on, is_part = _actor(dossier.pk, by, at)
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
        worked_on=worked_on,
        is_part=is_part,
        actor_agency_id=agency_id,
        words=words,
        role_ids=role_ids,
    )
    policies.may_see(seen, by)
    return seen


def _actor(dossier_id: int, by: Actor, at: datetime) -> tuple[int | None, frozenset[int], frozenset[str], bool, bool]:
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, {"dossier": dossier_id, "staff": by.staff_id, "post": by.post_id, "on": at})
        row = cursor.fetchone()
    if row is None:
        return None, frozenset(), frozenset(), False, False
    return row[0], frozenset(row[1] or ()), frozenset(row[2] or ()), row[3], row[4]
