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


class Outcome(Term):
    """Hồ sơ kết thúc thế nào."""

    COMPLETED = "completed", "Có kết quả"
    REJECTED = "rejected", "Có văn bản từ chối giải quyết"
    WITHDRAWN = "withdrawn", "Người nộp rút"
    STOPPED = "stopped", "Dừng giải quyết"
    DECLINED = "declined", "Không tiếp nhận"


class Count(Term):
    """Số hồ sơ trong báo cáo, theo cột của biểu II.06a/VPCP/KSTT và 07a/BTP."""

    RECEIVED = "received", "Tiếp nhận trong kỳ", 1
    RECEIVED_ONLINE = "received_online", "Tiếp nhận trong kỳ, trực tuyến", 2
    RECEIVED_DIRECT = "received_direct", "Tiếp nhận trong kỳ, trực tiếp", 3
    RECEIVED_POSTAL = "received_postal", "Tiếp nhận trong kỳ, bưu chính", 4
    CARRIED = "carried", "Từ kỳ trước chuyển qua", 5
    RESOLVED = "resolved", "Đã giải quyết", 6
    RESOLVED_EARLY = "resolved_early", "Đã giải quyết, trước hạn", 7
    RESOLVED_ON_TIME = "resolved_on_time", "Đã giải quyết, đúng hạn", 8
    RESOLVED_LATE = "resolved_late", "Đã giải quyết, quá hạn", 9
    RESOLVED_LATE_SORRY = "resolved_late_sorry", "Đã giải quyết, quá hạn, đã có thư xin lỗi", 10
    WITHDRAWN = "withdrawn", "Rút hồ sơ", 11
    STOPPED = "stopped", "Dừng giải quyết", 12
    REJECTED = "rejected", "Có văn bản từ chối giải quyết", 13
    DECLINED = "declined", "Không tiếp nhận", 14
    OPEN = "open", "Đang giải quyết", 15
    OPEN_ON_TIME = "open_on_time", "Đang giải quyết, trong hạn", 16
    OPEN_LATE = "open_late", "Đang giải quyết, quá hạn", 17
    OPEN_LATE_SORRY = "open_late_sorry", "Đang giải quyết, quá hạn, đã có thư xin lỗi", 18
    UNKEPT = "unkept", "Chỉ số 2.1: đang xử lý mà không còn hạn", 19
    RESOLVED_UNKEPT = "resolved_unkept", "Chỉ số 2.1: xong mà không đúng hạn", 20
    HANDLED_ON_TIME = "handled_on_time", "Chỉ số 2.1: đúng hạn và còn hạn", 21
    HANDLED = "handled", "Chỉ số 2.1: tiếp nhận và xử lý", 22
