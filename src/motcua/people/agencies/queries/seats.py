"""Which desks could do a piece of work on a day."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from ..models import Appointment, Post, PostRole


def manned(agency_id: int, role_id: int, *, on: date) -> frozenset[int]:
    """Return the ids of the posts of an agency that carry a role and have somebody on them that day."""
    here = OuterRef("pk")
    sits = Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), post_id=here, valid_from__lte=on)
    carries = PostRole.objects.filter(post_id=here, role_id=role_id)
    posts = Post.objects.filter(Exists(carries), Exists(sits), agency_id=agency_id, valid_to__isnull=True)
    return frozenset(posts.values_list("pk", flat=True))
