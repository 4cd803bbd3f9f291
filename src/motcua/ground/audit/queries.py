"""Reads of the access log."""

from datetime import datetime

from .models import Access


def looks(subject: str) -> tuple[tuple[datetime, str, str], ...]:
    """Return (at, actor, act) of every look at a subject, newest first."""
    return tuple(Access.objects.filter(subject=subject).order_by("-at").values_list("at", "actor", "act"))
