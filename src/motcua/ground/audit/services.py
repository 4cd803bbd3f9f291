"""Write down who looked."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor

from .models import Access


def looked(subject: str, act: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Record that an actor saw personal data of a subject, e.g. ("dossier:17", "reveal_id")."""
    Access.objects.create(at=at, actor=by.ref, subject=subject, act=act, reason=reason)
