"""A birth, a residence, a health insurance card: submitted once, handled by three agencies, each at its own desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.journey

COUNTER = "tiep-nhan-1@yentruc"
LEGS = {
    "Đăng ký khai sinh": ("ho-tich@yentruc", "pho-chu-tich@yentruc"),
    "Đăng ký thường trú": ("cu-tru@congan.yentruc", "truong@congan.yentruc"),
    "Cấp thẻ bảo hiểm y tế": ("the@bhxh.yentruc", "giam-doc@bhxh.yentruc"),
}
WORKER_SECONDS = 30


@pytest.fixture
def sit_down(visit):
    """Log somebody in; return his page."""
    return lambda account: visit(DESKTOP, account=account).page


def open_dossier(page, code):
    page.goto(f"/office/dossiers/{code}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def part(page, leg):
    """Return the line of a part, by its own name: others name it as what they wait for."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{leg}")))


def a_fresh_birth(page):
    """Find, from the list of the one-stop, the birth of which only the first part is open; return its code."""
    page.goto("/office/inbox/?nhom=unit")
    rows = page.get_by_role("row").filter(has_text="Liên thông đăng ký khai sinh")
    addresses = [row.get_by_role("link").first.get_attribute("href") for row in rows.all()]
    for address in addresses:
        page.goto(address)
        if part(page, "Đăng ký thường trú").get_by_text("Chưa mở").count():
            return page.locator(".mc-idbar .mc-code").inner_text()
    raise AssertionError(f"none of {addresses} has just begun")


def child_of(page, code, leg):
    """Return the code of the dossier of a part, once the worker has opened it."""
    link = part(page, leg).get_by_role("link")
    for _ in range(WORKER_SECONDS * 2):
        open_dossier(page, code)
        if link.count():
            return link.inner_text()
        page.wait_for_timeout(500)
    raise AssertionError(f"{leg} of {code} is not opened")


def work(page, code):
    """Take the part and pass it on."""
    open_dossier(page, code)
    page.get_by_role("button", name=re.compile("Nhận việc")).click()
    expect(page.get_by_text("Đã nhận việc").first).to_be_visible()
    page.get_by_role("radio", name="Đạt, trình ký").check()
    page.get_by_role("button", name=re.compile("Chuyển bước")).click()
    expect(page.get_by_text("Đã chuyển hồ sơ")).to_be_visible()


def sign(page, code, number):
    """Attach the result and sign."""
    open_dossier(page, code)
    page.get_by_label("Số văn bản kết quả").fill(number)
    page.get_by_role("button", name="Gắn kết quả").click()
    expect(page.get_by_text(number).first).to_be_visible()
    page.get_by_role("radio", name="Ký, chuyển trả kết quả").check()
    page.get_by_role("button", name=re.compile("Chuyển bước")).click()
    expect(page.get_by_text("Đã chuyển hồ sơ")).to_be_visible()


def test_a_birth_goes_through_three_agencies_and_ends_by_itself(sit_down, visit, province, axe):
    counter = sit_down(COUNTER)
    code = a_fresh_birth(counter)
    for number, (leg, (officer, signer)) in enumerate(LEGS.items(), start=1):
        child = child_of(counter, code, leg)
        desk = sit_down(officer)
        open_dossier(desk, child)
        expect(desk.get_by_text("Thuộc hồ sơ liên thông")).to_contain_text(code)
        work(desk, child)
        sign(sit_down(signer), child, f"{number}/LT-KS")
    for _ in range(WORKER_SECONDS * 2):
        if province.api(f"dossiers/{code}", by=COUNTER)["status"] == "completed":
            break
        counter.wait_for_timeout(500)
    assert province.api(f"dossiers/{code}", by=COUNTER)["status"] == "completed"
    counter.goto(f"/office/groups/{code}/")
    for leg in LEGS:
        expect(part(counter, leg).get_by_role("cell").last).to_contain_text("Đã xong")
    assert axe(counter) == []
    phone = visit(PHONE, account=COUNTER).page
    phone.goto(f"/office/groups/{code}/")
    assert axe(phone) == []
    open_dossier(counter, code)
    expect(counter.get_by_role("link", name=re.compile("Trả kết quả")).last).to_be_visible()
