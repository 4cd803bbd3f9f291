"""The closed lists of the catalogue of procedures."""

from motcua.ground.kernel.vocabulary import Term


class VersionState(Term):
    """Trạng thái phiên bản."""

    DRAFT = "draft", "Chờ xem xét"
    PUBLISHED = "published", "Đã công bố"
    WITHDRAWN = "withdrawn", "Đã bãi bỏ"
    REJECTED = "rejected", "Không dùng"


class Channel(Term):
    """Hình thức nộp, with the national code ``KenhThucHien``."""

    IN_PERSON = "in_person", "Trực tiếp", 1
    ONLINE = "online", "Trực tuyến", 2
    POSTAL = "postal", "Dịch vụ bưu chính", 3


class LimitUnit(Term):
    """Đơn vị thời hạn."""

    WORKING_DAY = "working_day", "ngày làm việc"
    DAY = "day", "ngày"
    HOUR = "hour", "giờ"
    MONTH = "month", "tháng"
    SAME_DAY = "same_day", "trong ngày"
    RUNNING_HOUR = "running_hour", "giờ liên tục"


class FeeKind(Term):
    """Loại khoản thu."""

    FEE = "fee", "Phí"
    CHARGE = "charge", "Lệ phí"
    UNSPECIFIED = "unspecified", "Phí, lệ phí"


class Level(Term):
    """Cấp thực hiện."""

    MINISTRY = "ministry", "Cấp bộ"
    PROVINCE = "province", "Cấp tỉnh"
    COMMUNE = "commune", "Cấp xã"
    OTHER = "other", "Cơ quan khác"


class Permission(Term):
    """Quyền trên danh mục thủ tục."""

    REVIEW = "procedures.review", "Xem xét, công bố thủ tục"
