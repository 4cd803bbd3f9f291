"""Does a dossier still need an agency, or its papers?"""

from django.db import connection

from ..rules import lifecycle

_NEEDING = """
SELECT count(*) FROM dossiers_dossier d
LEFT JOIN workflow_instance n ON n.id = d.instance_id
WHERE d.status = ANY(%(open)s::text[])
  AND (d.agency_id = %(agency)s::bigint OR d.competent_id = %(agency)s::bigint
       OR EXISTS (SELECT 1 FROM jsonb_each(n.plan) AS step WHERE (step.value->>'agency')::bigint = %(agency)s::bigint)
       OR EXISTS (SELECT 1 FROM workflow_workitem i
                  WHERE i.subject_id = d.id AND i.state <> 'done' AND i.agency_id = %(agency)s::bigint)
       OR EXISTS (SELECT 1 FROM dossiers_enquiry q
                  WHERE q.dossier_id = d.id AND q.state = 'open' AND q.agency_id = %(agency)s::bigint)
       OR EXISTS (SELECT 1 FROM dossiers_participation p
                  WHERE p.dossier_id = d.id AND p.state IN ('planned', 'open') AND p.agency_id = %(agency)s::bigint))
"""
_BAGS = """
SELECT count(*) FROM dossiers_paperset s
WHERE (s.place = 'agency' AND s.agency_id = %(agency)s::bigint)
   OR EXISTS (SELECT 1 FROM dossiers_slipline l JOIN dossiers_slip p ON p.id = l.slip_id
              WHERE l.paper_set_id = s.token AND l.state IN ('packed', 'on_way', 'missing')
                AND %(agency)s::bigint IN (p.sender_id, p.receiver_id))
"""


def needing(agency_id: int) -> int:
    """Return how many dossiers in progress were received or are decided there, will pass there, or wait for it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEEDING, {"open": sorted(lifecycle.OPEN), "agency": agency_id})
        return int(cursor.fetchone()[0])


def bags(agency_id: int) -> int:
    """Return how many bags of papers lie there unfiled, or are on a slip from or to it."""
    with connection.cursor() as cursor:
        cursor.execute(_BAGS, {"agency": agency_id})
        return int(cursor.fetchone()[0])
