"""Which versions of the rules dossiers were received under: asked by administrators, seldom, over the whole table."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import Dossier
from ..vocabulary import Status

_OPEN = (Status.RECEIVED, Status.PROCESSING, Status.SUPPLEMENT, Status.FINANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Dossiers received under a version; ``running``: those not decided yet."""

    total: int = 0
    running: int = 0


def usage() -> dict[int, Usage]:
    """Return {id of a version: how many dossiers keep it}; a version that no dossier keeps is not there."""
    rows = (
        Dossier.objects.filter(ruleset__isnull=False)
        .values("ruleset_id")
        .annotate(total=Count("pk"), running=Count("pk", filter=Q(status__in=_OPEN)))
    )
    return {row["ruleset_id"]: Usage(total=row["total"], running=row["running"]) for row in rows}
