"""The administrator's desk: from the first log-in of an empty installation to a counter that receives."""

import re
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.services import intake, processes
from motcua.casework.dossiers.vocabulary import PartyRole
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries import offers as offers_reads
from motcua.casework.procedures.services import seeding
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.people.agencies.queries import establishment, people
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.services import bootstrap
from tests.factories.world import PASSWORD, a_dossier, a_world, an_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

ADDRESS = "/office/agency/"
CHOSEN = "bốn từ ghép lại dễ nhớ"
FORM = {"short_name": "", "parent_id": "", "number_pattern": "{org}-{yymmdd}-{seq:04}"}


def logged_in(email, password=PASSWORD):
    client = Client()
    answer = client.post("/office/dang-nhap/", {"login": email, "password": password})
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return client


def text(response):
    return response.content.decode()


def done(response):
    assert response.status_code == HTTPStatus.SEE_OTHER, text(response)
    return response["Location"]


def send(client, path, **fields):
    return client.post(f"{ADDRESS}{path}", {"idempotency_key": uuid4().hex, **fields})


def number_in(address):
    return int(re.findall(r"\d+", address)[-1])


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def administrator(world):
    _, email = an_officer("Quản Trị Viên", world.centre, "Quản trị", ["administrator"], "admin")
    return logged_in(email)


@pytest.fixture
def first():
    """Log the first administrator of an empty installation in."""
    processes.publish_shipped(at=seeding.AS_OF)
    seeding.load(by=system("migrate"), at=seeding.AS_OF)
    bootstrap.first_administrator(email="quan.tri@example.vn", password=PASSWORD, at=clock.now())
    return logged_in("quan.tri@example.vn")


def an_appointment(client, post, email, name):
    """Appoint a new colleague through the page; return his temporary password."""
    page = send(
        client, f"posts/{post}/appoint/", who="new", email=email, name=name, start=clock.now().date().isoformat()
    )
    assert page.status_code == HTTPStatus.OK, text(page)
    return re.search(r"mc-ag__secret\">([^<]+)<", text(page))[1]


def test_from_the_first_log_in_to_a_counter_that_receives(first):
    root = first.get(ADDRESS)
    assert "Trung tâm Phục vụ hành chính công" in text(root)
    assert 'aria-current="page">Cơ quan<' in text(root)

    commune = {**FORM, "code": "h99.24", "name": "Ủy ban nhân dân xã Tân Hòa", "kind": "commune"}
    committee = number_in(done(send(first, "new/", **commune)))
    centre_form = {**FORM, "code": "H99.24.01", "name": "Trung tâm Phục vụ hành chính công xã Tân Hòa"}
    extra = {"kind": "centre", "parent_id": committee, "receives": "1", "phone": "0299 3123 456"}
    centre = number_in(done(send(first, "new/", **{**centre_form, **extra})))

    posts = {}
    for agency, title, role in (
        (centre, "Tiếp nhận, quầy 1", "one_stop_officer"),
        (committee, "Công chức tư pháp, hộ tịch", "handling_officer"),
        (committee, "Chủ tịch", "signer"),
    ):
        posts[title] = number_in(done(send(first, f"{agency}/posts/new/", title=title, roles=[role])))
    password = an_appointment(first, posts["Tiếp nhận, quầy 1"], "thao@tanhoa.example", "Mai Thị Thảo")
    an_appointment(first, posts["Công chức tư pháp, hộ tịch"], "tung@tanhoa.example", "Đoàn Thanh Tùng")
    an_appointment(first, posts["Chủ tịch"], "hoa@tanhoa.example", "Nguyễn Văn Hòa")

    page = text(first.get(f"{ADDRESS}{centre}/offers/many/?level=commune"))
    codes = re.findall(r'name="code" value="([^"]+)" checked', page)
    assert "1.001193" in codes
    assert "1.004222" not in codes  # residence is the police's, and there is none yet
    assert "Chưa có cơ quan loại này" in page
    today = clock.now().date()
    offering = {"code": codes, "competent_own": committee, "day": today.isoformat()}
    done(send(first, f"{centre}/offers/many/?level=commune", **offering))
    assert len(offers_reads.of_agency(centre, on=today)) == len(codes) > 20

    counter = logged_in("thao@tanhoa.example", password)
    assert counter.get("/office/reception/")["Location"] == "/office/mat-khau/"
    changed = {"oldpassword": password, "password1": CHOSEN, "password2": CHOSEN}
    assert "mật khẩu tạm" in text(counter.get("/office/mat-khau/"))
    assert (
        counter.post("/office/mat-khau/", {**changed, "password1": password, "password2": password}).status_code == 200
    )
    counter.post("/office/mat-khau/", changed)
    assert "Đăng ký khai sinh" in text(counter.get("/office/reception/"))

    who = next(one for one in people.page(on=today).lines if one.email == "thao@tanhoa.example")
    (receptionist,) = reads.actors_of_account(who.account_id, on=today)
    papers = catalogue.in_force("1.001193", on=today).content.papers_for("")
    handed_in = Submission(
        procedure="1.001193",
        agency_id=centre,
        channel=Channel.IN_PERSON,
        parties={PartyRole.SUBMITTER: PartyDraft(name="Nguyễn Thị Ánh Nguyệt", id_number="036179004417")},
        papers={paper.key: Seen(key=paper.key, originals=1, copies=1) for paper in papers if not paper.on_file},
    )
    received = intake.accept(handed_in, by=receptionist, at=clock.now(), key="first")
    assert received.code == f"H99.24.01-{today:%y%m%d}-0001"


