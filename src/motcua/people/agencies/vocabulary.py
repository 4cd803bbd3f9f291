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
