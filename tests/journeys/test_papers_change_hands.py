"""A bag of papers goes from the counter to the officer's desk: both sides scan, both sides sign."""

import re

import pytest
from playwright.sync_api import expect

from motcua.casework.dossiers.rules import barcodes
from tests.journeys.browser import NARROWEST, PHONE, overflow
from tests.journeys.test_counter_to_hand import COUNTER, OFFICER, Hands, receive

pytestmark = pytest.mark.journey


@pytest.fixture
def sit_down(visit):
    def at(account):
        person = visit(account=account)
        person.expected.add(422)
        return person, Hands(person.page)

    return at


def scan(hands, text):
    """Scan as a scanner does: into the field that has the focus, with Enter at the end."""
    field = hands.page.locator("[data-scan]")
    expect(field).to_be_focused()
    field.fill("")
    hands.write(text, into=field)
    hands.press("Enter")


def looked_over(person, axe):
    assert axe(person.page) == []
    for width in (PHONE[0], NARROWEST):
        person.width(width)
        assert overflow(person.page) == []
    person.width(1366)


def test_a_bag_changes_hands_by_scanning_on_both_sides(sit_down, visit, axe, province):
    sender, counter = sit_down(COUNTER)
    code, receipt = receive(counter)

    page = sender.go("/office/handover/")
    expect(page.get_by_role("link", name=code)).to_be_visible()
    looked_over(sender, axe)
    scan(counter, receipt)
    page.wait_for_url("**/phieu/*/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("UBND xã Yên Trúc")
    expect(page.locator(".mc-said")).to_contain_text(code)
    scan(counter, code)  # twice is once
    expect(page.get_by_role("cell", name=code)).to_have_count(1)
    looked_over(sender, axe)
    counter.fill("Họ tên người mang", "Bùi Văn Tải")
    counter.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("/PBG-2026")
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("Phiếu bàn giao ")
    slip_id = int(re.search(r"/phieu/(\d+)/", page.url)[1])
    bag = page.get_by_role("row", name=code).get_by_role("cell").first.inner_text()
    printed = sender.go(f"/office/handover/phieu/{slip_id}/in/")
    expect(printed.get_by_role("heading", level=1)).to_have_text("Phiếu bàn giao hồ sơ")
    assert axe(printed) == []

    receiver, officer = sit_down(OFFICER)
    page = receiver.go("/office/handover/nhan/")
    expect(page.get_by_role("link", name=number)).to_be_visible()
    looked_over(receiver, axe)
    scan(officer, barcodes.slip_qr(barcodes.slip_token(slip_id)))
    page.wait_for_url(f"**/phieu/{slip_id}/")
    expect(page.get_by_text("Quét hết các bì đã đến")).to_be_visible()
    wrong = bag[:-1] + str((int(bag[-1]) + 1) % 10)
    scan(officer, wrong)
    expect(page.get_by_role("alert")).to_contain_text("đọc sai một chữ số")
    scan(officer, bag)
    expect(page.locator(".mc-said--jade")).to_contain_text("Đã nhận")
    looked_over(receiver, axe)
    officer.tab_to(page.get_by_role("button", name="Ký nhận, đóng phiếu"))
    officer.press("Enter")
    expect(page.get_by_text("Đã ký nhận đủ.")).to_be_visible()

    sender.go(f"/office/handover/phieu/{slip_id}/")
    expect(sender.page.get_by_text("Đoàn Thanh Tùng").first).to_be_visible()
    bare = visit(account=OFFICER, java_script_enabled=False)
    page = bare.go("/office/handover/nhan/?xong=1")
    expect(page.get_by_role("link", name=number)).to_be_visible()
