"""An officer leaves at noon: one flow of his leader, somebody at his desk the next minute, no dossier left alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESKTOP

pytestmark = pytest.mark.journey

LEADER, OFFICER, COLLEAGUE = "truong-phong@yentruc", "ho-tich@yentruc", "dia-chinh@yentruc"
POST = "Công chức tư pháp, hộ tịch"


def row_of(page, post):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=post, exact=True))


def held(page):
    return int(row_of(page, POST).locator("td").nth(1).inner_text().split()[0])


@pytest.fixture
def leader(visit):
    """Sit the leader down, and put everything back as it was when she gets up."""
    page = visit(DESKTOP, account=LEADER).page
    yield page
    for end in (r"^Đã về|^Bỏ", r"^Kết thúc"):
        page.goto("/office/agency/team/")
        while page.get_by_role("main").get_by_role("button", name=re.compile(end)).count():
            page.get_by_role("main").get_by_role("button", name=re.compile(end)).first.click()
            page.wait_for_url("**/team/")


def test_an_officer_leaves_at_noon_and_no_dossier_is_left_alone(leader, visit, axe):
    leader.get_by_role("link", name="Người và việc").click()
    waiting = held(leader)
    assert waiting
    row_of(leader, POST).get_by_role("link", name=re.compile("Ghi nghỉ")).click()
    leader.get_by_label("Lý do").select_option("sick")
    substitute = leader.get_by_label(re.compile(POST))
    name = substitute.evaluate("e => [...e.options].find(o => o.text.includes('địa chính')).text")
    substitute.select_option(label=name)
    leader.get_by_label("Số văn bản giao làm thay").fill("45/QĐ-UBND")
    leader.get_by_role("button", name="Xem lại trước khi ghi").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Ghi nghỉ")
    assert axe(leader) == []
    leader.get_by_role("button", name="Ghi nghỉ").click()
    expect(leader.get_by_text("Không hồ sơ nào ở đơn vị bị bỏ lại")).to_be_visible()
    assert axe(leader) == []

    away = visit(DESKTOP, account=OFFICER).page
    expect(away.get_by_text("Ông/bà đang được ghi nghỉ đến")).to_be_visible()
    colleague = visit(DESKTOP, account=COLLEAGUE).page
    colleague.locator("details.mc-user > summary").click()
    colleague.get_by_role("button", name=re.compile("làm thay")).click()
    expect(colleague.get_by_text(f"ở vị trí {POST}")).to_be_visible()
    assert colleague.get_by_role("main").get_by_role("row").count() > waiting
    assert axe(colleague) == []
    colleague.get_by_role("main").get_by_role("rowgroup").last.get_by_role("link").first.click()
    expect(colleague.get_by_role("button", name=re.compile("Chuyển bước|Chuyển|Xong")).first).to_be_visible()

    leader.goto("/office/agency/team/")
    assert held(leader) == waiting
    assert "không ai làm được" not in leader.content()
    assert axe(leader) == []
