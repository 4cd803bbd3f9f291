"""An envelope that came by post, incomplete: registered, asked for, completed, received; the citizen reads each state."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESKTOP, PHONE, overflow

pytestmark = pytest.mark.journey
COUNTER, ADMIN = "tiep-nhan-1@yentruc", "quan-tri@tinh"
PROCEDURE = "1.001193"


@pytest.fixture
def look_over(axe):
    """Hold a page to having no barrier and no sideways scrolling, wide and narrow."""

    def page_of(person):
        for width in (DESKTOP[0], PHONE[0]):
            person.width(width)
            assert overflow(person.page) + axe(person.page) == [], person.page.url
        person.width(DESKTOP[0])

    return page_of


def read(citizen, code, words):
    citizen.go(f"/tra-cuu/?ma={code}")
    expect(citizen.page.locator(".mc-answer")).to_contain_text(words)


def test_an_incomplete_envelope_is_registered_completed_and_received(visit, look_over):
    officer, citizen = visit(DESKTOP, account=COUNTER), visit(PHONE)
    page = officer.go("/office/reception/")
    page.get_by_role("link", name="Phong bì bưu chính").click()
    look_over(officer)
    page.get_by_label("Tên thủ tục, tên thường gọi hoặc mã").fill(PROCEDURE)
    page.keyboard.press("Enter")
    page.get_by_label("Họ tên", exact=True).first.fill("Trần Thị Thư")
    page.get_by_role("button", name="Ghi vào sổ, quyết định nhận sau").click()
    code = page.locator(".mc-idbar .mc-code").inner_text()
    look_over(officer)
    read(citizen, code, "dự kiến xem xong trước")

    officer.go("/office/reception/submitted/")
    look_over(officer)
    page.get_by_role("link", name=code).click()
    page.locator("#bo-sung > summary").click()
    expect(page.locator("#bo-sung input[name^='want.']").first).to_have_value(re.compile("^Nộp "))
    look_over(officer)
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
    expect(page.locator("h2").filter(has_text="Đã yêu cầu bổ sung")).to_be_visible()
    look_over(officer)
    read(citizen, code, "Bổ sung trước")

    for box in page.get_by_role("checkbox", name=re.compile("^Đã có: ")).all():
        box.check()
    page.get_by_role("button", name="Đã nhận đủ phần bổ sung").click()
    page.get_by_role("button", name="Nhận và in giấy hẹn").click()
    expect(page.locator(".mc-done__code")).to_have_text(code)
    read(citizen, code, "Hẹn trả kết quả")


def test_what_is_brought_incomplete_is_asked_for_at_once(visit, look_over):
    officer = visit(DESKTOP, account=COUNTER)
    page = officer.go(f"/office/reception/{PROCEDURE}/")
    page.get_by_label("Họ tên", exact=True).first.fill("Trần Thị Thư")
    page.get_by_role("button", name="Ghi hồ sơ và yêu cầu bổ sung").click()
    look_over(officer)
    page.get_by_role("button", name="Ghi hồ sơ và yêu cầu bổ sung").click()
    expect(page.locator(".mc-idbar__meta")).to_contain_text("Bổ sung trước")


def test_the_rules_are_amended_over_their_differences(visit, look_over):
    admin = visit(DESKTOP, account=ADMIN)
    page = admin.go("/office/rules/")
    look_over(admin)
    page.get_by_role("link", name="Cơ chế một cửa theo 61/2018/NĐ-CP").click()
    look_over(admin)
    page.get_by_role("link", name="Sửa bộ này").click()
    look_over(admin)
    page.get_by_label("Nhắc khi còn").fill("2")
    page.get_by_label("Quyết định cho phép sửa").fill("12/QĐ-UBND ngày 20/11/2026")
    page.get_by_role("button", name="Xem thay đổi").click()
    look_over(admin)
    page.get_by_role("button", name="Công bố phiên bản").click()
    expect(page.locator("#due_soon_days")).to_contain_text("phiên bản 1: 1")