@pytest.mark.parametrize("who", ["receptionist", "head", "signer"])
def test_only_an_administrator_comes_in(world, who):
    client = logged_in(world.emails[who])
    for path in ("", "new/", f"{world.centre}/", f"{world.centre}/edit/", "people/", f"{world.centre}/posts/new/"):
        assert client.get(f"{ADDRESS}{path}").status_code == HTTPStatus.FORBIDDEN
    assert send(client, "new/", **FORM, code="X1", name="X", kind="commune").status_code == HTTPStatus.FORBIDDEN
    assert "Cơ quan</a>" not in text(client.get("/office/calendar/"))


def test_who_reviews_procedures_says_where_they_are_received(world):
    head = logged_in(world.emails["head"])
    assert head.get(f"{ADDRESS}{world.centre}/offers/").status_code == HTTPStatus.OK
    assert logged_in(world.emails["officer"]).get(f"{ADDRESS}receiving/").status_code == HTTPStatus.FORBIDDEN
    assert head.get(f"{ADDRESS}{world.committee}/offers/").status_code == HTTPStatus.UNPROCESSABLE_ENTITY  # no counter


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "", "Mã định danh gồm chữ hoa"),
        ("code", "đường 1", "Mã định danh gồm chữ hoa"),
        ("code", "H99.24", "đang là của"),
        ("name", " ", "Ghi tên đầy đủ"),
        ("kind", "party", "Chọn loại cơ quan"),
        ("parent_id", "999999", "cấp trên"),
        ("phone", "gọi chị Hà", "Số điện thoại"),
        ("email", "một cửa", "Địa chỉ thư"),
        ("address", "x" * 301, "dài nhất 300"),
        ("number_pattern", "{org}-{seq}", "đúng một ngày"),
        ("number_pattern", "{yymmdd}-{seq}", "{org}"),
        ("number_pattern", "{org}-{yymmdd}", "{seq}"),
        ("number_pattern", "{org}-{yymmdd}-{seq:04}-{nam}", "không hiểu {nam}"),
        ("number_pattern", "{org}/{yymmdd}/{seq}", "gạch nối"),
        ("number_pattern", "{org}{yymmdd}{seq}", "giữa các phần"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_what_was_typed(administrator, field, value, sentence):
    fields = {**FORM, "code": "H99.25", "name": "Ủy ban nhân dân xã Đồng Mơ", "kind": "commune", "address": "Thôn Giữa"}
    page = send(administrator, "new/", **{**fields, field: value})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in text(page)
    assert 'id="error-title"' in text(page)
    assert "Đồng Mơ" in text(page) or field == "name"


def test_every_complaint_is_told_at_once(administrator):
    page = text(send(administrator, "new/", **{**FORM, "code": "?", "name": "", "kind": "", "phone": "không"}))
    assert all(f'href="#{name}"' in page for name in ("code", "name", "kind", "phone"))


def test_an_example_of_the_number_follows_the_pattern(administrator):
    says = administrator.get(f"{ADDRESS}number/", {"code": "h40.1", "number_pattern": "{org}.{yyyymmdd}.{seq:03}"})
    assert f"H40.1.{clock.now():%Y%m%d}.007" in text(says)
    assert "đúng một ngày" in text(administrator.get(f"{ADDRESS}number/", {"number_pattern": "{org}-{seq}"}))


def test_particulars_change_and_the_code_does_not(administrator, world):
    page = text(administrator.get(f"{ADDRESS}{world.centre}/edit/"))
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    fields = {
        **FORM,
        "code": "H1",
        "name": "Trung tâm mới",
        "kind": "centre",
        "parent_id": world.committee,
        "receives": "1",
    }
    done(send(administrator, f"{world.centre}/edit/", **fields, seen=seen))
    agency = reads.agency(world.centre)
    assert (agency.code, agency.name, agency.short_name) == ("H99.24.01", "Trung tâm mới", "Trung tâm mới")
    assert send(administrator, f"{world.centre}/edit/", **fields, seen=seen).status_code == HTTPStatus.CONFLICT


def test_an_agency_is_not_put_under_itself(administrator, world):
    fields = {**FORM, "name": "Ủy ban", "kind": "commune", "parent_id": world.centre}
    page = send(administrator, f"{world.committee}/edit/", **fields)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "không thể là chính nó" in text(page)


def test_an_ended_appointment_ends_a_live_session_at_once(administrator, world):
    officer = logged_in(world.emails["officer"])
    assert officer.get("/office/inbox/").status_code == HTTPStatus.OK
    (sitter,) = (
        one
        for sheet in establishment.posts(world.committee, on=clock.now().date())
        for one in sheet.sitters
        if one.email == world.emails["officer"]
    )

    done(send(administrator, f"appointments/{sitter.appointment_id}/end/", when="now"))

    assert officer.get("/office/inbox/").status_code == HTTPStatus.FORBIDDEN
    assert officer.get(f"/office/dossiers/{a_dossier(world).code}/").status_code == HTTPStatus.FORBIDDEN
    again = send(administrator, f"appointments/{sitter.appointment_id}/end/", when="now")
    assert again.status_code == HTTPStatus.NOT_FOUND


def test_an_appointment_may_end_after_a_day_and_the_day_is_asked_for(administrator, world):
    (sheet,) = establishment.posts(world.centre, on=clock.now().date())[:1]
    path = f"appointments/{sheet.sitters[0].appointment_id}/end/"
    missing = send(administrator, path, when="later", last_day="")
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    past = send(administrator, path, when="later", last_day=(clock.now().date() - timedelta(days=3)).isoformat())
    assert "sớm nhất" in text(past)
    done(send(administrator, path, when="later", last_day=clock.now().date().isoformat()))
    assert "đến hết" in text(administrator.get(f"{ADDRESS}{world.centre}/"))


def test_the_last_administrator_cannot_be_removed_in_any_way(first):
    today = clock.now().date()
    (agency,) = reads.agencies(on=today)
    (sheet,) = establishment.posts(agency.id, on=today)
    page = send(first, f"appointments/{sheet.sitters[0].appointment_id}/end/", when="now")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "không còn ai quản trị" in text(page)
    page = send(first, f"posts/{sheet.id}/", title="Quản trị", roles=["clerk"], seen=sheet.stamp)
    assert "không còn ai quản trị" in text(page)
    page = send(first, f"people/{sheet.sitters[0].account_id}/lock/")
    assert "chính mình" in text(page)
    assert first.get(ADDRESS).status_code == HTTPStatus.OK


def test_a_person_may_hold_several_posts_and_nobody_the_same_one_twice(administrator, world):
    post = number_in(done(send(administrator, f"{world.committee}/posts/new/", title="Kiêm nhiệm", roles=["clerk"])))
    fields = {"who": "known", "email": world.emails["receptionist"], "start": clock.now().date().isoformat()}
    done(send(administrator, f"posts/{post}/appoint/", **fields))
    assert "Kiêm nhiệm" in text(logged_in(world.emails["receptionist"]).get("/office/inbox/"))
    twice = send(administrator, f"posts/{post}/appoint/", **fields)
    assert twice.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "đã được bổ nhiệm" in text(twice)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"who": "new", "email": "thao"}, "Địa chỉ thư có dạng"),
        ({"who": "new", "email": "moi@tanhoa.example", "name": ""}, "Ghi họ và tên"),
        ({"who": "known", "email": "khong.co@tanhoa.example"}, "Chưa ai có tài khoản"),
        ({"who": "new", "email": "RECEPTIONIST@tanhoa.example", "name": "Mai"}, "đã có tài khoản"),
        ({"who": "new", "email": "moi@tanhoa.example", "name": "Mai", "start": "2020-01-01"}, "sớm nhất là hôm nay"),
    ],
)
def test_an_appointment_that_cannot_be_made_keeps_what_was_typed(administrator, world, fields, sentence):
    post = establishment.posts(world.centre, on=clock.now().date())[0].id
    page = send(administrator, f"posts/{post}/appoint/", **{"start": clock.now().date().isoformat(), **fields})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in text(page)
    assert fields["email"] in text(page)


