"""Words of the figures: periods, levels, groups of the service index, units."""

from motcua.ground.kernel.vocabulary import Term


class PeriodKind(Term):
    """Kỳ số liệu."""

    DAY = "day", "Ngày"
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"


class Level(Term):
    """Cấp của đơn vị được chấm."""

    MINISTRY = "ministry", "Bộ, ngành"
    PROVINCE = "province", "Tỉnh"
    DEPARTMENT = "department", "Sở, ban, ngành"
    COMMUNE = "commune", "Xã, phường, đặc khu"


class Group(Term):
    """Nhóm của Bộ chỉ số 766; hai nhóm về dịch vụ trực tuyến trên Cổng cộng lại là nhóm thứ tư của Quyết định."""

    PUBLICITY = "publicity", "Công khai, minh bạch"
    PROGRESS = "progress", "Tiến độ giải quyết"
    ONLINE = "online", "Cung cấp dịch vụ trực tuyến"
    PAYMENT = "payment", "Thanh toán trực tuyến"
    DIGITISATION = "digitisation", "Số hóa hồ sơ"
    SATISFACTION = "satisfaction", "Mức độ hài lòng"


class Rating(Term):
    """Xếp loại theo tổng điểm."""

    EXCELLENT = "excellent", "Xuất sắc"
    GOOD = "good", "Tốt"
    FAIR = "fair", "Khá"
    AVERAGE = "average", "Trung bình"
    WEAK = "weak", "Yếu"
