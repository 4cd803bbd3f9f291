"""Words of the statutory reports: their states, acts, lateness, and who may do what."""

from motcua.ground.kernel.vocabulary import Term


class State(Term):
    """Trạng thái báo cáo."""

    PREPARED = "prepared", "Đã lập"
    CHECKED = "checked", "Đã kiểm tra"
    SIGNED = "signed", "Đã ký"
    SENT = "sent", "Đã gửi"
    FROZEN = "frozen", "Đã chốt"
    RETURNED = "returned", "Bị trả lại"


class Act(Term):
    """Việc làm với báo cáo."""

    PREPARE = "prepare", "Lập báo cáo"
    RETAKE = "retake", "Lấy lại số liệu"
    CHECK = "check", "Xác nhận đã kiểm tra"
    SIGN = "sign", "Ký báo cáo"
    SEND = "send", "Gửi báo cáo"
    ACCEPT = "accept", "Chốt báo cáo"
    RETURN = "return", "Trả lại báo cáo"
    REVISE = "revise", "Lập bản chỉnh lý"


class Submission(Term):
    """Tình trạng nộp báo cáo của một đơn vị."""

    MISSING = "missing", "Chưa nộp"
    IN_TIME = "in_time", "Đã nộp"
    LATE = "late", "Nộp trễ"
    RETURNED = "returned", "Bị trả lại"


class Dimension(Term):
    """Mỗi dòng của biểu là gì."""

    FIELD = "field", "Lĩnh vực, theo cấp"
    UNIT = "unit", "Đơn vị"


class Subject(Term):
    """Biểu đếm cái gì."""

    DOSSIERS = "dossiers", "Hồ sơ"
    CATALOGUE = "catalogue", "Thủ tục hành chính"


class Level(Term):
    """Cấp thực hiện của thủ tục, theo danh mục; theo cơ quan giải quyết chỉ khi danh mục để ngỏ."""

    MINISTRY = "ministry", "Thủ tục hành chính cấp bộ"
    PROVINCE = "province", "Thủ tục hành chính cấp tỉnh"
    COMMUNE = "commune", "Thủ tục hành chính cấp xã"
    OTHER = "other", "Thủ tục hành chính của cơ quan khác"
    UNKNOWN = "unknown", "Thủ tục hành chính chưa xác định được cấp"


class ExportKind(Term):
    """Tệp ghi ở nền gồm những gì."""

    DOSSIERS = "dossiers", "Hồ sơ của một số"
    MOVED = "moved", "Hồ sơ làm số thay đổi"
    REGISTER = "register", "Sổ theo dõi hồ sơ"


class ExportState(Term):
    """Trạng thái tệp ghi ở nền."""

    WAITING = "waiting", "Chờ ghi"
    WRITING = "writing", "Đang ghi"
    READY = "ready", "Đã ghi xong"
    FAILED = "failed", "Không ghi được"
    GONE = "gone", "Đã xóa khỏi máy chủ"


class Permission(Term):
    """Quyền trên báo cáo."""

    PREPARE = "reports.prepare", "Lập, gửi báo cáo của đơn vị"
    CHECK = "reports.check", "Kiểm tra báo cáo của đơn vị"
    SIGN = "reports.sign", "Ký báo cáo của đơn vị"
    COLLECT = "reports.collect", "Đặt hạn nộp, nhận báo cáo của cấp dưới"
