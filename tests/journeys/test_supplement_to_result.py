"""One dossier through the law: papers asked for, brought, a date missed, an apology, a result."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests import conftest as suite
from tests.factories.house import environment
from tests.journeys import browser as chrome
from tests.journeys import province as demo

pytestmark = pytest.mark.journey
COUNTER, OFFICER, SIGNER = "tiep-nhan-1@yentruc", "ho-tich@yentruc", "pho-chu-tich@yentruc"
MORNING = "2026-11-25T09:11"
WEEKS_LATER = "2026-12-15T09:10"
STRIKE = "from motcua.casework.dossiers.services import clockwork; from motcua.ground.kernel import clock; "
STRIKE += "clockwork.strike(at=clock.now())"
CARD = "000179004417|012345678|Nguyễn Thị Ánh Nguyệt|07111979|Nữ|Thôn Đông, xã Yên Trúc, tỉnh Minh Giang|01072021"


class Office:
    """A province of one's own, in which people sit down and get up again."""

    def __init__(self, browser, province, axe):
        self.browser, self.province, self.axe = browser, province, axe

    def page(self, account):
        person = chrome.visitor(self.browser, self.province, chrome.DESKTOP)
        person.expected |= {422}
        return chrome.log_in(person, self.province.account(account))

    def looked_over(self, page):
        """Return the page after it was looked over for barriers, on a wide screen and on a telephone."""
        for size in (chrome.DESKTOP, chrome.PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            assert not self.axe(page)
            assert not chrome.overflow(page)
        page.set_viewport_size({"width": chrome.DESKTOP[0], "height": chrome.DESKTOP[1]})
        return page


def receive(page):
    page.goto("/office/reception/1.004873/")
    page.get_by_placeholder("Quét hoặc dán").first.fill(CARD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Họ tên").first).to_have_value("Nguyễn Thị Ánh Nguyệt")
    page.get_by_label("Điện thoại nhận tin").first.fill("0912 345 678")
    page.get_by_label("Đủ mọi giấy tờ bắt buộc").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/office/reception/xong/**")
    return page.locator(".mc-done__code").inner_text()


def ask_for_papers(office, code):
    page = office.page(OFFICER)
    page.goto(f"/office/dossiers/{code}/")
    page.keyboard.press("v")  # until it is taken the counter answers for it
    expect(page.get_by_text("Đã nhận việc").first).to_be_visible()
    page.keyboard.press("b")
    page.wait_for_url("**/bo-sung/**")
    office.looked_over(page)
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    expect(page.get_by_role("alert")).to_be_focused()
    office.looked_over(page)
    page.get_by_label("Cần thế nào").first.fill("Ký vào trang 2, ghi rõ họ tên")
    page.get_by_label("Thiếu thành phần hồ sơ").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đang chờ người nộp bổ sung đến")).to_be_visible()
    office.looked_over(page)


def bring_papers(office, code):
    page = office.page(COUNTER)
    page.goto("/office/inbox/?nhom=waiting")
    page.get_by_role("link", name=re.compile(code[-11:])).click()
    page.wait_for_url("**/office/dossiers/**")
    page.keyboard.press("b")
    page.wait_for_url("**/nhan-bo-sung/**")
    office.looked_over(page)
    page.locator("input[name='item.0.on']").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã nhận đủ bổ sung.")).to_be_visible()
    expect(page.get_by_text("thời hạn tính lại từ đầu")).to_be_visible()


def strike(data, now):
    """Let the clock strike, as its job does every ten minutes of the real clock."""
    words = [sys.executable, "-m", "django", "shell", "-v", "0", "-c", STRIKE]
    more = {"MOTCUA_NOW": now, "DJANGO_SETTINGS_MODULE": "motcua.config.settings", "DATABASE_URL": ""}
    subprocess.run(words, env=environment(data, **more), check=True, timeout=120)


def apologise(office, code):
    page = office.page(SIGNER)
    page.goto(f"/office/dossiers/{code}/")
    expect(page.get_by_text("chưa có kết quả").first).to_be_visible()
    page.get_by_role("link", name="Duyệt thư xin lỗi").click()
    office.looked_over(page)
    page.get_by_label("Lời trong thư").fill("Chúng tôi đối chiếu sổ gốc chậm hơn dự tính.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã duyệt và gửi thư xin lỗi.")).to_be_visible()
    expect(page.get_by_text("Hạn đầu tiên")).to_be_visible()
    office.looked_over(page)


def conclude(office, code):
    officer = office.page(OFFICER)
    officer.goto(f"/office/dossiers/{code}/")
    officer.locator("input[name=outcome]").first.check()
    officer.get_by_role("button", name="Chuyển bước").click()
    signer = office.page(SIGNER)
    signer.goto(f"/office/dossiers/{code}/")
    signer.get_by_label("Số văn bản kết quả").fill("127/XNTTHN")
    signer.get_by_role("button", name="Gắn kết quả").click()
    signer.get_by_role("radio", name="Ký, chuyển trả kết quả").check()
    signer.get_by_role("button", name="Chuyển bước").click()
    expect(signer.get_by_text("Xử lý xong, quá hạn")).to_be_visible()


def test_a_dossier_is_supplemented_late_apologised_for_and_answered(browser, axe):
    data = suite.DATA / "law-province"
    with demo.at(data, MORNING, dossiers=12) as province:
        office = Office(browser, province, axe)
        code = receive(office.page(COUNTER))
        ask_for_papers(office, code)
        bring_papers(office, code)
    with demo.at(data, WEEKS_LATER, dossiers=12) as province:
        office = Office(browser, province, axe)
        strike(data, WEEKS_LATER)
        apologise(office, code)
        conclude(office, code)
        assert province.api(f"dossiers/{code}", by=COUNTER)["status"] == "completed"
