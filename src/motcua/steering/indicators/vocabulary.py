"""Words of the figures: periods, levels, groups of the service index, units."""

from motcua.ground.kernel.vocabulary import Term


class PeriodKind(Term):
    """Kỳ số liệu."""

    DAY = "day", "Ngày"
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"
    WEEK = "week", "Tuần"
    HALF = "half", "Sáu tháng"
    RANGE = "range", "Khoảng ngày"


class Grain(Term):
    """Độ dài của một ô số liệu trong bảng."""

    DAY = "d", "Ngày"
    MONTH = "m", "Tháng"
    YEAR = "y", "Năm"


class Source(Term):
    """Nơi báo việc cho số liệu; nơi chưa báo gì thì số của nơi đó là "chưa có số"."""

    DOSSIERS = "dossiers", "Hồ sơ"
    CATALOGUE = "catalogue", "Danh mục thủ tục"
    PAYMENTS = "payments", "Thanh toán"
    COPIES = "copies", "Số hóa"
    SYNC = "sync", "Đồng bộ với Cổng Dịch vụ công quốc gia"
    APPLICANTS = "applicants", "Xác thực người nộp"
    RATINGS = "ratings", "Đánh giá"
    PETITIONS = "petitions", "Phản ánh, kiến nghị"


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


class Unit(Term):
    """Đơn vị tính của một số liệu."""

    DOSSIERS = "dossiers", "hồ sơ"
    PETITIONS = "petitions", "phản ánh, kiến nghị"
    PERCENT = "percent", "%"
    HOURS = "hours", "giờ"
    POINTS = "points", "điểm"


class Direction(Term):
    """Chiều tốt lên của một số liệu."""

    UP = "up", "Cao hơn là tốt hơn"
    DOWN = "down", "Thấp hơn là tốt hơn"
    NEITHER = "neither", "Không phải tốt hay xấu"


class Side(Term):
    """Hồ sơ đứng ở đâu trong công thức của một số liệu."""

    PART = "part", "Được tính"
    WHOLE = "whole", "Tất cả"
    LOST = "lost", "Chưa đạt"


class Permission(Term):
    """Quyền về số liệu."""

    TARGETS = "indicators.targets", "Đặt chỉ tiêu của đơn vị"
    SCORES = "indicators.scores", "Nhập điểm do nơi khác công bố"


class Disclosure(Term):
    """Một số công khai được viết ra thế nào, để số nhỏ không cho biết việc của một người."""

    EXACT = "exact", "Số đúng"
    BELOW = "below", "Dưới 5"
    ABOVE = "above", "Trên một mức, phần còn lại dưới 5"
    HELD = "held", "Không viết riêng, để số khác không suy ra được"
    NONE = "none", "Chưa có số"


class Matter(Term):
    """Việc mà bản tin sáng nói đến; mỗi việc mở danh sách hồ sơ của nó."""

    RECEIVED = "received", "Mới tiếp nhận"
    DUE = "due", "Phải trả hôm nay"
    LATE = "late", "Đang quá hạn"
    LONG = "long", "Quá hạn trên 10 ngày làm việc"
    NO_LETTER = "no_letter", "Quá hạn, chưa có thư xin lỗi"
    NEW = "new", "Mới quá hạn"


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
    COMPLETED = "completed", "Đã giải quyết, có kết quả", 23
    ELAPSED_HOURS = "elapsed_hours", "Số giờ từ tiếp nhận đến khi xong, không kể chờ người nộp", 24
    SYNCED = "synced", "Đã đồng bộ lên Cổng Dịch vụ công quốc gia", 25
    FEE_DUE = "fee_due", "Có nghĩa vụ tài chính", 26
    FEE_PAID = "fee_paid", "Đã nộp phí, lệ phí", 27
    FEE_PAID_ONLINE = "fee_paid_online", "Đã nộp phí, lệ phí trực tuyến", 28
    RESULT_FILED = "result_filed", "Xong, có kết quả điện tử", 29
    DIGITISED = "digitised", "Có tệp thành phần và kết quả điện tử", 30
    REUSED = "reused", "Có thành phần dùng lại", 31
    STORED = "stored", "Lấy từ kho hoặc đưa kết quả vào kho dữ liệu cá nhân", 32
    CITIZEN_DATA = "citizen_data", "Xác thực VNeID hoặc dùng dữ liệu dân cư", 33
    CERTIFIED = "certified", "Có bản sao chứng thực điện tử", 34
    RATED = "rated", "Được đánh giá", 35
    PLEASED = "pleased", "Được đánh giá hài lòng", 36
    BLAMED = "blamed", "Bị chê hoặc bị phản ánh", 37
    UNBLAMED = "unblamed", "Không trễ hạn, không bị chê, không bị phản ánh", 38
    PETITIONS = "petitions", "Phản ánh, kiến nghị nhận trong kỳ", 39
    PETITIONS_CARRIED = "petitions_carried", "Phản ánh, kiến nghị từ kỳ trước", 40
    PETITIONS_SETTLED = "petitions_settled", "Phản ánh, kiến nghị đã xử lý", 41
    PETITIONS_SETTLED_LATE = "petitions_settled_late", "Phản ánh, kiến nghị xử lý quá hạn", 42
    PETITIONS_OPEN = "petitions_open", "Phản ánh, kiến nghị đang xử lý", 43
    PETITIONS_OVERDUE = "petitions_overdue", "Phản ánh, kiến nghị đang quá hạn", 44
    PETITIONS_DISLIKED = "petitions_disliked", "Phản ánh, kiến nghị bị chê hoặc lặp lại", 45
    PETITIONS_HANDLED = "petitions_handled", "Phản ánh, kiến nghị nhận và xử lý", 46
    PETITIONS_ON_TIME = "petitions_on_time", "Phản ánh, kiến nghị đúng hạn", 47
    PETITIONS_GOOD = "petitions_good", "Phản ánh, kiến nghị đúng hạn, không bị chê, không lặp lại", 48
    RECEIVED_SYNC = "received_sync", "Tiếp nhận trong kỳ, ở đơn vị đã báo đồng bộ", 49
    RECEIVED_COPIES = "received_copies", "Tiếp nhận trong kỳ, ở đơn vị đã báo số hóa", 50
    RECEIVED_APPLICANTS = "received_applicants", "Tiếp nhận trong kỳ, ở đơn vị đã báo xác thực người nộp", 51
    COMPLETED_COPIES = "completed_copies", "Đã giải quyết, có kết quả, ở đơn vị đã báo số hóa", 52
    RESOLVED_RATINGS = "resolved_ratings", "Đã giải quyết, ở đơn vị đã có đánh giá", 53
    HANDLED_RATINGS = "handled_ratings", "Chỉ số 2.1: tiếp nhận và xử lý, ở đơn vị đã có đánh giá", 54