def test_a_sent_form_shows_its_password_once(administrator, world):
    post = establishment.posts(world.centre, on=clock.now().date())[0].id
    fields = {"who": "new", "email": "moi@tanhoa.example", "name": "Người Mới", "start": clock.now().date().isoformat()}
    assert "mc-ag__secret" in text(send(administrator, f"posts/{post}/appoint/", **fields, idempotency_key="k"))
    again = send(administrator, f"posts/{post}/appoint/", **fields, idempotency_key="k")
    assert again.status_code == HTTPStatus.OK
    assert "mc-ag__secret" not in text(again)


def test_a_locked_account_is_out_at_once_and_a_renewed_password_too(administrator, world):
    account = next(one for one in people.page(on=clock.now().date()).lines if one.email == world.emails["signer"])
    signer = logged_in(account.email)
    done(send(administrator, f"people/{account.account_id}/lock/"))
    assert signer.get("/office/inbox/")["Location"].startswith("/office/dang-nhap/")
    done(send(administrator, f"people/{account.account_id}/unlock/"))
    signer = logged_in(account.email)
    page = send(administrator, f"people/{account.account_id}/password/", forget_factors="1")
    password = re.search(r"mc-ag__secret\">([^<]+)<", text(page))[1]
    assert signer.get("/office/inbox/")["Location"].startswith("/office/dang-nhap/")
    assert logged_in(account.email, password).get("/office/inbox/")["Location"] == "/office/mat-khau/"


