"""The calendar desk: its pages, its forms, what it refuses."""

from datetime import date, datetime
from http import HTTPStatus

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import resolve

from motcua.doors.web.ui import errors
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import VIETNAM
from motcua.ground.kernel.errors import Refusal
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.kernel.worktime import DayKind
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.services import organisation, shipped
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity import services as identity

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)
BY = system("test")
ADDRESS = "/office/calendar/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    calendars.forget(unsettled=False)
    yield
    calendars.forget(unsettled=False)


@pytest.fixture
def commune():
    shipped.install()
    return organisation.found("H99.24", "Ủy ban nhân dân xã Tân Hòa", AgencyKind.COMMUNE, by=BY, at=AT)


def someone_of(agency, *roles):
    account = identity.open_account(
        email=f"{'-'.join(roles)}@tanhoa.example", name="Mai Thị Thảo", password="mật khẩu đủ dài để thử", at=AT
    )
    post = organisation.open_post(agency, "Quản trị", roles, by=BY, at=AT)
    organisation.appoint(account, "Mai Thị Thảo", post, by=BY, at=AT)
    (actor,) = reads.actors_of_account(account, on=date(2026, 11, 2))
    return actor


@pytest.fixture
def administrator(commune):
    return someone_of(commune, "administrator")


@pytest.fixture
def head(commune):
    return someone_of(commune, "one_stop_head")


def ask(request, by):
    request.actor = by
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(request.path_info)
    try:
        return view(request, *args, **kwargs)
    except Refusal as no:
        return errors.refusal(request, no)


def get(address, by, **query):
    return ask(RequestFactory().get(address, query), by)


def post(address, by, **fields):
    return ask(RequestFactory().post(address, fields), by)


def text(response):
    return response.content.decode()


def test_a_year_shows_what_is_off_worked_and_proposed(administrator):
    page = text(get(ADDRESS, administrator, year="2026"))
    assert "Tết Nguyên đán" in page
    assert "Làm bù, thay cho thứ Sáu 02/01/2026" in page
    assert "12729/VPCP-KGVX" in page
    assert page.count("<caption>") == 12
    proposed = text(get(ADDRESS, administrator, year="2027"))
    assert "Lịch nghỉ năm 2027 là dự kiến" in proposed
    assert "Xác nhận lịch 2027" in proposed


def test_the_banner_says_that_24_11_is_open(administrator, head):
    assert "Ngày Văn hóa Việt Nam: chưa rõ" in text(get(ADDRESS, administrator))
    assert "Ghi quyết định về ngày" not in text(get(ADDRESS, head))


def test_a_day_is_written_with_its_decision_and_shown(administrator, commune):
    fields = {
        "agency": commune, "on": "2026-11-09", "kind": "closed", "note": "Nghỉ tránh bão", "decision_no": "12/CĐ",
        "active": "1", "seen": "0", "idempotency_key": "k",
    }  # fmt: skip
    response = post(f"{ADDRESS}day/", administrator, **fields)
    assert response.status_code == HTTPStatus.SEE_OTHER
    assert response["Location"] == f"{ADDRESS}?agency={commune}&year=2026"
    assert "Nghỉ tránh bão" in text(get(ADDRESS, administrator, agency=commune, year="2026"))
    edit = text(get(f"{ADDRESS}day/", administrator, agency=commune, on="2026-11-09"))
    assert 'name="seen" value="1"' in edit
    assert "Bỏ khỏi lịch" in edit
    gone = post(
        f"{ADDRESS}day/remove/", administrator, agency=commune, on="2026-11-09", decision_no="13/CĐ", seen="1",
        idempotency_key="k2",
    )  # fmt: skip
    assert gone.status_code == HTTPStatus.SEE_OTHER
    assert not [row for row in calendars.days(commune, year=2026) if row.agency_id]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decision_no": ""}, "Ghi số văn bản"),
        ({"hours": "sáng"}, "Ghi giờ theo mẫu"),
        ({"hours": "25:00-26:00"}, "Ghi giờ theo mẫu"),
        ({"hours": "13:00-11:00", "kind": "half_day"}, "tăng dần"),
        ({"kind": "half_day"}, "nửa ngày"),
        ({"on": "31/11/2026"}, ""),
        ({"kind": "party"}, ""),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_what_was_typed(administrator, commune, wrong, sentence):
    fields = {"agency": commune, "on": "2026-11-09", "kind": "closed", "note": "Bão số 13", "decision_no": "12/CĐ"}
    response = post(f"{ADDRESS}day/", administrator, **{**fields, **wrong})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Bão số 13" in text(response)
    assert sentence in text(response)
    assert 'id="error-title"' in text(response)


