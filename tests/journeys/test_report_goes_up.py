"""A report from the counter to the committee above it, without JavaScript; every page of it free of barriers."""

import pytest

from tests.journeys.browser import DESKTOP, NARROWEST, PHONE, overflow

pytestmark = pytest.mark.journey
COUNTER, HEAD, ABOVE = "tiep-nhan-1@yentruc", "giam-doc@yentruc", "pho-chu-tich@yentruc"
PERIOD = "2026-10"


def test_a_report_is_prepared_checked_signed_sent_and_frozen_by_those_whose_act_it_is(visit, axe):
    clerk = visit(DESKTOP, java_script_enabled=False, account=COUNTER)
    page = clerk.go("/office/indicators/")
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.get_by_role("link", name="Lập báo cáo").first.click()
    page.get_by_label("Kỳ", exact=True).select_option(PERIOD)
    page.get_by_role("button", name="Lập báo cáo").click()
    here = page.url
    assert "Ông/bà là người lập báo cáo này" in page.inner_text("main")
    head = visit(DESKTOP, java_script_enabled=False, account=HEAD)
    page = head.go(here)
    page.get_by_role("button", name="Xác nhận đã kiểm tra").click()
    page.get_by_label("Tôi đã đối chiếu số liệu").check()
    page.get_by_role("button", name="Ký báo cáo").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    above = visit(DESKTOP, java_script_enabled=False, account=ABOVE)
    page = above.go(here)
    above.expected.add(422)
    page.get_by_role("button", name="Trả lại báo cáo").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_role("button", name="Chốt báo cáo").click()
    assert "Đã chốt" in page.inner_text("main")
    number = page.get_by_role("region", name="Bảng số liệu của báo cáo").get_by_role("link").first
    says = int(number.inner_text().split(",")[0].replace(".", ""))
    number.click()
    assert f"{says:,} hồ sơ".replace(",", ".") in page.get_by_role("heading", level=1).inner_text()
    faults = {}
    reader = visit(DESKTOP, account=HEAD)
    for address in ("/office/reports/", "/office/reports/lap/", here, page.url, "/office/reports/han-nop/"):
        reader.go(address)
        for width in (DESKTOP[0], PHONE[0], NARROWEST):
            reader.width(width)
            if said := overflow(reader.page) + axe(reader.page):
                faults[f"{address} at {width}"] = said
        reader.width(DESKTOP[0])
    assert not faults


def test_the_province_sees_who_has_sent_and_where_the_sums_differ(visit, axe):
    leader = visit(DESKTOP, account="lanh-dao@tinh")
    page = leader.go("/office/reports/han-nop/")
    page.get_by_label("Biểu").select_option("tuan")
    page.get_by_label("Kỳ", exact=True).select_option("2026-10")
    page.locator("#han").fill("2026-11-27")
    page.get_by_role("button", name="Đặt hạn nộp").click()
    page.wait_for_url("**/han-nop/tuan/2026-10/")
    assert "Chưa nộp" in page.inner_text("main")
    assert "Chênh lệch ở đâu" in page.inner_text("main")
    faults = {}
    for width in (DESKTOP[0], PHONE[0], NARROWEST):
        leader.width(width)
        if said := overflow(page) + axe(page):
            faults[width] = said
    assert not faults
