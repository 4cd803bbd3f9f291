"""Words of the process, after the Workflow Management Coalition."""

from motcua.ground.kernel.vocabulary import Term


class ItemState(Term):
    """Trạng thái việc."""

    OPEN = "open", "Đang chờ làm"
    WAITING = "waiting", "Chờ người nộp"
    DONE = "done", "Đã xong"


LIVE = (ItemState.OPEN, ItemState.WAITING)
"""States of work that somebody still holds."""


class Place(Term):
    """Nơi làm bước: which agency's posts are offered the work."""

    RECEIVING = "receiving", "Nơi tiếp nhận"
    COMPETENT = "competent", "Cơ quan có thẩm quyền"
    NAMED = "named", "Cơ quan chỉ định"


class ActivityKind(Term):
    """Loại bước, as BPMN tells tasks apart."""

    USER = "user", "Làm trên hệ thống"
    MANUAL = "manual", "Làm tay, ghi lại khi xong"
    PLAIN = "plain", "Không phân loại"
