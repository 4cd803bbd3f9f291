"""Words of messages: by which way, how far they got, what went wrong."""

from motcua.ground.kernel.vocabulary import Term


class Channel(Term):
    """Kênh gửi."""

    SMS = "sms", "Tin nhắn điện thoại"
    EMAIL = "email", "Thư điện tử"
    PORTAL = "portal", "Cổng dịch vụ"
    STAFF = "staff", "Thông báo cho cán bộ"


class State(Term):
    """Tin đã đi đến đâu."""

    QUEUED = "queued", "Đang chờ gửi"
    SENT = "sent", "Đã gửi, chờ xác nhận"
    DELIVERED = "delivered", "Đã đến"
    FAILED = "failed", "Không đến được"
    PARKED = "parked", "Tạm dừng sau nhiều lần thử"
    NO_CHANNEL = "no_channel", "Chưa có kênh gửi"
    NO_ADDRESS = "no_address", "Người nhận không để địa chỉ"


class Urgency(Term):
    """Mức gấp của thông báo."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Gấp"


class Outcome(Term):
    """Một lần gửi ra sao."""

    BEGUN = "begun", "Bắt đầu gửi"
    ACCEPTED = "accepted", "Nơi chuyển tin đã nhận"
    DELIVERED = "delivered", "Đã đến người nhận"
    LATER = "later", "Chưa được, sẽ thử lại"
    NEVER = "never", "Không gửi được"
    RESENT = "resent", "Người quản trị cho gửi lại"


class Fault(Term):
    """Vì sao chưa gửi được."""

    WRONG_ADDRESS = "wrong_address", "Số điện thoại hoặc địa chỉ thư không đúng"
    REFUSED = "refused", "Nơi chuyển tin từ chối"
    UNDELIVERED = "undelivered", "Nơi chuyển tin đã nhận nhưng báo không đến được người nhận"
    BUSY = "busy", "Nơi chuyển tin đang bận"
    FAULTY = "faulty", "Nơi chuyển tin gặp lỗi"
    UNREACHABLE = "unreachable", "Không liên lạc được nơi chuyển tin"
    SETTINGS = "settings", "Nơi chuyển tin không nhận tài khoản của đơn vị; xem lại cấu hình"
    INTERRUPTED = "interrupted", "Lần gửi bị ngắt giữa chừng, chưa rõ kết quả"


READ, RANK_URGENT, RANK_NORMAL = 2, 0, 1
"""Ranks of a notice: urgent unread ones first, then the other unread ones, then what has been read."""
