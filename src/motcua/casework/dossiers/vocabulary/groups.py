"""Words of groups of procedures: several agencies, one promise."""

from motcua.ground.kernel.vocabulary import Term


class GroupMode(Term):
    """Các cơ quan cùng làm một thủ tục liên thông theo cách nào."""

    SEQUENTIAL = "sequential", "Lần lượt"
    PARALLEL = "parallel", "Đồng thời"


class LegRole(Term):
    """Tư cách của cơ quan trong thủ tục liên thông."""

    LEAD = "lead", "Chủ trì"
    COOPERATING = "cooperating", "Phối hợp"


class LegState(Term):
    """Trạng thái một phần việc liên thông."""

    PLANNED = "planned", "Chưa đến lượt"
    OPEN = "open", "Đang làm"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không có kết quả"
    SKIPPED = "skipped", "Không làm"


class LegOutcome(Term):
    """Một phần việc liên thông kết thúc ra sao."""

    NONE = "", "Chưa kết thúc"
    COMPLETED = "completed", "Có kết quả"
    REJECTED = "rejected", "Không đủ điều kiện giải quyết"
    STOPPED = "stopped", "Dừng giải quyết"
    WITHDRAWN = "withdrawn", "Người nộp rút"
    BLOCKED = "blocked", "Phần việc phải có trước không có kết quả"
    PARENT_ENDED = "parent_ended", "Cả hồ sơ đã rút hoặc dừng"
