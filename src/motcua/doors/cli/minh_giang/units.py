"""Who works in the province: agencies, desks, and the invented people on them.

None of the names is that of a unit in force in 2026. Organisation codes below H99 and G..99 are given to nobody.
"""

from dataclasses import dataclass

from motcua.people.agencies.vocabulary import AgencyKind

DOMAIN = "minhgiang.example"
PROVINCE = "tỉnh Minh Giang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An agency. ``place``: the commune it serves, "" for the whole province; ``sign``: how its letters are marked.

    counter  it is no centre, and takes in and gives out by itself
    """

    key: str
    code: str
    name: str
    short: str
    kind: AgencyKind
    parent: str = ""
    place: str = ""
    sign: str = "UBND"
    counter: bool = False
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A post, the person on it and his mailbox; the first role is the one he is shown by."""

    unit: str
    title: str
    roles: tuple[str, ...]
    name: str
    mailbox: str


COMMUNES = {
    "yentruc": ("xã Yên Trúc", "21"),
    "dongmo": ("xã Đồng Mơ", "22"),
    "nalinh": ("xã Nà Lĩnh", "23"),
    "tramgiang": ("phường Trầm Giang", "24"),
}
HAMLETS = {
    "yentruc": ("thôn Đông", "thôn Đoài", "thôn Giữa", "xóm Bến", "xóm Chùa"),
    "dongmo": ("thôn Mơ Trong", "thôn Mơ Ngoài", "thôn Cầu Gạch", "thôn Bãi Dâu"),
    "nalinh": ("bản Nà Lĩnh", "bản Khe Sậy", "bản Pá Hốc", "bản Suối Mây"),
    "tramgiang": ("tổ dân phố 1", "tổ dân phố 2", "tổ dân phố 3", "tổ dân phố 4"),
}
CENTRE_OF_PROVINCE, LAND, TAX = "tinh.trungtam", "vpdk", "thue"
POLICE, INSURANCE = "yentruc.congan", "yentruc.bhxh"


def opening(name: str) -> str:
    """Return a name as a sentence begins with it; names within it keep their capitals."""
    return name[:1].upper() + name[1:]


def _of_commune(key: str, place: str, number: str) -> tuple[Unit, Unit]:
    committee = Unit(
        key=key,
        code=f"H99.{number}",
        name=f"Ủy ban nhân dân {place}",
        short=f"UBND {place}",
        kind=AgencyKind.COMMUNE,
        parent="tinh",
        place=key,
        address=f"{opening(HAMLETS[key][0])}, {place}, {PROVINCE}",
        phone=f"02003550{number}0",
    )
    centre = Unit(
        key=f"{key}.trungtam",
        code=f"H99.{number}.01",
        name=f"Trung tâm Phục vụ hành chính công {place}",
        short=f"TTPVHCC {place}",
        kind=AgencyKind.CENTRE,
        parent=key,
        place=key,
        address=f"{opening(HAMLETS[key][0])}, {place}, {PROVINCE}",
        phone=f"02003550{number}1",
    )
    return committee, centre


UNITS: tuple[Unit, ...] = (
    Unit(
        key="tinh",
        code="H99",
        name=f"Ủy ban nhân dân {PROVINCE}",
        short=f"UBND {PROVINCE}",
        kind=AgencyKind.PROVINCE,
        address=f"1 đường Bờ Sông, phường Trầm Giang, {PROVINCE}",
        phone="02003550001",
    ),
    Unit(
        key=CENTRE_OF_PROVINCE,
        code="H99.01",
        name=f"Trung tâm Phục vụ hành chính công {PROVINCE}",
        short=f"TTPVHCC {PROVINCE}",
        kind=AgencyKind.CENTRE,
        parent="tinh",
        address=f"3 đường Bờ Sông, phường Trầm Giang, {PROVINCE}",
        phone="02003550011",
    ),
    Unit(
        key=LAND,
        code="H99.02",
        name=f"Văn phòng đăng ký đất đai {PROVINCE}",
        short="VPĐK đất đai tỉnh",
        kind=AgencyKind.LAND_OFFICE,
        parent="tinh",
        sign="VPĐKĐĐ",
        address=f"5 đường Bờ Sông, phường Trầm Giang, {PROVINCE}",
        phone="02003550021",
    ),
    Unit(
        key=TAX,
        code="G12.99",
        name=f"Thuế {PROVINCE}",
        short="Thuế tỉnh",
        kind=AgencyKind.TAX,
        sign="T.MGI",
        address=f"7 đường Bờ Sông, phường Trầm Giang, {PROVINCE}",
        phone="02003550031",
    ),
    *(unit for key, (place, number) in COMMUNES.items() for unit in _of_commune(key, place, number)),
    Unit(
        key=POLICE,
        code="G01.99.21",
        name="Công an xã Yên Trúc",
        short="Công an xã Yên Trúc",
        kind=AgencyKind.POLICE,
        place="yentruc",
        sign="CAX",
        counter=True,
        address=f"Thôn Giữa, xã Yên Trúc, {PROVINCE}",
        phone="02003550219",
    ),
    Unit(
        key=INSURANCE,
        code="G18.99.21",
        name="Bảo hiểm xã hội cơ sở Yên Trúc",
        short="BHXH Yên Trúc",
        kind=AgencyKind.DEPARTMENT,
        place="yentruc",
        sign="BHXH",
        counter=True,
        address=f"Thôn Đoài, xã Yên Trúc, {PROVINCE}",
        phone="02003550220",
    ),
)


