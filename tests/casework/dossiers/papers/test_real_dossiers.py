"""Every form of both sets, printed from a dossier that lived through it, and read back."""

import os
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from motcua.casework.dossiers.queries.papers import issued
from motcua.casework.dossiers.rules import qr
from motcua.casework.dossiers.services import papers
from motcua.casework.dossiers.vocabulary import Form, FormSet
from motcua.config.file_store import DiskStore
from motcua.tools.documents import ports
from tests.casework.dossiers.papers import archive, lives
from tests.factories.world import a_world

pytestmark = pytest.mark.django_db
NEW, OLD = FormSet.TT03_2025, FormSet.TT01_2018
CASES = {
    "receipt": (lives.received, Form.RECEIPT, (
        "Nguyễn Thị Ánh Nguyệt", "17 giờ 00, thứ Năm, ngày 26/11/2026", "05 ngày làm việc", "Mai Thị Thảo",
    )),
    "receipt-anew": (lives.corrected, Form.RECEIPT, (
        "Nguyễn Thị Ánh Nguyệt", "Cấp lại lúc: 10 giờ 00, ngày 19/11/2026, thay giấy đã cấp trước đó",
    )),
    "supplement": (lives.asked, Form.SUPPLEMENT, (
        "Khai lại mục nơi sinh.", "Chưa khớp giấy chứng sinh.", "Ghi rõ số nhà, thôn.", "Đoàn Thanh Tùng",
        "Số: 01/HDHS-UBND", "Mẫu tờ khai có tại quầy 3",
    )),
    "declined": (lives.declined, Form.REFUSAL, (
        "Số: 01/TC-TTPVHCC", "Trung tâm không có thẩm quyền.", "Luật Hộ tịch 2014, Điều 13", "Mai Thị Thảo",
    )),
    "rejected": (lives.rejected, Form.REFUSAL, (
        "Số: 01/TC-UBND", "chưa đủ điều kiện xác nhận.", "Căn cứ: Văn bản trả lời số 45/UBND-VP.",
        "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Hòa",
    )),
    "apology": (lives.apologised, Form.APOLOGY, (
        "Số: 01/XL-UBND", "Trung tâm Phục vụ hành chính công xã Tân Hòa tiếp nhận hồ sơ", "TRƯỞNG PHÒNG",
        "Ủy ban nhân dân xã Tân Hòa xin lỗi ông (bà)", "Tuần này nơi giải quyết nhận nhiều hồ sơ", "Trần Thị Hạnh",
        "Hẹn lại ngày trả kết quả:", "- Trung tâm Phục vụ hành chính công xã Tân Hòa",
    )),
    "stop": (lives.stopped, Form.STOP, (
        "Số: 01/TB-UBND", "Dừng giải quyết hồ sơ từ 14 giờ 00, ngày 20/11/2026", "Kiểm tra, dự thảo",
        "Chưa thu lệ phí, không phải hoàn.", "1 Tờ khai 1", "Đơn đề nghị ngày 20/11/2026",
    )),
    "withdrawal": (lives.withdrawn, Form.WITHDRAWAL, (
        "Số: 01/BBTL-TTPVHCC", "Kê khai nhầm", "Người nhận lại: Trần Văn Nam", "1 Tờ khai 1",
    )),
    "minutes": (lives.verified, Form.MINUTES, (
        "Số: 01/BBXM-UBND", "Thời gian: từ 09:30 đến 10:15 ngày 21/11/2026", "Lê Thị Sáu", "trưởng thôn Đông",
        "Xác minh nơi ở từ năm 2020 đến nay.", "Hàng xóm xác nhận.",
    )),
    "result-receipt": (lives.returned, Form.RESULT_RECEIPT, (
        "Giấy xác nhận hôn nhân", "15/XN-UBND", "Đối chiếu căn cước, số cuối 4417", "08 giờ 00, ngày 26/11/2026",
    )),
    "control": (lives.returned, Form.CONTROL, (
        "Số: 01/KS-TTPVHCC", "I. Giao hồ sơ", "II. Nhận kết quả", "Người nộp hồ sơ", "Yêu cầu bổ sung hồ sơ",
        "Đã bổ sung hồ sơ", "Giao lại trong đơn vị", "Trước hạn", "Ký kết quả", "Người nhận kết quả", "Lý Thị Quỳnh",
    )),
}  # fmt: skip
IN_OLD_TOO = [name for name, (_, form, _) in CASES.items() if form is not Form.STOP]


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    return a_world()


def printed(world, code, form, who=None):
    dossier = issued.heading(code)
    (issue, *_) = [issue for issue in issued.all_of(dossier) if issue.form is form]
    stored = papers.paper(code, form, issue.about, by=who or world.receptionist, at=lives.day(30))
    return b"".join(stored.chunks), issue


def read(content):
    document = pypdfium2.PdfDocument(content)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    picture = document[0].render(scale=4).to_pil()
    code = min(zxingcpp.read_barcodes(picture), key=lambda found: found.position.top_left.x)
    document.close()
    return text, qr.parse(code.text), picture


@pytest.mark.parametrize(
    ("name", "form_set"), [(name, NEW) for name in CASES] + [(name, OLD) for name in IN_OLD_TOO if name != "declined"]
)
def test_a_dossier_that_lived_through_an_act_has_its_paper(world, name, form_set):
    live, form, parts = CASES[name]
    code = live(world, form_set)
    content, issue = printed(world, code, form)
    text, told, picture = read(content)
    if folder := os.environ.get("MOTCUA_LOOK"):
        picture.save(Path(folder) / f"{form_set}-{name}.png")
    for part in (code, *parts):
        assert part in text, (part, text)
    assert told["ma"] == code
    assert told["gt"] == issued.title(issue, form_set)
    assert archive.faults(content) == ()
    for hole in ("None", ": ,", "()", "datetime"):
        assert hole not in text
    if form in (Form.RECEIPT, Form.SUPPLEMENT, Form.REFUSAL, Form.APOLOGY, Form.STOP, Form.CONTROL):
        assert f"Thông tư số {'03/2025' if form_set is NEW else '01/2018'}/TT-VPCP" in text
