"""May this actor review and publish, say who offers what, keep the everyday words?"""

from datetime import date

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.vocabulary import Permission as Agencies

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


def may_offer(by: Actor, *, on: date | None = None) -> bool:
    """Return whether the actor may say which agency receives what: who reviews procedures, or administers agencies."""
    return by.kind is ActorKind.SYSTEM or bool(
        agencies.permissions_of(by, on=on) & {Permission.REVIEW, Agencies.ADMINISTER}
    )


def require_offer(by: Actor, *, on: date | None = None) -> None:
    """Raise NotAllowed unless the actor may say which agency receives what."""
    if not may_offer(by, on=on):
        raise NotAllowed(
            "Vị trí của ông/bà chưa được giao quyền giao thủ tục cho cơ quan tiếp nhận. Liên hệ quản trị đơn vị."
        )


def may_keep_words(by: Actor, agency_id: int | None, *, on: date | None = None) -> bool:
    """Return whether the actor may change a list of everyday words: the common one (None) or that of his own agency.

    Who reviews procedures keeps both; an administrator keeps every agency's.
    """
    if by.kind is ActorKind.SYSTEM:
        return True
    words = agencies.permissions_of(by, on=on)
    return Agencies.ADMINISTER in words or (Permission.REVIEW in words and agency_id in (None, by.agency_id))


def require_words(by: Actor, agency_id: int | None, *, on: date | None = None) -> None:
    """Raise NotAllowed unless the actor may change this list of everyday words."""
    if not may_keep_words(by, agency_id, on=on):
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền sửa từ thường gọi của danh sách này.")
