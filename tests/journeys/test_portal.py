"""What a citizen does on the portal, and what every page of it owes to everybody."""

import re
from urllib.parse import quote

import pytest

from tests.journeys.browser import DESKTOP, NARROWEST, PHONE, overflow

pytestmark = pytest.mark.journey

MARITAL = "1.004873"


def test_a_villager_finds_a_procedure_without_typing_accents(phone):
    page = phone.go("/")
    page.get_by_role("searchbox", name="Tìm thủ tục").fill("giay doc than")
    page.keyboard.press("Enter")
    best = page.get_by_role("article").filter(has_text="Phù hợp nhất").get_by_role("heading")
    assert "tình trạng hôn nhân" in best.inner_text()
    best.get_by_role("link").click()
    page.wait_for_url(f"**/thu-tuc/{MARITAL}/")
    assert (
        page.get_by_role("heading", level=1)
        .inner_text()
        .replace("\xa0", " ")
        .startswith("Cấp Giấy xác nhận tình trạng hôn nhân")
    )
    for question in ("Bao lâu", "Lệ phí", "Nộp ở đâu", "Nhận được"):
        assert page.get_by_role("term").filter(has_text=question).is_visible()


def test_what_is_ready_at_home_is_remembered_on_this_machine(phone):
    page = phone.go(f"/thu-tuc/{MARITAL}/")
    paper = page.get_by_role("checkbox").first
    paper.check()
    phone.go(f"/thu-tuc/{MARITAL}/")
    assert page.get_by_role("checkbox").first.is_checked()


def test_the_procedure_prints_on_a_few_sheets(desktop):
    page = desktop.go(f"/thu-tuc/{MARITAL}/")
    called = page.evaluate(
        "() => new Promise(done => { window.print = () => done(true); document.querySelector('[data-print]').click() })"
    )
    assert called
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 <= sheets <= 3


