"""Words of processes that dossiers run: what a drawing may ask, how dossiers change to another one."""

from motcua.ground.kernel.vocabulary import Term


class Condition(Term):
    """Điều kiện của một lối ra hoặc của việc xong một bước; each has its contrary."""

    HAS_RESULT = "has_result", "Đã có kết quả"
    LACKS_RESULT = "lacks_result", "Chưa có kết quả"
    PAPERS_HELD = "papers_held", "Mọi bản giấy đang ở đây"
    PAPERS_ELSEWHERE = "papers_elsewhere", "Có bản giấy chưa ở đây"
    NO_OPEN_ENQUIRY = "no_open_enquiry", "Không còn chờ ý kiến, xác minh"
    OPEN_ENQUIRY = "open_enquiry", "Đang chờ ý kiến, xác minh"


class MoveState(Term):
    """Một đợt chuyển hồ sơ sang bản quy trình khác đang ở đâu."""

    LOOKING = "looking", "Đang xem trước"
    PLANNED = "planned", "Đã xem trước, chưa chuyển"
    RUNNING = "running", "Đang chuyển"
    DONE = "done", "Đã chuyển xong"
    UNDOING = "undoing", "Đang hoàn tác"
    UNDONE = "undone", "Đã hoàn tác"


class MoveWork(Term):
    """Việc nền của một đợt chuyển: có đang làm không, nếu thôi thì vì sao."""

    IDLE = "idle", "Không có việc nền"
    WORKING = "working", "Đang làm"
    STOPPED = "stopped", "Có người dừng"
    FAULTY = "faulty", "Hết lượt, còn hồ sơ gặp lỗi"
    BARRED = "barred", "Dừng, người bấm không còn quyền"


class MoveWait(Term):
    """Việc nền của một đợt chuyển đang chờ gì."""

    NOTHING = "nothing", "Không chờ gì"
    TURN = "turn", "Chờ đến lượt"
    WORKER = "worker", "Chờ tiến trình nền chạy"
    LOST = "lost", "Không còn trong hàng chờ"


class MoveLineState(Term):
    """Một hồ sơ trong đợt chuyển."""

    PLANNED = "planned", "Sẽ chuyển"
    REFUSED = "refused", "Không chuyển được"
    MOVED = "moved", "Đã chuyển"
    CHANGED = "changed", "Đã có người làm, không chuyển"
    UNDONE = "undone", "Đã hoàn tác"
    KEPT = "kept", "Đã có người làm tiếp, giữ nguyên"
