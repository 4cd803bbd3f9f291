"""Words of the forecasts: how a risk was found, how high it is, what it is made of."""

from motcua.ground.kernel.vocabulary import Term


class Basis(Term):
    """Nguy cơ trễ được tính bằng gì."""

    MODEL = "model", "Mô hình học từ hồ sơ đã xong"
    RATE = "rate", "Tỷ lệ trễ theo số ngày còn lại"
    DAYS = "days", "Số ngày còn lại, chưa đủ dữ liệu"


class Band(Term):
    """Mức nguy cơ trễ."""

    LOW = "low", "Thấp"
    MEDIUM = "medium", "Vừa"
    HIGH = "high", "Cao"


class Feature(Term):
    """Điều một buổi sáng cho biết về hồ sơ đang giải quyết."""

    LEFT = "left", "Thời gian còn lại đến hẹn"
    USED = "used", "Phần thời hạn đã dùng"
    NEED = "need", "Các bước còn lại thường mất bao lâu, so với thời gian còn lại"
    STUCK = "stuck", "Đã ở bước này bao lâu, so với thường lệ"
    PROCEDURE = "procedure", "Thủ tục này trước đây trễ nhiều hay ít"
    AGENCY = "agency", "Nơi đang giữ trước đây trễ nhiều hay ít"
    LATELY = "lately", "Nơi đang giữ dạo này trễ nhiều hay ít hơn trước"
    LOAD = "load", "Việc đang chờ ở nơi giữ, tính bằng ngày làm"
    STEPS = "steps", "Số bước còn lại"
    UNTAKEN = "untaken", "Chưa ai nhận bước này"
    WAITS = "waits", "Số lần đã tạm dừng"
    SUPPLEMENTS = "supplements", "Số lần đã yêu cầu bổ sung"
    ONLINE = "online", "Nộp trực tuyến"
    POSTAL = "postal", "Nộp qua bưu chính"
    MONTH_END = "month_end", "Cuối tháng"
    YEAR_END = "year_end", "Hẹn trả vào dịp cuối năm, Tết"
    FRIDAY = "friday", "Thứ Sáu"
