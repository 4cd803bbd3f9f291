"""One dossier from the counter to the citizen's hand, by keyboard alone."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from motcua.doors.cli import processes
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.journey

COUNTER, OFFICER, SIGNER = "tiep-nhan-1@yentruc", "ho-tich@yentruc", "pho-chu-tich@yentruc"
CARD = "000179004417|012345678|Nguyễn Thị Ánh Nguyệt|07111979|Nữ|Thôn Đông, xã Yên Trúc, tỉnh Minh Giang|01072021"
MOST_TABS = 80


class Hands:
    """Somebody at a keyboard: types, tabs, presses; no mouse within reach."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text, *, into=None):
        """Write where the focus is; ``into``: the control in which the page itself must have put it."""
        if into:
            expect(into).to_be_focused()
        self.page.keyboard.insert_text(text)

    def tab_to(self, wanted):
        """Press Tab until the control has the focus."""
        expect(wanted).to_be_visible()
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{wanted} is not reached by {MOST_TABS} tabs")

    def fill(self, label, text, **more):
        self.tab_to(self.page.get_by_label(label, **more))
        self.press("Control+a")
        self.write(text)

    def open(self, code):
        """Open a dossier through the search of the bar, from wherever one is."""
        self.press("/")
        self.write(code, into=self.page.get_by_label("Tìm mã hồ sơ"))
        self.press("Enter")
        self.page.wait_for_url(f"**/office/dossiers/{code}/**")


@pytest.fixture
def sit_down(visit):
    """Log somebody in and hand him the keyboard."""

    def at(account):
        return Hands(visit(DESKTOP, account=account).page)

    return at


def read_qr(pdf):
    """Return what the QR code of the first sheet says."""
    paper = pypdfium2.PdfDocument(pdf)
    try:
        (found,) = zxingcpp.read_barcodes(paper[0].render(scale=4).to_pil())
    finally:
        paper.close()
    return found.text


def receive(hands):
    """Receive a dossier at the counter; return its code and what its receipt's QR code says."""
    page = hands.page
    hands.press("n")
    page.wait_for_url("**/office/reception/")
    hands.write("giay doc than", into=page.get_by_role("searchbox", name="Tên thủ tục"))
    procedure = page.get_by_role("main").get_by_role("link", name="Cấp Giấy xác nhận tình trạng hôn nhân")
    expect(page.get_by_role("heading", level=2)).to_contain_text("giay doc than")
    hands.tab_to(procedure)
    hands.press("Enter")
    page.wait_for_url("**/office/reception/1.004873/")
    hands.write(CARD, into=page.get_by_placeholder("Quét hoặc dán").first)
    hands.press("Enter")  # as a scanner ends
    expect(page.get_by_label("Họ tên").first).to_have_value("Nguyễn Thị Ánh Nguyệt")
    hands.tab_to(page.get_by_label("Điện thoại nhận tin").first)
    hands.press("Control+a")  # whoever was here before is known with his number
    hands.write("0912 345 678")
    assert page.get_by_text("Hẹn trả").first.is_visible()
    hands.tab_to(page.get_by_label("Đủ mọi giấy tờ bắt buộc"))
    hands.press("Space", "Control+Enter")
    page.wait_for_url("**/office/reception/xong/**")
    code = page.locator(".mc-done__code").inner_text()
    receipt = page.get_by_role("link", name=re.compile("In giấy hẹn"))
    hands.tab_to(receipt)
    answers = []

    def printed():
        answers.append(page.request.get(receipt.get_attribute("href")))
        return answers[-1].status == 200

    assert processes.wait(printed, 15, step=0.5), answers[-1].status
    assert answers[-1].headers["content-type"] == "application/pdf"
    return code, read_qr(answers[-1].body())


def work(hands, code):
    """Take the step and pass it on by its first way out, chosen by hand: where there are several none is marked."""
    hands.open(code)
    hands.press("v")
    expect(hands.page.get_by_text("Đã nhận việc").first).to_be_visible()
    hands.press("c")
    expect(hands.page.locator("input[type=radio]:focus")).to_have_count(1)
    hands.press("Space")
    hands.fill("Ghi chú khi chuyển", "Đã đối chiếu sổ hộ tịch.")
    hands.press("Control+Enter")
    expect(hands.page.get_by_role("heading", name=re.compile("^Chuyển bước"))).to_have_count(0)


def sign(hands, code):
    """Attach the result, then sign."""
    page = hands.page
    hands.open(code)
    hands.fill("Số văn bản kết quả", "127/XNTTHN")
    hands.press("Enter")
    expect(page.get_by_text("127/XNTTHN").first).to_be_visible()
    hands.press("c")
    expect(page.get_by_role("radio", name="Ký, chuyển trả kết quả")).to_be_focused()
    hands.press("Space", "Control+Enter")
    expect(page.get_by_text("Chuyển bước: Ký kết quả")).to_have_count(0)


def hand_over(hands, qr):
    """Scan the receipt at the results desk and record who took the result."""
    page = hands.page
    hands.tab_to(page.get_by_role("navigation", name="Chính").get_by_role("link", name="Trả kết quả"))
    hands.press("Enter")
    page.wait_for_url("**/office/results/")
    hands.write(qr, into=page.get_by_role("searchbox", name="Mã hồ sơ, mã QR"))
    hands.press("Enter")
    page.wait_for_url("**/office/results/H*/")
    expect(page.get_by_label("Họ tên người nhận")).to_have_value("Nguyễn Thị Ánh Nguyệt")
    hands.fill("Bốn số cuối", "4417")
    hands.press("Control+Enter")
    page.wait_for_url("**/xong/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã trả kết quả")


def test_a_dossier_goes_from_the_counter_to_the_citizens_hand_by_keyboard_alone(sit_down, visit, province):
    counter = sit_down(COUNTER)
    code, qr = receive(counter)
    said = dict(part.split("=", 1) for part in qr.split(";"))
    assert next(iter(said)) == "ma"
    assert (said["ma"], said["tt"]) == (code, "1.004873")
    assert said["dd"].endswith("4417")
    assert "00017900" not in said["dd"]

    work(sit_down(OFFICER), code)
    sign(sit_down(SIGNER), code)
    assert province.api(f"dossiers/{code}", by=COUNTER)["status"] == "completed"
    hand_over(counter, qr)

    citizen = Hands(visit(PHONE).go("/"))
    citizen.tab_to(citizen.page.get_by_label("Mã hồ sơ"))
    citizen.write(code)
    citizen.press("Enter")
    citizen.page.wait_for_url("**/tra-cuu/**")
    expect(citizen.page.get_by_text("Đã trả kết quả", exact=True)).to_be_visible()
    assert "Nguyệt" not in citizen.page.content()
