"""May this actor review and publish?"""

from datetime import date

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies as agencies

from .vocabulary import Permission


def may_review(by: Actor, *, on: date | None = None) -> bool:
    """Return whether the actor may review, publish, withdraw and discard; the command line acts as the system."""
    return by.kind is ActorKind.SYSTEM or agencies.holds(by, Permission.REVIEW, on=on)


def require_review(by: Actor, *, on: date | None = None) -> None:
    """Raise NotAllowed unless the actor may review."""
    if not may_review(by, on=on):
        raise NotAllowed(
            "Bạn chưa được giao quyền xem xét, công bố thủ tục. Đề nghị người quản trị của cơ quan phân quyền.",
            source="63/2010/NĐ-CP, Điều 13",
        )
