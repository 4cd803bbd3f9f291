"""Write down for ever that dossiers are made up, so that no reader takes them for real ones (ADR 0035)."""

from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.outbox import services as outbox

from ..events import DossiersLoaded


@transaction.atomic
def tell(*, first: int, last: int, told: int, by: Actor, at: datetime) -> None:
    """Tell that the dossiers of these ids were loaded for measurements; the newest ``told`` of them have a journal."""
    event = DossiersLoaded(subject=f"load:{first}", first_id=first, last_id=last, told_from=last + 1 - told)
    outbox.publish(event, by=by, at=at)
