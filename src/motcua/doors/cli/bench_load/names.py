"""Names of nobody: Vietnamese family, middle and given names put together, each with its folded words."""

from itertools import product
from random import Random

from motcua.ground.kernel.text import words

_FAMILIES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Trịnh Đinh Mai Lương Tạ Quách Hứa Giáp Kiều "
    "Thạch Sùng Lò Triệu"
).split()
_MIDDLES = {
    "female": "Thị|Ngọc|Thu|Thị Ánh|Mỹ|Thị Kim|Diệu|Bích|Hồng|Thị Thùy|Phương|Khánh|Thanh|Hoài|Quỳnh",
    "male": "Văn|Đức|Hữu|Quang|Minh|Xuân|Công|Bá|Đình|Trọng|Tiến|Gia|Anh|Mạnh|Quốc",
}
_GIVEN = {
    "female": (
        "Hạnh Thảo Nguyệt Lan Hương Mận Nhài Sim Thơ Dung Linh Trang Hà Yến Oanh Xuyến Diễm Liên Nga Hằng Tuyết Vân Hiền Ngân "
        "Thủy Nhung Loan Phượng Trâm Ước Quyên Duyên Cúc Đào Mơ Lụa Thắm Nhàn Tâm Chi Ngà Uyên Vi Ý Châu Ái Giang Hoa Huệ Khuê "
        "Lài Ly Mai My Na Như Nhi Phúc San Thêu Tiên Trúc Tú Vy Xuân Yên Hoài Lành Bưởi Thoa Đoan Hợp Kiều Bảo Hân Thư Quế Trinh "
        "Ngát Hiếu Thục Sen Hòa Dịu Tươi Nụ Gấm Ánh Bình Thương Sương Nguyên Diệp Tuyền Ninh Phấn Hậu Tình Lệ Miền Vui Xoan Đượm "
        "Thạo Thúy Hường Chinh Thi Viên"
    ).split(),
    "male": (
        "Hòa Tùng Khôi Đứng Trụ Khả Lẫm Ninh Dơ Bách Tích Nhân Tiệm Thìn Hùng Dũng Cường Tuấn Sơn Long Hải Nam Trung Kiên Thắng "
        "Lợi Phát Đạt Thành Công Danh Vinh Quý Phú Khánh An Bình Tâm Đức Trí Dũ Nghĩa Lễ Tín Hiệp Hưng Thịnh Vượng Toàn Mỹ Khoa "
        "Kha Lâm Giang Hà Thủy Thạch Bảo Ngọc Châu Quân Vương Hoàng Phong Vũ Lôi Đình Thái Tuệ Minh Quang Sáng Huy Hoan Duy Duẩn "
        "Chiến Thuận Hậu Nghị Lực Quyết Tiến Bộ Tài Năng Khang Ninh Thọ Phước Lộc Đường Nghiêm Chính Trực Liêm Khiết Cần Kiệm "
        "Ước Mạnh Khỏe Hảo Tốt Đông Xuân Hạ Thu"
    ).split(),
}


def all_names(seed: int) -> list[tuple[str, str, str]]:
    """Return (name, its folded words with a space between, sex): about ninety thousand, each once, well mixed."""
    found: dict[str, tuple[str, str, str]] = {}
    for sex, middles in _MIDDLES.items():
        for given, family, middle in product(_GIVEN[sex], _FAMILIES, middles.split("|")):
            name = f"{family} {middle} {given}"
            found.setdefault(name, (name, " ".join(words(name)), sex))
    names = list(found.values())
    Random(seed).shuffle(names)  # noqa: S311 - a mixture, not a secret
    return names
