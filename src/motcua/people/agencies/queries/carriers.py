"""Who carries which role where on a day: what a process needs to know before it is published."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from ..models import Appointment, PostRole


def carried(*, on: date) -> frozenset[tuple[int, str]]:
    """Return each (agency id, role) that a post with somebody on it carries that day."""
    sits = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), post_id=OuterRef("post_id"), valid_from__lte=on
    )
    rows = PostRole.objects.filter(Exists(sits), post__valid_to__isnull=True)
    return frozenset(rows.values_list("post__agency_id", "role__code").distinct())
