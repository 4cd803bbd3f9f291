"""May this actor review and publish, say who offers what, keep the everyday words?"""

from datetime import date

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies import policies as agencies
from motcua.people.agencies.vocabulary import Permission as Agencies

from .vocabulary import Permission


def may_review(by: Actor, *, on: date | None = None) -> bool:
    """Return whether the actor may review, publish, withdraw and discard; the command line acts as the system.

    The chairman of the province publishes (63/2010/NĐ-CP, Điều 13): a post in one of its communes does not.
    """
    return agencies.holds(by, Permission.REVIEW, on=on) and agencies.is_at_the_top(by)


def require_review(by: Actor, *, on: date | None = None) -> None:
    """Raise NotAllowed unless the actor may review."""
    if not may_review(by, on=on):
        raise NotAllowed(
            "Vị trí của ông/bà chưa được giao quyền xem xét, công bố thủ tục, hoặc không ở cấp tỉnh. Liên hệ quản trị.",
            source="63/2010/NĐ-CP, Điều 13",
        )


def may_offer(by: Actor, *, on: date | None = None) -> bool:
    """Return whether the actor may say which agency receives what: who reviews procedures, or administers agencies."""
    words = agencies.permissions_of(by, on=on)
    if by.kind is ActorKind.SYSTEM or Agencies.ADMINISTER in words:
        return True
    return Permission.REVIEW in words and agencies.is_at_the_top(by)


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
    if Agencies.ADMINISTER in words or (Permission.REVIEW in words and agency_id == by.agency_id):
        return True
    return Permission.REVIEW in words and agency_id is None and agencies.is_at_the_top(by)


def require_words(by: Actor, agency_id: int | None, *, on: date | None = None) -> None:
    """Raise NotAllowed unless the actor may change this list of everyday words."""
    if not may_keep_words(by, agency_id, on=on):
        raise NotAllowed("Vị trí của ông/bà chưa được giao quyền sửa từ thường gọi của danh sách này.")
