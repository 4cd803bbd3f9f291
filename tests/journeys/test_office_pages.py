"""Every page of the office, as every role meets it: no barrier, no sideways scrolling, nothing the browser complains of."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import resolve

from tests.journeys.browser import DESKTOP, NARROWEST, PHONE, overflow

pytestmark = pytest.mark.journey

ROLES = {
    "counter": "tiep-nhan-1@yentruc",
    "backup officer": "du-phong@yentruc",
    "head of the centre": "giam-doc@yentruc",
    "officer": "ho-tich@yentruc",
    "leader of a unit": "truong-phong@yentruc",
    "signer": "pho-chu-tich@yentruc",
    "clerk of the land office": "truong-phong@vpdk",
    "postal clerk": "buu-chinh@trungtam",
    "tax officer": "cong-chuc@thue",
    "leader of the province": "lanh-dao@tinh",
    "reviewer": "kiem-soat@tinh",
    "inspector": "kiem-tra@tinh",
    "administrator": "quan-tri@tinh",
}
LEAVE = {"account_logout"}
FULLY = {"counter", "head of the centre", "officer", "signer", "reviewer"}  # the others see some of the same pages
MOST_PAGES = 40


def kind(address):
    """Return what makes a page another page than those seen: its view, and the tab."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    return resolve(parts.path).view_name, *(query.get(name, [""])[0] for name in ("nhom", "tab", "xem"))


def addresses(page):
    """Return the office's addresses that the page links to, without their fragments."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    office = (address.partition("#")[0] for address in found if "/office/" in address)
    return [address for address in dict.fromkeys(office) if kind(address)[0] not in LEAVE]


def walk(person):
    """Yield one page of each kind that can be reached by links, beginning at the desk; files are fetched, not read."""
    page, seen = person.page, set()
    ahead = [page.url, *addresses(page)]
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        if (
            address.partition("?")[0].endswith((".pdf", ".csv", ".xlsx", ".bpmn"))
            or "/tep/" in address
            or "dang=" in address
        ):
            answer = page.request.get(address)
            assert answer.status == 200, address
            assert answer.headers["x-content-type-options"] == "nosniff"
            continue
        person.go(address)
        yield address
        ahead += addresses(page)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_free_of_barriers_and_fits_every_screen(visit, axe, role):
    person = visit(DESKTOP, account=ROLES[role])
    faults = {}
    for address in walk(person):
        for width in (DESKTOP[0], PHONE[0], NARROWEST):
            person.width(width)
            if said := overflow(person.page) + (axe(person.page) if role in FULLY and width != NARROWEST else []):
                faults[f"{urlsplit(address).path} at {width}"] = said
        person.width(DESKTOP[0])
    assert not faults


def test_an_address_of_the_office_leads_to_the_log_in_and_back(visit, province):
    person = visit(DESKTOP)
    page = person.go("/office/reception/")
    assert "dang-nhap" in page.url
    account = province.account("tiep-nhan-1@yentruc")
    page.get_by_label("Địa chỉ thư").fill(account["email"])
    page.get_by_label("Mật khẩu", exact=True).fill("sai-mat-khau")
    page.keyboard.press("Enter")
    page.get_by_role("alert").first.wait_for()
    assert page.get_by_label("Địa chỉ thư").input_value() == account["email"]
    page.get_by_label("Mật khẩu", exact=True).fill(account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/reception/")


def test_a_post_without_the_permission_is_told_so_and_shown_the_way(visit, axe):
    person = visit(DESKTOP, account="ho-tich@yentruc")
    page = person.go("/office/reception/", status=403)
    assert page.get_by_role("heading", level=1).is_visible()
    assert axe(page) == []


def test_the_office_works_without_javascript(visit, province):
    person = visit(DESKTOP, java_script_enabled=False, account="tiep-nhan-1@yentruc")
    page = person.go("/office/reception/")
    page.get_by_role("searchbox", name="Tên thủ tục").fill("doc than")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="tình trạng hôn nhân").first.click()
    assert page.get_by_role("heading", level=1).is_visible()
