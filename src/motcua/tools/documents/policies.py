"""Who may read a document: the context that owns its subject says so."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.vocabulary import ActorKind

from . import ports
from .errors import ReadingNotAllowed


def may_read(by: Actor, subject: str, purpose: str, *, at: datetime) -> bool:
    """Say whether the actor may read documents of this subject and purpose; unguarded subjects are closed."""
    if by.kind is ActorKind.SYSTEM:
        return True
    rule = ports.guard_of(subject)
    return rule is not None and rule(by, subject, purpose, at)


def require_read(by: Actor, subject: str, purpose: str, *, at: datetime) -> None:
    """Raise ReadingNotAllowed unless the actor may read."""
    if not may_read(by, subject, purpose, at=at):
        raise ReadingNotAllowed