def test_a_dossier_is_followed_by_its_code_and_never_by_a_name(phone, province):
    dossier = next(one for one in province.dossiers if one["status"] == "processing")
    page = phone.go("/")
    page.get_by_label("Mã hồ sơ").fill(dossier["code"].lower().replace("-", " - "))
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**/tra-cuu/**")
    assert page.get_by_role("main").get_by_text(dossier["code"]).filter(visible=True).first.is_visible()
    assert dossier["procedure_name"] in page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")
    said = page.content().replace("\xa0", " ")
    assert not [party["name"] for party in dossier["parties"] if party["name"] in said]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_returned_dossier_is_rated_once(visit, province, javascript):
    returned = (one["code"] for one in province.dossiers if one["status"] == "returned")
    code = next(code for code in returned if rateable(visit, code))
    page = visit(PHONE, java_script_enabled=javascript).go(f"/tra-cuu/?ma={code}")
    page.get_by_role("radio", name="Rất hài lòng").check()
    page.get_by_label("Điều gì làm ông/bà").fill("Cô Thảo chỉ rất kỹ.")
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.wait_for_load_state()
    assert page.get_by_text("Đã ghi ý kiến của ông/bà").is_visible()
    assert not page.get_by_role("button", name="Gửi đánh giá").count()


def rateable(visit, code):
    return visit(PHONE).go(f"/tra-cuu/?ma={code}").get_by_role("button", name="Gửi đánh giá").count()


def test_a_code_that_nobody_has_is_answered_with_the_way_on(phone):
    page = phone.go("/tra-cuu/?ma=H99.21.01-200101-9999", status=404)
    assert page.get_by_text("Không có hồ sơ mang mã H99.21.01-200101-9999").is_visible()
    assert page.get_by_label("Mã hồ sơ").input_value() == "H99.21.01-200101-9999"
    page = phone.go("/tra-cuu/?ma=???", status=422)
    assert page.get_by_text("Mã này chưa đúng dạng").first.is_visible()


def test_the_policy_refuses_what_is_not_ours_and_the_harness_hears_of_it(desktop):
    page = desktop.go("/")
    page.evaluate("() => document.body.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))")
    page.evaluate("() => document.body.append(Object.assign(document.createElement('script'), {text: 'stolen = 1'}))")
    assert page.evaluate("() => typeof stolen") == "undefined"
    refused = [fault for fault in desktop.faults if "Content Security Policy" in fault]
    assert len(refused) == 2
    desktop.faults.clear()


def test_everything_is_there_without_javascript(visit, province):
    page = visit(PHONE, java_script_enabled=False).go("/")
    page.get_by_role("searchbox", name="Tìm thủ tục").fill("lam giay khai sinh cho be")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Xem cần chuẩn bị gì").click()
    assert "khai sinh" in page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")
    assert page.get_by_role("button", name="In trang này").count() == 0
    page.get_by_role("link", name="Tra cứu hồ sơ").click()
    code = province.code(status="processing")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_role("button", name="Xem hồ sơ").click()
    assert page.get_by_role("main").get_by_text(code).filter(visible=True).first.is_visible()


def test_english_is_chosen_and_stays(desktop, province):
    page = desktop.go("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("searchbox").fill("khai sinh")
    page.keyboard.press("Enter")
    page.get_by_role("article").first.get_by_role("link").first.click()
    page.wait_for_url("**/thu-tuc/**")
    assert page.get_by_role("term").filter(has_text="How long").is_visible()
    desktop.go(f"/tra-cuu/?ma={province.code(status='processing')}")
    assert page.get_by_role("heading", level=2).first.inner_text() == "Where the application is"
    page.get_by_role("button", name="Tiếng Việt").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "vi"


PAGES = {
    "home": "/",
    "search": "/tim/?q=khai+sinh",
    "search, nothing typed": "/tim/",
    "search, nothing found": "/tim/?q=qqqxxyyzz",
    "sectors": "/linh-vuc/",
    "one sector": "/linh-vuc/?ten=" + quote("Hộ tịch"),
    "life event": "/viec/sinh-con/",
    "procedure": "/thu-tuc/1.004873/",
    "procedure with cases": "/thu-tuc/1.001193/",
    "tracking": "/tra-cuu/",
    "tracking, running": "/tra-cuu/?ma={processing}",
    "tracking, returned": "/tra-cuu/?ma={returned}",
    "tracking, unknown": "/tra-cuu/?ma=H99.21.01-200101-9999",
    "tracking, not a code": "/tra-cuu/?ma=xyz",
    "posting": "/niem-yet/",
    "posting of a unit": "/niem-yet/H99.21.01/",
    "verify": "/verify/",
    "figures": "/so-lieu/",
    "figures of a unit": "/so-lieu/don-vi/H99.21/",
    "open data": "/so-lieu/du-lieu/",
    "help": "/tro-giup/",
    "privacy": "/bao-ve-du-lieu/",
    "accessibility": "/ho-tro-nguoi-khuyet-tat/",
    "no such page": "/khong-co-trang-nay/",
}
STATUS = {"tracking, unknown": 404, "tracking, not a code": 422, "no such page": 404}


def address(name, province):
    known = {status: province.code(status=status) for status in ("processing", "returned")}
    return PAGES[name].format(**known)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_free_of_barriers_and_fits_every_screen(visit, province, axe, name):
    one = visit(DESKTOP)
    page = one.go(address(name, province), status=STATUS.get(name, 200))
    faults = {}
    for width in (DESKTOP[0], PHONE[0], NARROWEST):
        one.width(width)
        faults[width] = overflow(page) + ([] if width == NARROWEST else axe(page))
    assert not {width: said for width, said in faults.items() if said}


@pytest.mark.parametrize("name", ["home", "search", "procedure", "tracking, running", "posting of a unit", "figures"])
def test_english_pages_fit_too(visit, province, axe, name):
    one = visit(PHONE)
    one.context.add_cookies([{"name": "mc_lang", "value": "en", "url": province.base}])
    page = one.go(address(name, province))
    assert page.locator("html").get_attribute("lang") == "en"
    assert axe(page) == []
    one.width(NARROWEST)
    assert overflow(page) == []
