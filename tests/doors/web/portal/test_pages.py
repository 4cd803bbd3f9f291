import re

import pytest
from django.urls import reverse

from tests.factories.world import BIRTH, MARITAL

BUDGET = 10
PAGES = (
    "/",
    "/tim/",
    "/tim/?q=khai+sinh",
    "/tim/?q=zzzzqqqq",
    "/tim/?q=khai+sinh&cap=commune&linh-vuc=H%E1%BB%99+t%E1%BB%8Bch&tren-mang=co",
    "/linh-vuc/",
    "/linh-vuc/?ten=H%E1%BB%99+t%E1%BB%8Bch",
    "/viec/sinh-con/",
    f"/thu-tuc/{BIRTH}/",
    "/thu-tuc/1.001193/",
    "/thu-tuc/1.001193/?truong-hop=bi-bo-roi",
    "/thu-tuc/1.013978/",
    "/tra-cuu/",
    "/niem-yet/",
    "/niem-yet/H99.24.01/",
    "/verify/",
    "/so-lieu/",
    "/so-lieu/du-lieu/",
    "/tro-giup/",
    "/bao-ve-du-lieu/",
    "/ho-tro-nguoi-khuyet-tat/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_labels_and_few_questions_to_the_database(world, client, queries, see, address):
    with queries(max=BUDGET):
        response = client.get(address)
    page = see(response)
    assert response.status_code == 200
    assert (page.h1, page.main, page.lang) == (1, 1, "vi")
    assert not page.unlabelled
    assert all("get" in form or "csrfmiddlewaretoken" in form for form in page.posts)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_speaks_english_to_who_asked_for_it(world, client, see, address):
    client.cookies["mc_lang"] = "en"
    response = client.get(address)
    assert response.status_code == 200
    assert see(response).lang == "en"
    assert "Đến nội dung chính" not in response.content.decode()
    assert response.headers["Content-Language"] == "en"


def test_the_browsers_own_language_is_not_taken_for_a_wish(world, client, see):
    assert see(client.get("/", headers={"Accept-Language": "en-US"})).lang == "vi"


def test_the_language_is_switched_by_a_button_and_leads_back(world, client, see):
    answer = client.post(reverse("portal:language"), {"language": "en", "next": "/tra-cuu/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tra-cuu/")
    assert see(client.get("/tra-cuu/")).lang == "en"
    away = client.post(reverse("portal:language"), {"language": "vi", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in away.headers["Location"]


@pytest.mark.parametrize(
    "address", ["/thu-tuc/9.999999/", "/viec/khong-co/", "/linh-vuc/?ten=Kh%C3%B4ng", "/niem-yet/H99.24/", "/khong-co/"]
)
def test_what_is_not_there_is_answered_politely(world, client, see, address):
    response = client.get(address)
    assert response.status_code == 404
    assert see(response).h1 == 1
    assert "Không tìm thấy" in response.content.decode()


def test_a_case_changes_the_papers(world, client):
    general = client.get("/thu-tuc/1.001193/").content.decode()
    case = client.get("/thu-tuc/1.001193/?truong-hop=bi-bo-roi").content.decode()
    assert "Biên bản về việc trẻ bị bỏ rơi" not in general
    assert "Biên bản về việc trẻ bị bỏ rơi" in case


def test_what_the_state_has_is_not_on_the_checklist(world, client):
    text = client.get(f"/thu-tuc/{MARITAL}/").content.decode()
    checklist = re.search(r'<ul class="mc-docs".*?</ul>', text, re.DOTALL)[0]
    assert "Xác nhận cư trú" not in checklist
    assert "không cần nộp:</b> Xác nhận cư trú" in text


def test_times_differ_by_channel_and_are_all_shown(world, client):
    text = client.get("/thu-tuc/1.013978/").content.decode().replace("\u00a0", " ")
    for limit in ("27 ngày làm việc", "17 ngày làm việc", "20 ngày làm việc"):
        assert limit in text


def test_a_sum_that_the_council_sets_is_never_shown_as_nothing(world, client):
    text = client.get("/thu-tuc/1.000656/").content.decode()
    assert "Theo nghị quyết của HĐND tỉnh" in text.replace("\u00a0", " ")


def test_a_filter_narrows_and_says_so(world, client):
    text = client.get("/tim/?q=giay&cap=province").content.decode()
    assert re.search(r"<h1[^>]*>\d+ trên \d+ thủ tục cho “giay”", text)


def test_a_query_cannot_break_the_page(world, client):
    for query in (
        "<script>alert(1)</script>",
        "%",
        "'; drop table",
        "\x00\x01",
        "a" * 5000,
        "%s %(x)s {{ 7*7 }}",
        "🙂",
    ):
        response = client.get("/tim/", {"q": query})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_a_notice_names_time_fee_place_and_where_to_complain(world, client):
    text = client.get("/niem-yet/H99.24.01/").content.decode()
    assert "Nơi nhận phản ánh, kiến nghị" in text
    assert "12 đường Giữa Làng" in text
    assert "5 ngày làm việc" in text
    assert "8.000" in text


def test_no_page_carries_style_or_script_of_its_own(world, client):
    for address in PAGES:
        text = client.get(address).content.decode()
        assert " style=" not in text
        assert "<script>" not in text