def _desk(unit: str, title: str, roles: str, name: str, mailbox: str) -> Desk:
    return Desk(unit=unit, title=title, roles=tuple(roles.split()), name=name, mailbox=f"{mailbox}.{DOMAIN}")


DESKS: tuple[Desk, ...] = (
    _desk("yentruc.trungtam", "Tiếp nhận, quầy 1", "one_stop_officer", "Mai Thị Thảo", "tiep-nhan-1@yentruc"),
    _desk("yentruc.trungtam", "Tiếp nhận, quầy 2", "one_stop_officer cashier", "Vũ Đình Khôi", "tiep-nhan-2@yentruc"),
    _desk("yentruc.trungtam", "Cán bộ dự phòng", "backup_officer", "Lê Thị Dự", "du-phong@yentruc"),
    _desk("yentruc.trungtam", "Giám đốc Trung tâm", "one_stop_head", "Phan Văn Đứng", "giam-doc@yentruc"),
    _desk("yentruc", "Công chức tư pháp, hộ tịch", "handling_officer", "Đoàn Thanh Tùng", "ho-tich@yentruc"),
    _desk("yentruc", "Công chức địa chính, xây dựng", "handling_officer", "Lý Thị Quỳnh", "dia-chinh@yentruc"),
    _desk("yentruc", "Trưởng phòng Kinh tế", "unit_leader", "Trần Thị Hạnh", "truong-phong@yentruc"),
    _desk("yentruc", "Phó Chủ tịch", "signer", "Nguyễn Văn Hòa", "pho-chu-tich@yentruc"),
    _desk(
        POLICE, "Cán bộ đăng ký cư trú", "handling_officer one_stop_officer", "Bùi Quang Lẫm", "cu-tru@congan.yentruc"
    ),
    _desk(POLICE, "Trưởng Công an xã", "signer", "Đinh Thế Trụ", "truong@congan.yentruc"),
    _desk(INSURANCE, "Cán bộ thu, thẻ", "handling_officer one_stop_officer", "Trình Văn Khả", "the@bhxh.yentruc"),
    _desk(INSURANCE, "Giám đốc", "signer", "Quản Thị Thơ", "giam-doc@bhxh.yentruc"),
    _desk("dongmo.trungtam", "Tiếp nhận", "one_stop_officer one_stop_head", "Hà Thị Nhài", "tiep-nhan@dongmo"),
    _desk("dongmo", "Công chức chuyên môn", "handling_officer unit_leader", "Cao Bá Ninh", "chuyen-vien@dongmo"),
    _desk("dongmo", "Chủ tịch", "signer", "Tạ Thị Mận", "chu-tich@dongmo"),
    _desk("nalinh.trungtam", "Tiếp nhận", "one_stop_officer one_stop_head", "Lò Thị Panh", "tiep-nhan@nalinh"),
    _desk("nalinh", "Công chức chuyên môn", "handling_officer unit_leader", "Sùng A Dơ", "chuyen-vien@nalinh"),
    _desk("nalinh", "Phó Chủ tịch", "signer", "Y Khoan Niê", "pho-chu-tich@nalinh"),
    _desk("tramgiang.trungtam", "Tiếp nhận", "one_stop_officer one_stop_head", "Châu Mỹ Ý", "tiep-nhan@tramgiang"),
    _desk("tramgiang", "Công chức chuyên môn", "handling_officer unit_leader", "Ngô Y", "chuyen-vien@tramgiang"),
    _desk("tramgiang", "Phó Chủ tịch", "signer", "Tôn Nữ Hoài Phương Thảo", "pho-chu-tich@tramgiang"),
    _desk(CENTRE_OF_PROVINCE, "Tiếp nhận, quầy 5", "one_stop_officer cashier", "Quách Thị Lành", "tiep-nhan@trungtam"),
    _desk(CENTRE_OF_PROVINCE, "Giám đốc Trung tâm", "one_stop_head", "Kiều Văn Bách", "giam-doc@trungtam"),
    _desk(CENTRE_OF_PROVINCE, "Nhân viên bưu chính", "postal_staff", "Thạch Sơ Phên", "buu-chinh@trungtam"),
    _desk(LAND, "Viên chức đo đạc, hồ sơ", "handling_officer", "Đàm Văn Tích", "ho-so@vpdk"),
    _desk(LAND, "Trưởng phòng, văn thư", "unit_leader clerk", "Ông Thị Mỹ Dung", "truong-phong@vpdk"),
    _desk(LAND, "Phó Giám đốc", "signer", "Lưu Trọng Nhân", "pho-giam-doc@vpdk"),
    _desk(TAX, "Công chức thuế", "handling_officer", "Hứa Thị Bích", "cong-chuc@thue"),
    _desk("tinh", "Phó Chủ tịch tỉnh", "leader", "Khuất Hữu Tiệm", "lanh-dao@tinh"),
    _desk("tinh", "Kiểm soát thủ tục hành chính", "procedure_admin", "Văn Thị Sim", "kiem-soat@tinh"),
    _desk("tinh", "Đoàn kiểm tra", "inspector", "Giáp Văn Thìn", "kiem-tra@tinh"),
    _desk("tinh", "Quản trị hệ thống", "administrator", "An Thị Ước", "quan-tri@tinh"),
)
