from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from motcua.doors.web.ui import errors
from motcua.doors.web.ui.middleware import RefusalMiddleware
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Refusal, Stale

FRAME = SimpleNamespace(
    agency="Xã Tân Hòa",
    person="Đoàn Thanh Tùng",
    post="Công chức",
    navs=(),
    posts=(),
    links=(),
    leave_address="/office/",
)


def answer(exception, path="/office/x/", **more):
    request = RequestFactory().post(path, {"ten": "Lý Thị Quỳnh", "password": "bí mật"}, **more)
    request.frame = FRAME
    request._messages = []
    return RefusalMiddleware(lambda _request: None).process_exception(request, exception)


@pytest.mark.parametrize("front", ["/office/x/", "/x/"])
@pytest.mark.parametrize(
    ("refusal", "status"), [(Refusal, 422), (Invalid, 422), (NotAllowed, 403), (NotFound, 404), (Stale, 409)]
)
def test_a_refusal_becomes_a_page_with_its_sentence_and_source(refusal, status, front):
    response = answer(refusal("Chưa có bản gốc.", source="118/2025/NĐ-CP, Điều 17"), front)
    text = response.content.decode()
    assert response.status_code == status
    assert "Chưa có bản gốc." in text
    assert "118/2025/NĐ-CP, Điều 17" in text
    assert text.count("<h1") == 1


def test_htmx_gets_a_notice_in_its_place():
    response = answer(Stale("Người khác vừa sửa."), headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#loi"
    assert "<html" not in response.content.decode()


def test_what_was_typed_is_not_lost_and_secrets_are_not_shown():
    text = answer(Refusal("Không được.")).content.decode()
    assert "Lý Thị Quỳnh" in text
    assert "bí mật" not in text


def test_the_api_answers_for_itself():
    assert answer(Refusal("Không."), "/api/v1/x") is None


def test_a_fault_of_ours_is_left_to_django():
    assert answer(ZeroDivisionError()) is None


def test_a_database_that_is_away_is_said_to_be_so():
    response = answer(OperationalError("connection refused"))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "connection refused" not in response.content.decode()


@pytest.mark.parametrize(
    "view", [errors.bad_request, errors.forbidden, errors.not_found, errors.server_error, errors.csrf_failure]
)
@pytest.mark.parametrize("front", ["/office/x/", "/x/"])
def test_every_page_that_says_no_renders_on_both_fronts(view, front):
    request = RequestFactory().get(front)
    request._messages = []
    assert view(request).content.decode().count("<h1") == 1


@pytest.mark.parametrize("path", ["/thu-tuc/%00/", "/niem-yet/a%00b/", "/office/dossiers/%00/", "/%00"])
def test_an_address_that_cannot_be_asked_for_is_not_found(client, path):
    assert client.get(path).status_code == 404
