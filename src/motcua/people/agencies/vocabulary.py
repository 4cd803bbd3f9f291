"""Words of the organisation."""

from motcua.ground.kernel.vocabulary import Term


class AgencyKind(Term):
    """Loại cơ quan."""

    PROVINCE = "province", "Ủy ban nhân dân tỉnh"
    COMMUNE = "commune", "Ủy ban nhân dân xã"
    CENTRE = "centre", "Trung tâm Phục vụ hành chính công"
    DEPARTMENT = "department", "Sở, ban, ngành"
    LAND_OFFICE = "land_office", "Văn phòng đăng ký đất đai"
    TAX = "tax", "Thuế"
    POLICE = "police", "Công an"


class Permission(Term):
    """Quyền quản trị đơn vị."""

    ADMINISTER = "agencies.administer", "Quản trị đơn vị, vị trí, tài khoản"
    CALENDAR = "agencies.calendar", "Sửa lịch làm việc"
    SUBSTITUTE = "agencies.substitute", "Ghi người nghỉ, cử người làm thay"


class AbsenceReason(Term):
    """Lý do nghỉ; chỉ người sắp xếp công việc thấy."""

    LEAVE = "leave", "Nghỉ phép năm"
    SICK = "sick", "Nghỉ ốm, chăm con ốm"
    MATERNITY = "maternity", "Nghỉ thai sản"
    MISSION = "mission", "Đi công tác, họp"
    TRAINING = "training", "Đi học, tập huấn"
    PERSONAL = "personal", "Việc riêng"
    OTHER = "other", "Lý do khác"


class DocumentType(Term):
    """Loại văn bản phải có người đúng thẩm quyền ký hoặc quyết định."""

    RESULT = "result", "Kết quả giải quyết"
    REJECTION = "rejection", "Văn bản từ chối giải quyết"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung"
    DECLINE = "decline", "Phiếu từ chối tiếp nhận"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại"
    STOP = "stop", "Thông báo dừng giải quyết"
    EXTENSION = "extension", "Quyết định gia hạn"
    VERIFICATION = "verification", "Văn bản xác minh, lấy ý kiến"


class Concern(Term):
    """Điều cần xem lại ở tài khoản hoặc vị trí."""

    NEVER_USED = "never_used", "Chưa đăng nhập lần nào"
    DORMANT = "dormant", "Lâu không đăng nhập"
    SHARED = "shared", "Có thể dùng chung"
    NO_FACTOR = "no_factor", "Chưa bật xác minh hai lớp"
    NO_SEAT = "no_seat", "Không giữ vị trí nào"
    NO_HOLDER = "no_holder", "Vị trí không có người"