def test_a_stale_edit_is_told(administrator, commune):
    fields = {"agency": commune, "on": "2026-11-09", "kind": "closed", "decision_no": "1", "active": "1", "seen": "0"}
    post(f"{ADDRESS}day/", administrator, **fields)
    assert post(f"{ADDRESS}day/", administrator, **fields).status_code == HTTPStatus.CONFLICT


def test_hours_of_the_week_as_people_write_them(head, commune):
    week = {f"day_{number}": "7h30 – 11h30; 13h30 - 17h00" for number in range(5)} | {"day_5": "07:30-11:30"}
    fields = {**week, "agency": commune, "uncounted": "5", "valid_from": "2026-11-09", "decision_no": "7/QĐ"}
    assert post(f"{ADDRESS}hours/", head, **fields).status_code == HTTPStatus.SEE_OTHER
    saturday = calendars.week(commune, on=date(2026, 11, 9))[5]
    assert (len(saturday.hours), saturday.counted) == (1, False)
    assert 'value="07:30-11:30, 13:30-17:00"' in text(get(f"{ADDRESS}hours/", head, agency=commune))
    wrong = post(f"{ADDRESS}hours/", head, **{**fields, "day_2": "17:00-07:30", "decision_no": "8/QĐ"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'href="#day_2"' in text(wrong)


def test_2027_is_confirmed_and_2028_proposed_from_the_page(administrator):
    refused = post(f"{ADDRESS}confirm/", administrator, year="2027", decision_no="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(f"{ADDRESS}confirm/", administrator, year="2027", decision_no="100/TB-BNV")
    assert "là dự kiến" not in text(get(ADDRESS, administrator, year="2027"))
    assert "Chưa có lịch nghỉ năm 2028" in text(get(ADDRESS, administrator, year="2028"))
    post(f"{ADDRESS}propose/", administrator, year="2028")
    assert 2028 in calendars.unconfirmed_years()


def test_the_nation_s_calendar_is_read_only_to_who_may_not_change_it(head):
    page = text(get(f"{ADDRESS}day/", head, on="2026-11-24"))
    assert "không sửa được" in page
    assert "<select" not in page
    denied = post(f"{ADDRESS}day/", head, on="2026-11-24", kind=DayKind.HOLIDAY, decision_no="1", active="1")
    assert denied.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("by", [None, Actor(kind=ActorKind.CITIZEN)])
def test_nobody_else_reads_it(by, commune):
    if by is None:
        assert get(ADDRESS, by).status_code == HTTPStatus.FORBIDDEN
    else:
        fields = {"on": "2026-11-24", "kind": "closed", "decision_no": "1"}
        assert post(f"{ADDRESS}day/", by, **fields).status_code == HTTPStatus.FORBIDDEN


def test_an_unknown_unit_is_not_found(administrator):
    assert get(ADDRESS, administrator, agency="999999").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("year", ["", "abc", "-1", "99999", "²"])
def test_a_strange_year_shows_this_one(administrator, year):
    assert get(ADDRESS, administrator, year=year).status_code == HTTPStatus.OK


def test_the_page_keeps_its_budget(administrator, commune, queries):
    with queries(max=16):
        get(ADDRESS, administrator, agency=commune)


@pytest.mark.parametrize("year", ["9" * 5000, "9" * 25, "-1", "x", "1999"])
def test_a_year_that_cannot_be_shows_this_one(administrator, year):
    assert f"{clock.now().year}" in text(get(ADDRESS, administrator, year=year))


def test_a_weekday_that_cannot_be_is_refused_in_the_form(administrator):
    sent = {"valid_from": "2026-12-01", "decision_no": "7/QĐ", "uncounted": ["", "45", "5"]}
    assert post(f"{ADDRESS}hours/", administrator, **sent).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
