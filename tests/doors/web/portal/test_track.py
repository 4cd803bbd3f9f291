import pytest
from django.core.cache import cache

from motcua.bureau.surveys import queries as surveys
from motcua.casework.dossiers.queries import public
from motcua.doors.web.portal.track.views import readable_code
from tests.factories.world import MARITAL

PERSONAL = ("Nguyệt", "036179004417", "4417", "0912345678", "Đoàn Thanh Tùng", "Mai Thị Thảo", "Nguyễn Văn Hòa")


def key_in(response):
    return response.content.decode().split('name="idempotency_key" value="')[1].split('"')[0]


def test_tracking_shows_status_and_dates_but_never_a_name(received, client, queries, see):
    with queries(max=10):
        response = client.get("/tra-cuu/", {"ma": received})
    text = response.content.decode()
    assert response.status_code == 200
    assert see(response).h1 == 1
    assert received in text
    assert "no-store" in response.headers["Cache-Control"]
    assert "19/11/2026" in text
    assert not [name for name in PERSONAL if name in text.replace(received, "")]


def test_tracking_a_returned_dossier_offers_a_rating(returned, client, queries):
    with queries(max=10):
        text = client.get("/tra-cuu/", {"ma": returned}).content.decode()
    assert "Đã trả kết quả" in text
    assert "Gửi đánh giá" in text
    assert not [name for name in PERSONAL if name in text.replace(returned, "")]


def test_a_rating_is_taken_once(returned, client):
    page = client.get("/tra-cuu/", {"ma": returned})
    given = {"ma": returned, "muc": "yes", "gop-y": "", "idempotency_key": key_in(page)}
    for _twice in range(2):
        answer = client.post("/tra-cuu/cham-diem/", given)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/tra-cuu/?ma={returned}")
    assert surveys.rated(public.track(returned).id)
    assert "Gửi đánh giá" not in client.get("/tra-cuu/", {"ma": returned}).content.decode()


@pytest.mark.parametrize(
    ("level", "comment", "field"),
    [("", "Lời nhắn dài", "muc"), ("great", "Lời nhắn dài", "muc"), ("no", "  ", "gop-y")],
)
def test_a_rating_that_lacks_something_keeps_what_was_typed(returned, client, see, level, comment, field):
    response = client.post(
        "/tra-cuu/cham-diem/", {"ma": returned, "muc": level, "gop-y": comment, "idempotency_key": "k1"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert see(response).h1 == 1
    assert f'href="#{field}"' in text
    assert comment.strip() in text


def test_an_unknown_code_gets_hints(world, client, see):
    response = client.get("/tra-cuu/", {"ma": "H99.24-261110-9999"})
    assert response.status_code == 404
    assert see(response).h1 == 1
    assert "Không có hồ sơ mang mã H99.24-261110-9999" in response.content.decode()


@pytest.mark.parametrize("typed", ["xin chào", "<b>1</b>", "a" * 500, "\x00", "…", "'; --", "12"])
def test_a_malformed_code_keeps_the_form(world, client, see, typed):
    response = client.get("/tra-cuu/", {"ma": typed})
    assert response.status_code == 422
    assert not see(response).unlabelled


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("h99.24-261110-0047", "H99.24-261110-0047"),
        ("  H99.24 – 261110 – 0047 ", "H99.24-261110-0047"),
        ("000.00.15.H40-250701-0007", "000.00.15.H40-250701-0007"),
        ("ma=H99.24-261110-0047;tt=1.013978;dd=********4417", "H99.24-261110-0047"),
        ("không phải mã", None),
    ],
)
def test_a_code_is_read_as_people_give_it(typed, code):
    assert readable_code(typed) == code


def test_the_sixty_first_question_in_a_minute_must_wait(received, client):
    for _turn in range(60):
        assert client.get("/tra-cuu/", {"ma": received}).status_code == 200
    refused = client.get("/tra-cuu/", {"ma": received})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get("/tra-cuu/", {"ma": received}, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.post("/verify/", {"giay": received}).status_code == 429
    assert client.get("/tra-cuu/").status_code == 200
    cache.clear()


RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def test_a_genuine_paper_is_confirmed_without_anything_personal(received, client, see):
    response = client.post(
        "/verify/", {"giay": f"ma={received};tt={MARITAL};dd=********4417;gt={RECEIPT};tg=2026-11-19T09:00"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert see(response).h1 == 1
    assert f"Có hồ sơ {received} trong hệ thống" in text
    assert not [name for name in PERSONAL if name in text.replace(received, "")]


@pytest.mark.parametrize(
    "lie",
    [
        "tt=1.001193",
        "han=2026-11-20T17:00",
        "tg=2025-01-01T08:00",
        "gt=Thông báo dừng giải quyết hồ sơ",
        f"gt={RECEIPT};tg=2026-11-19T09:01",
    ],
)
def test_a_paper_that_says_otherwise_is_told_so(received, client, lie):
    assert "giấy ghi khác hệ thống" in client.post("/verify/", {"giay": f"ma={received};{lie}"}).content.decode()


def test_a_paper_of_nobody_is_not_confirmed(world, client):
    assert client.post("/verify/", {"giay": "ma=H99.24-261110-9999"}).status_code == 404
    assert client.post("/verify/", {"giay": "không đọc được"}).status_code == 422
    assert client.get("/verify/", {"ma": "H99.24-261110-9999"}).status_code == 404
