"""Does a dossier still need an agency?"""

from django.db import connection

from ..rules import lifecycle

_NEEDING = """
SELECT count(*) FROM dossiers_dossier d
LEFT JOIN workflow_instance n ON n.id = d.instance_id
WHERE d.status = ANY(%(open)s::text[])
  AND (d.agency_id = %(agency)s::bigint OR d.competent_id = %(agency)s::bigint
       OR EXISTS (SELECT 1 FROM jsonb_each(n.plan) AS step WHERE (step.value->>'agency')::bigint = %(agency)s::bigint)
       OR EXISTS (SELECT 1 FROM workflow_workitem i
                  WHERE i.subject_id = d.id AND i.state <> 'done' AND i.agency_id = %(agency)s::bigint))
"""


def needing(agency_id: int) -> int:
    """Return how many dossiers in progress were received there, are decided there, or will pass there."""
    with connection.cursor() as cursor:
        cursor.execute(_NEEDING, {"open": sorted(lifecycle.OPEN), "agency": agency_id})
        return int(cursor.fetchone()[0])
