"""The way in: who may log in, what stands before his desk, from which post he works."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from motcua.ground.kernel.actors import system
from motcua.people.agencies.services import organisation
from motcua.people.identity import services as identity
from motcua.people.identity.models import Account
from tests.factories.world import FOUNDED, PASSWORD, an_officer

from .conftest import text

LOG_IN = "/office/dang-nhap/"
pytestmark = pytest.mark.django_db


def log_in(email, password=PASSWORD, client=None):
    client = client or Client()
    return client, client.post(LOG_IN, {"login": email, "password": password})


def test_whoever_is_not_logged_in_is_sent_to_the_log_in_and_back(world, client):
    answer = client.get("/office/inbox/?nhom=late")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LOG_IN}?next=%2Foffice%2Finbox%2F%3Fnhom%3Dlate"


@pytest.mark.parametrize(
    "path",
    ["/office/", "/office/reception/", "/office/inbox/", "/office/results/", "/office/tim/", "/office/calendar/"],
)
def test_no_desk_opens_to_a_stranger_from_the_street(world, client, path):
    assert client.get(path).status_code == 302


def test_a_form_sent_after_the_session_ended_gives_back_what_was_typed(world, client):
    sent = {"submitter.name": "Nguyễn Thị Ánh Nguyệt", "item": "4711", "ds": "nhom=mine&q=a b"}
    answer = client.post("/office/reception/9.000002/", sent)
    assert answer.status_code == 403
    assert "<dt>Người nộp: họ tên</dt><dd>Nguyễn Thị Ánh Nguyệt</dd>" in text(answer)
    assert "submitter" not in text(answer)
    assert "4711" not in text(answer)
    assert "nhom=mine" not in text(answer)


def test_who_was_logged_out_while_typing_comes_back_to_where_he_typed(world, client):
    page = "/office/dossiers/H99.24.01-261119-0001/?ds=nhom"
    answer = client.post(
        "/office/dossiers/H99.24.01-261119-0001/note/",
        {"text": "Gọi lại"},
        headers={"Referer": f"http://testserver{page}"},
    )
    log_in_at = unescape(re.search(r'href="([^"]*)">Đăng nhập lại', text(answer))[1])
    assert log_in_at == f"{LOG_IN}?{urlencode({'next': page})}"
    assert "<dt>Ghi chú</dt><dd>Gọi lại</dd>" in text(answer)


def test_htmx_is_sent_to_the_log_in_as_a_whole_page(world, client):
    answer = client.get(
        "/office/inbox/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/office/inbox/"}
    )
    assert answer.headers["HX-Redirect"].startswith(LOG_IN)


def test_the_right_password_opens_the_desk(world):
    _, answer = log_in(world.emails["receptionist"])
    assert answer["Location"] == "/office/"


def test_the_log_in_page_says_in_vietnamese_what_is_wrong(world):
    _, answer = log_in(world.emails["receptionist"], "sai mật khẩu rồi")
    assert answer.status_code == 200
    assert "Địa chỉ thư hoặc mật khẩu chưa đúng" in text(answer)
    assert "<title>Lỗi:" in text(answer)


def test_guessing_is_slowed_down(world):
    client = Client()
    for _ in range(5):
        log_in(world.emails["receptionist"], "sai mật khẩu rồi", client)
    _, answer = log_in(world.emails["receptionist"], PASSWORD, client)
    assert "quá nhiều lần" in text(answer)


def test_a_locked_account_stays_out(world):
    Account.objects.filter(email=world.emails["officer"]).update(is_active=False)
    _, answer = log_in(world.emails["officer"])
    assert answer.get("Location") != "/office/"
    assert Client().get("/office/da-khoa/").status_code == 200


def test_locking_an_account_ends_the_session_that_is_open(world, officer):
    Account.objects.filter(email=world.emails["officer"]).update(is_active=False)
    assert officer.get("/office/inbox/").status_code == 302


def test_demonstration_accounts_do_not_exist_in_production(world, settings):
    Account.objects.filter(email=world.emails["officer"]).update(is_demo=True)
    client, _ = log_in(world.emails["officer"])
    assert client.get("/office/inbox/").status_code == 200
    settings.PRODUCTION = True
    assert client.get("/office/inbox/").status_code == 302
    _, answer = log_in(world.emails["officer"])
    assert answer.get("Location") != "/office/"


def test_nobody_signs_up(world, client):
    assert client.get("/office/signup/").status_code in (302, 404)
    assert "signup" not in text(client.get(LOG_IN))


def test_an_account_without_a_post_is_told_whom_to_ask(world):
    identity.open_account(email="moi@tanhoa.example", name="Người Mới", password=PASSWORD, at=FOUNDED)
    client, _ = log_in("moi@tanhoa.example")
    answer = client.get("/office/inbox/")
    assert answer.status_code == 403
    assert "chưa được giao vị trí" in text(answer)
    assert "/office/dang-xuat/" in text(answer)


def test_a_temporary_password_is_changed_before_anything_else(world, officer):
    Account.objects.filter(email=world.emails["officer"]).update(password_is_temporary=True)
    assert officer.get("/office/inbox/")["Location"] == "/office/mat-khau/"
    new = "bốn từ ghép lại dễ nhớ"
    officer.post("/office/mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert officer.get("/office/inbox/").status_code == 200


def test_production_asks_for_a_second_factor(world, officer, settings):
    settings.PRODUCTION = True
    assert officer.get("/office/inbox/")["Location"] == "/office/hai-lop/"
    assert officer.get("/office/hai-lop/").status_code == 200
    totp.TOTP.activate(Account.objects.get(email=world.emails["officer"]), totp.generate_totp_secret())
    assert officer.get("/office/inbox/").status_code == 200


def test_the_code_of_the_app_is_asked_at_the_log_in(world):
    account = Account.objects.get(email=world.emails["officer"])
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    client, answer = log_in(world.emails["officer"])
    assert answer["Location"] == "/office/hai-lop/authenticate/"
    assert client.get("/office/inbox/").status_code == 302
    wrong = client.post("/office/hai-lop/authenticate/", {"code": "000000"})
    assert "Mã chưa đúng" in text(wrong)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/office/hai-lop/authenticate/", {"code": code})["Location"] == "/office/"
    assert client.get("/office/inbox/").status_code == 200


def test_the_last_factor_stays_in_production(world, officer, settings):
    settings.PRODUCTION = True
    account = Account.objects.get(email=world.emails["officer"])
    totp.TOTP.activate(account, totp.generate_totp_secret())
    officer.post("/office/xac-minh/", {"password": PASSWORD})
    officer.post("/office/hai-lop/totp/deactivate/")
    assert Authenticator.objects.filter(user=account).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/office/hai-lop/",
        "/office/hai-lop/totp/activate/",
        "/office/hai-lop/webauthn/",
        "/office/hai-lop/webauthn/add/",
        "/office/mat-khau/",
        "/office/tuy-chon/",
        "/office/dang-xuat/",
        "/office/xac-minh/",
    ],
)
def test_every_page_around_the_log_in_is_ours_and_vietnamese(world, path):
    client, _ = log_in(world.emails["officer"])
    client.post("/office/xac-minh/", {"password": PASSWORD})
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'lang="vi"' in text(answer)
    assert "<h1" in text(answer)
    assert "style=" not in text(answer)


def test_recovery_codes_are_made_shown_and_handed_out(world):
    client, _ = log_in(world.emails["officer"])
    client.post("/office/xac-minh/", {"password": PASSWORD})
    totp.TOTP.activate(Account.objects.get(email=world.emails["officer"]), totp.generate_totp_secret())
    assert client.post("/office/hai-lop/recovery-codes/generate/").status_code == 302
    assert "Mã dự phòng" in text(client.get("/office/hai-lop/recovery-codes/"))
    assert client.get("/office/hai-lop/recovery-codes/download/")["Content-Disposition"].startswith("attachment")


def test_a_person_works_from_the_post_he_chooses(world, at_desk):
    post = organisation.open_post(world.committee, "Kiêm nhiệm", ["unit_leader"], by=system("test"), at=FOUNDED)
    account = Account.objects.get(email=world.emails["receptionist"])
    organisation.appoint(account.pk, "Mai Thị Thảo", post, by=system("test"), at=FOUNDED)
    client = at_desk("receptionist")
    assert "Tiếp nhận, quầy 3" in text(client.get("/office/inbox/"))
    assert client.post("/office/vi-tri/", {"post": post}).status_code == 303
    page = text(client.get("/office/inbox/"))
    assert "<small>Kiêm nhiệm</small>" in page
    assert "/office/reception/" not in page
    assert client.get("/office/reception/").status_code == 403


def test_nobody_works_from_a_post_of_somebody_else(world, officer):
    assert officer.post("/office/vi-tri/", {"post": world.leader.post_id}).status_code == 403


def test_leaving_is_a_post_and_ends_the_session(world, officer):
    officer.post("/office/dang-xuat/")
    assert officer.get("/office/inbox/").status_code == 302


def test_density_and_single_keys_are_remembered(world, officer):
    officer.post("/office/tuy-chon/", {"density": "comfortable"})
    page = text(officer.get("/office/inbox/"))
    assert 'data-density="comfortable"' in page
    assert 'data-keys="off"' in page


def test_a_page_does_not_send_elsewhere_after_saving(world, officer):
    answer = officer.post("/office/tuy-chon/", {"density": "compact", "keys": "1", "next": "https://evil.example/"})
    assert answer["Location"] == "/office/tuy-chon/"


def test_pages_of_the_office_are_kept_by_no_cache(world, officer):
    assert officer.get("/office/inbox/").headers["Cache-Control"] == "private, no-store"


def test_who_sits_where_costs_three_statements(world, officer, queries):
    with queries(max=3):
        officer.get("/office/tuy-chon/")


def test_who_only_makes_reports_finds_them_first_in_the_bar(world, at_desk):
    _, world.emails["control"] = an_officer("Lò Thị Báo", world.committee, "Kiểm soát", ["procedure_admin"], "kiem")
    page = text(at_desk("control").get("/office/reports/"))
    bar = re.search(r'<nav aria-label="Chính"><ul>(.*?)</ul>', page)[1]
    assert bar.startswith('<li><a href="/office/reports/" aria-current="page">Báo cáo</a></li>')
    assert "Điểm công bố" in bar
    assert page.count(">Báo cáo</a>") == 1


def test_who_receives_dossiers_begins_with_receiving_and_finds_reports_beside_the_figures(at_desk):
    page = text(at_desk("receptionist").get("/office/inbox/"))
    bar = re.search(r'<nav aria-label="Chính"><ul>(.*?)</ul>', page)[1]
    assert bar.startswith('<li><a href="/office/reception/">Tiếp nhận</a></li>')
    assert "Báo cáo" not in bar