def test_a_post_is_closed_only_when_nobody_sits_there(administrator, world):
    sheet = establishment.posts(world.centre, on=clock.now().date())[0]
    page = send(administrator, f"posts/{sheet.id}/close/")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "đang giữ vị trí này" in text(page)
    done(send(administrator, f"appointments/{sheet.sitters[0].appointment_id}/end/", when="now"))
    done(send(administrator, f"posts/{sheet.id}/close/"))
    assert administrator.get(f"{ADDRESS}posts/{sheet.id}/").status_code == HTTPStatus.NOT_FOUND


def test_an_agency_is_closed_only_when_nothing_needs_it(administrator, world):
    page = text(administrator.get(f"{ADDRESS}{world.committee}/close/"))
    assert "2 thủ tục" in page
    assert "Đóng cơ quan</button>" not in page
    assert send(administrator, f"{world.committee}/close/").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    lone = number_in(done(send(administrator, "new/", **FORM, code="H99.30", name="Xã Lẻ", kind="commune")))
    done(send(administrator, f"{lone}/close/"))
    assert administrator.get(f"{ADDRESS}{lone}/").status_code == HTTPStatus.NOT_FOUND
    assert "Xã Lẻ" in text(administrator.get(ADDRESS, {"state": "closed"}))


def test_one_procedure_is_offered_found_by_its_everyday_name_and_stopped(administrator, world):
    page = text(administrator.get(f"{ADDRESS}{world.centre}/offers/new/", {"q": "xác nhận thử"}))
    assert "9.000002" in page
    path = f"{world.centre}/offers/new/?code=9.000002"
    tomorrow = clock.now().date() + timedelta(days=1)
    fields = {"competent_id": world.centre, "process": "test-process", "valid_from": tomorrow.isoformat()}
    wrong = send(administrator, path, **{**fields, "process": "nowhere"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    done(send(administrator, path, **fields))
    lines = offers_reads.of_agency(world.centre, on=clock.now().date(), codes=("9.000002",))
    assert [line.competent_id for line in lines] == [world.committee, world.centre]
    nothing = send(administrator, f"{world.centre}/offers/stop/", day=tomorrow.isoformat())
    assert "Đánh dấu ít nhất một" in text(nothing)
    past = send(administrator, f"{world.centre}/offers/stop/", code=["9.000002"], day="2020-01-01")
    assert past.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    done(send(administrator, f"{world.centre}/offers/stop/", code=["9.000002"], day=tomorrow.isoformat()))
    assert [
        line.valid_to for line in offers_reads.of_agency(world.centre, on=clock.now().date(), codes=("9.000002",))
    ] == [clock.now().date()]


def test_lists_say_when_nothing_matches(administrator):
    assert "Không có cơ quan nào khớp" in text(administrator.get(ADDRESS, {"q": "zzz"}))
    assert "Không có ai khớp" in text(administrator.get(f"{ADDRESS}people/", {"q": "zzz"}))
    assert "UBND" in text(administrator.get(ADDRESS, {"q": "tan hoa"})) or "xã Tân Hòa" in text(
        administrator.get(ADDRESS, {"q": "tan hoa"})
    )
    assert "Chưa có cơ quan nào bị đóng" in text(administrator.get(ADDRESS, {"state": "closed"}))


def test_what_is_not_there_is_not_found(administrator):
    for path in (
        "999999/",
        "999999/edit/",
        "posts/999999/",
        "people/999999/",
        "appointments/999999/end/",
        "999999/offers/",
    ):
        assert administrator.get(f"{ADDRESS}{path}").status_code == HTTPStatus.NOT_FOUND


def test_the_pages_keep_their_budget(administrator, world, queries):
    post = establishment.posts(world.centre, on=clock.now().date())[0]
    account = post.sitters[0].account_id
    for path in (
        "", "new/", "people/", f"people/{account}/", f"{world.centre}/", f"{world.centre}/edit/", f"{world.centre}/close/",
        f"{world.centre}/posts/new/", f"posts/{post.id}/", f"posts/{post.id}/appoint/", "receiving/",
        f"appointments/{post.sitters[0].appointment_id}/end/", f"{world.centre}/offers/",
        f"{world.centre}/offers/many/", f"{world.centre}/offers/new/?code=9.000002",
    ):  # fmt: skip
        with queries(max=10):
            assert administrator.get(f"{ADDRESS}{path}").status_code == HTTPStatus.OK, path


def test_a_role_of_control_characters_is_no_role(administrator, world):
    sent = {"title": "Kiêm nhiệm", "roles": ["\0x"]}
    assert send(administrator, f"{world.centre}/posts/new/", **sent).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_nothing_stops_before_the_calendar_begins(administrator, world):
    answer = send(administrator, f"{world.centre}/offers/stop/", code=["9.000002"], day="0001-01-01")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "ngày/tháng/năm" in text(answer)


def test_a_form_gone_back_to_and_changed_is_another_deed(administrator, world):
    path, key = f"{world.centre}/posts/new/", uuid4().hex
    sent = {"title": "Quầy 8", "roles": ["clerk"], "idempotency_key": key}
    first, again = (done(send(administrator, path, **sent)) for _ in range(2))
    changed = done(send(administrator, path, **{**sent, "title": "Quầy 9"}))
    assert first == again != changed
