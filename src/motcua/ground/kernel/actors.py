"""Who acts. Doors name the actor; below them it is the parameter ``by``."""

from dataclasses import dataclass

from .vocabulary import ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One who acts, at a post if he is staff.

    name      for logs on screen; never written into an event
    staff_id, post_id, agency_id  set for staff only
    """

    kind: ActorKind
    name: str = ""
    staff_id: int | None = None
    post_id: int | None = None
    agency_id: int | None = None
    label: str = ""

    @property
    def ref(self) -> str:
        """Return the reference that events carry, e.g. ``staff:12/post:34`` or ``system:demo``."""
        if self.kind is ActorKind.STAFF:
            return f"staff:{self.staff_id}/post:{self.post_id}"
        return f"{self.kind}:{self.label}" if self.label else str(self.kind)


def system(label: str) -> Actor:
    """Return the actor of a job or a command, e.g. ``system:migrate``."""
    return Actor(kind=ActorKind.SYSTEM, name="Hệ thống", label=label)


CITIZEN = Actor(kind=ActorKind.CITIZEN, name="Công dân")
