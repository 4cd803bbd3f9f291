"""What a counter takes in most, so that its officers find it first."""

from datetime import date

from django.db.models import Count

from ..models import Dossier


def most_received(agency_id: int, *, since: date) -> dict[str, int]:
    """Return {procedure code: dossiers registered since that day}, the most frequent first."""
    rows = (
        Dossier.objects.filter(agency_id=agency_id, registered_on__gte=since)
        .values("version__procedure__code")
        .annotate(count=Count("pk"))
        .order_by("-count", "version__procedure__code")
    )
    return {row["version__procedure__code"]: row["count"] for row in rows}
