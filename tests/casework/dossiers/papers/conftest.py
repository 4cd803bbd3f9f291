"""A commune with a counter, and the receipt of somebody who came to it."""

from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest

from motcua.casework.dossiers.rules.receipt import Agency, PaperLine, Party, ReceiptData, RefusalData
from motcua.ground.kernel import clock

MORNING = datetime(2026, 11, 10, 8, 42, tzinfo=clock.VIETNAM)

CENTRE = Agency(
    name="Trung tâm Phục vụ hành chính công",
    parent="Ủy ban nhân dân xã Tân Hòa",
    place="Tân Hòa",
    address="12 đường Trần Phú, xã Tân Hòa",
    phone="02993888999",
)
NGUYET = Party(
    name="Nguyễn Thị Ánh Nguyệt",
    id_number="036088004417",
    address="Thôn Đông, xã Tân Hòa, tỉnh Minh Giang",
    phone="0912345678",
    email="anhnguyet@example.vn",
)
RECEIPT = ReceiptData(
    code="H99.24-261110-0047",
    agency=CENTRE,
    procedure_code="1.013978",
    procedure_name="Đăng ký biến động quyền sử dụng đất (chuyển nhượng)",
    submitter=NGUYET,
    owner=NGUYET,
    papers=(
        PaperLine(name="Đơn đăng ký biến động", originals=1),
        PaperLine(name="Hợp đồng chuyển nhượng", originals=1, photos=2),
        PaperLine(name="Giấy chứng nhận đã cấp", certified=1),
    ),
    fee="50.000 đ",
    fee_timing="thu khi nhận kết quả",
    limit="09 ngày làm việc",
    received_at=MORNING,
    due_at=datetime(2026, 11, 23, 17, 0, tzinfo=clock.VIETNAM),
    why="Nhận thứ Ba 10/11/2026, cộng 9 ngày làm việc, không tính thứ Bảy, Chủ nhật.",
    returned="Nhận kết quả tại quầy 3",
    receiver="Đoàn Thanh Tùng",
    lookup_site="dichvucong.example.vn/tra-cuu",
)
REFUSAL = RefusalData(
    agency=CENTRE,
    procedure_code="1.013978",
    procedure_name="Đăng ký biến động quyền sử dụng đất",
    submitter=NGUYET,
    declined_at=MORNING,
    reason="Thửa đất đang có tranh chấp, Tòa án đã thụ lý.",
    basis="Luật Đất đai 2024, Điều 133",
    advice="nộp lại khi có bản án có hiệu lực.",
    officer="Đoàn Thanh Tùng",
    code="H99.24-261110-0001-TC",
)
LONG = replace(
    RECEIPT,
    submitter=Party(
        name="Trần Thị Ngọc Ánh Dương Phượng Hoàng Tôn Nữ Quỳnh Như Ái Vân Khánh Huyền",
        id_number="001185012345",
        address="Số nhà 1234/56/78/90 đường Nguyễn Thị Minh Khai nối dài, tổ dân phố số 15, ấp Đông Thạnh, xã Tân Hòa",
        phone="+84912345678",
        email="ten-rat-dai-cua-mot-nguoi-nop-ho-so@hop-thu-dien-tu.example.vn",
    ),
    procedure_name="Xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận trước ngày "
    "01 tháng 7 năm 2004 và đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
    papers=tuple(
        PaperLine(name=f"Giấy tờ số {number}: quyết định của cơ quan có thẩm quyền", certified=number % 3, photos=2)
        for number in range(1, 31)
    ),
)


@pytest.fixture
def pages():
    """Open a PDF with another program than the one that wrote it."""
    opened = []

    def read(content):
        document = pypdfium2.PdfDocument(content)
        opened.append(document)
        return document

    yield read
    for document in opened:
        document.close()
