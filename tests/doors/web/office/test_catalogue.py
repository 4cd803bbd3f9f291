"""The catalogue desk: list, sheet, correction, publication; every form answers in full and keeps what was typed."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from motcua.casework.procedures.queries import catalogue, review
from motcua.casework.procedures.services import imports
from motcua.casework.procedures.vocabulary import LimitUnit, VersionState
from motcua.doors.web.office.catalogue import views
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.ground.kernel.vocabulary import ActorKind

pytestmark = [pytest.mark.django_db, pytest.mark.urls("motcua.config.urls_office")]

AT = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
REVIEWER = system("test")
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def draft(code="9.000001", rows="Trực tiếp1Miễn phí", **more):
    record = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Cấp thẻ <b>thử</b>",
        "trinh_tu_thuc_hien": "Nộp.",
        "cach_thuc_thuc_hien": HEADER + rows,
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính",
        **more,
    }
    imports.import_records([record], by=REVIEWER, at=AT)
    return review.newest(code)


def ask(view, *args, actor=REVIEWER, get=None, post=None):
    factory = RequestFactory()
    request = factory.post("/office/catalogue/", post) if post is not None else factory.get("/office/catalogue/", get)
    request.actor = actor
    request.session = {}
    request._messages = FallbackStorage(request)
    return view(request, *args)


def text(response):
    return response.content.decode()


def test_the_list_shows_drafts_with_their_open_flags():
    draft()
    draft("9.000002", "Trực tiếp2 NgàyMiễn phí")

    page = text(ask(views.drafts))

    assert "9.000001" in page
    assert "9.000002" in page
    assert "1 chỗ" in page
    assert "&lt;b&gt;thử" in page


def test_the_list_keeps_its_filters_and_survives_nonsense():
    draft()

    page = text(ask(views.drafts, get={"state": "?", "page": "x", "flags": "none", "q": "thẻ"}))

    assert "9.000001" not in page
    assert 'value="thẻ"' in page


def test_the_sheet_shows_flags_with_the_words_of_the_source():
    page = text(ask(views.version, draft()))

    assert "Trực tiếp1Miễn phí" in page
    assert "Thời hạn, dòng 1 (Trực tiếp)" in page
    assert "Sửa thời hạn dòng 1" in page


def test_the_sheet_of_a_new_version_sets_old_beside_new():
    first = draft(rows="Trực tiếp2 NgàyMiễn phí")
    ask(views.publish, first, post={"number": "1/QĐ", "on": "2026-08-01"})
    second = draft(rows="Trực tiếp3 NgàyMiễn phí")

    page = text(ask(views.version, second))

    assert re.search(r"<del>Trực tiếp: 2 ngày.*</del>", page)
    assert re.search(r"<ins>Trực tiếp: 3 ngày.*</ins>", page)


def test_a_limit_is_put_right_in_a_form():
    version = draft()

    answer = ask(views.row, version, 0, post={"cell": "limit", "value": "1", "unit": "working_day"})

    assert answer.status_code == 303
    limit = catalogue.by_id(version).content.terms[0].limit
    assert (limit.value, limit.unit) == (1, LimitUnit.WORKING_DAY)
    assert review.sheet(version, on=AT.date()).flags[0].corrected


def test_a_limit_without_number_is_asked_again_and_nothing_is_lost():
    answer = ask(views.row, draft(), 0, post={"cell": "limit", "value": "x", "unit": "day"})

    assert answer.status_code == 422
    assert "Ghi số nguyên" in text(answer)
    assert 'value="x"' in text(answer)


def test_fees_are_put_right_in_a_form():
    version = draft(rows="Trực tiếp2 Ngày20 VNĐ(20.000 đồng/lần)")
    lines = {"fee-0-amount": "20.000 đ", "fee-0-kind": "charge", "fee-0-per": "lần", "fee-1-local": "1"}

    answer = ask(views.row, version, 0, post={"cell": "fees", "count": "3", **lines})

    assert answer.status_code == 303
    fees = catalogue.by_id(version).content.terms[0].fees
    assert [(fee.amount_vnd, fee.per, fee.local) for fee in fees] == [(20_000, "lần", False), (None, "", True)]


def test_a_fee_that_is_no_number_is_asked_again():
    answer = ask(views.row, draft(), 0, post={"cell": "fees", "count": "1", "fee-0-amount": "hai mươi"})

    assert answer.status_code == 422
    assert 'value="hai mươi"' in text(answer)


def test_flags_are_settled_from_the_sheet():
    version = draft()
    flag = review.flags_of(version)[0].id

    assert ask(views.settle, version, post={}).status_code == 422
    assert ask(views.settle, version, post={"flag": [str(flag), "x"]}).status_code == 303
    assert review.flags_of(version)[0].settled_at


def test_publishing_asks_for_number_and_date_and_for_a_look_at_the_flags():
    version = draft()

    empty = ask(views.publish, version, post={})
    held = ask(views.publish, version, post={"number": "1/QĐ", "on": "2026-08-01"})
    done = ask(views.publish, version, post={"number": "1/QĐ", "on": "2026-08-01", "with_flags": "1"})

    assert (empty.status_code, held.status_code, done.status_code) == (422, 422, 303)
    assert "Ghi số quyết định" in text(empty)
    assert "1 chỗ chưa đọc chắc chắn" in text(held)
    assert 'value="1/QĐ"' in text(held)
    assert catalogue.by_id(version).state is VersionState.PUBLISHED


def test_a_publication_keeps_what_the_service_index_asks_of_its_decision_and_may_leave_it_out():
    first, second = draft(rows="Trực tiếp2 NgàyMiễn phí"), draft("9.000002", rows="Trực tiếp2 NgàyMiễn phí")
    said = {"number": "1/QĐ", "on": "2026-08-01"}
    typo = ask(views.publish, first, post=said | {"basis_on": "hôm qua"})
    assert typo.status_code == 422
    assert 'id="basis_on-error"' in text(typo)
    ask(views.publish, first, post=said | {"basis_on": "2026-08-15", "online_whole": "true"})
    ask(views.publish, second, post=said)
    one, two = catalogue.by_id(first), catalogue.by_id(second)
    assert (one.basis_on, one.online_whole) == (date(2026, 8, 15), True)
    assert (two.basis_on, two.online_whole) == (None, None)


def test_several_drafts_are_published_under_one_decision():
    draft(rows="Trực tiếp2 NgàyMiễn phí")
    draft("9.000002")
    chosen = {"code": ["9.000001", "9.000002"], "number": "1/QĐ", "on": "2026-08-01"}

    assert ask(views.publish_many, post=chosen | {"code": []}).status_code == 422
    assert ask(views.publish_many, post=chosen).status_code == 303
    assert catalogue.in_force("9.000001", on=AT.date())
    assert catalogue.in_force("9.000002", on=AT.date()) is None


def test_a_published_version_can_be_withdrawn():
    version = draft(rows="Trực tiếp2 NgàyMiễn phí")
    ask(views.publish, version, post={"number": "1/QĐ", "on": "2026-08-01"})

    early = ask(views.withdraw, version, post={"number": "2/QĐ", "on": "2026-08-01"})
    done = ask(views.withdraw, version, post={"number": "2/QĐ", "on": "2026-08-10"})

    assert (early.status_code, done.status_code) == (422, 303)
    assert catalogue.by_id(version).state is VersionState.WITHDRAWN


def test_a_draft_is_discarded_after_a_question():
    version = draft()

    assert "Giữ lại" in text(ask(views.discard, version))
    assert ask(views.discard, version, post={}).status_code == 303
    assert catalogue.by_id(version).state is VersionState.REJECTED


@pytest.mark.parametrize(
    "actor", [None, Actor(kind=ActorKind.CITIZEN), Actor(kind=ActorKind.STAFF, staff_id=1, post_id=1)]
)
def test_nobody_else_gets_in(actor):
    version = draft()

    for view, args, post in (
        (views.drafts, (), None),
        (views.version, (version,), None),
        (views.row, (version, 0), None),
        (views.publish, (version,), {}),
        (views.discard, (version,), {}),
    ):
        with pytest.raises(NotAllowed):
            ask(view, *args, actor=actor, post=post)


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        ask(views.version, 10**9)
    with pytest.raises(NotFound):
        ask(views.row, draft(), 99)


def test_the_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    for number in range(10):
        draft(f"9.{number:06d}")

    with django_assert_max_num_queries(8):
        ask(views.drafts)


def test_no_decision_applies_before_the_calendar_begins():
    version = draft()

    drafted = ask(views.publish, version, post={"number": "1/QĐ", "on": "0001-01-01"})
    ask(views.publish, version, post={"number": "1/QĐ", "on": "2026-08-01"})
    published = ask(views.withdraw, version, post={"number": "2/QĐ", "on": "0001-01-01"})

    assert (drafted.status_code, published.status_code) == (422, 422)
