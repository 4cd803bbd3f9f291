"""Which desks could do a piece of work on a day, and what the desk one acts from may do."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from ..models import Appointment, Post, PostRole

SEAT = """
    SELECT p.agency_id, array_agg(DISTINCT pr.role_id) AS role_ids,
           array_agg(DISTINCT w.word) FILTER (WHERE w.word IS NOT NULL) AS words
    FROM agencies_appointment ap
    JOIN agencies_post p ON p.id = ap.post_id AND p.valid_to IS NULL
    JOIN agencies_postrole pr ON pr.post_id = p.id
    JOIN agencies_role r ON r.id = pr.role_id
    LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON true
    WHERE ap.staff_id = %(staff)s::bigint AND ap.post_id = %(post)s::bigint
      AND ap.valid_from <= %(on)s::date AND (ap.valid_to IS NULL OR ap.valid_to >= %(on)s::date)
    GROUP BY p.agency_id
"""
"""Agency, roles and permissions of a post, if its holder sits there that day: no row, no seat.

A part of others' statements. Takes ``staff``, ``post``, ``on``; gives ``agency_id``, ``role_ids``, ``words``.
"""


def manned(agency_id: int, role_id: int, *, on: date) -> frozenset[int]:
    """Return the ids of the posts of an agency that carry a role and have somebody on them that day."""
    here = OuterRef("pk")
    sits = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), post_id=here, valid_from__lte=on)
    carries = PostRole.objects.filter(post_id=here, role_id=role_id)
    posts = Post.objects.filter(Exists(carries), Exists(sits), agency_id=agency_id, valid_to__isnull=True)
    return frozenset(posts.values_list("pk", flat=True))
