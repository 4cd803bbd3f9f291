"""The rows somebody ticked in a list: each with what the policies ask, for a preview before a bulk deed."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ground.kernel.actors import Actor

from .. import policies
from ..vocabulary import Status
from . import _lists

_CHOSEN = """
SELECT i.id AS item_id, d.code, d.applicant, v.name AS procedure_name, a.id AS activity_id, a.name AS activity_name,
       d.status, d.agency_id, d.competent_id, i.agency_id AS item_agency_id, i.role_id AS item_role_id,
       i.post_id AS item_post_id, EXISTS (SELECT 1 FROM dossiers_result r WHERE r.dossier_id = d.id) AS has_result
FROM workflow_workitem i
JOIN dossiers_dossier d ON d.id = i.subject_id
JOIN procedures_version v ON v.id = d.version_id
JOIN workflow_activity a ON a.id = i.activity_id
WHERE i.state = 'open' AND i.id = ANY(%(items)s::bigint[])
ORDER BY i.subject_due_at, i.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One open step that was ticked; `policies.Holding` of the one who ticked it."""

    item_id: int
    code: str
    applicant: str
    procedure_name: str
    activity_id: int
    activity_name: str
    status: Status
    agency_id: int
    competent_id: int
    item_agency_id: int
    item_role_id: int
    item_post_id: int | None
    has_result: bool
    actor_agency_id: int | None
    words: frozenset[str]
    role_ids: frozenset[int]


def chosen(
    item_ids: Sequence[int], *, by: Actor, words: frozenset[str], role_ids: frozenset[int]
) -> tuple[Chosen, ...]:
    """Return those of the items that are open still and that the actor may see, most urgent first.

    words, role_ids   permissions and roles of the actor's post
    """
    rows = _lists.rows(_CHOSEN, {"items": list(item_ids)})
    found = (
        Chosen(**{**row, "status": Status(row["status"])}, actor_agency_id=by.agency_id, words=words, role_ids=role_ids)
        for row in rows
    )
    return tuple(row for row in found if policies.sees(row, by))
