"""Notices of the post one works from, the number on the bell; the administrator's list of messages that did not arrive."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel.actors import system
from motcua.ground.notifications import ports
from motcua.ground.notifications.models import Message
from motcua.ground.notifications.ports import Answer
from motcua.ground.notifications.queries import messages as queries
from motcua.ground.notifications.queries import notices
from motcua.ground.notifications.rules import retries
from motcua.ground.notifications.rules.messages import Recipient, Said
from motcua.ground.notifications.services import delivery, sending
from motcua.ground.notifications.vocabulary import Channel, Fault, Outcome, State, Urgency
from motcua.people.identity.models import Account
from tests.factories.world import MORNING, a_dossier, an_officer

from .conftest import forms, text

pytestmark = pytest.mark.django_db
LIST, READ, ALL = "/office/notices/", "/office/notices/read/", "/office/notices/read-all/"
MESSAGES, RESEND = "/office/notices/messages/", "/office/notices/messages/resend/"
BY = system("test")


@pytest.fixture
def tell(world):
    def speak(number=1, *, who="officer", urgency=Urgency.NORMAL, subject="dossier:1", title="", body="Hẹn trả 17:00."):
        return sending.notify_post(
            f"post:{getattr(world, who).post_id}",
            Said(kind="test", title=title or f"Việc số {number}", text=body),
            subject=subject,
            urgency=urgency,
            by=BY,
            at=MORNING - timedelta(minutes=200 - number),
            key=f"n:{number}",
        )

    return speak


def bell(answer):
    found = re.search(r'class="mc-bell".*?</a>', text(answer), re.DOTALL)[0]
    number = re.search(r"<b>([^<]+)", found)
    return number[1] if number else ""


def titles(answer):
    return re.findall(r"Việc số \d+(?=<span class=\"mc-vh\">, mở)", text(answer))


def test_unread_ones_stand_first_and_lead_to_what_they_are_about(world, officer, tell):
    code = a_dossier(world).code
    subject = f"dossier:{Dossier.objects.get().pk}"
    old, urgent, read = tell(1, subject=subject), tell(2, urgency=Urgency.URGENT, subject=subject), tell(3)
    assert officer.post(READ, {"pick": read}).status_code == 303
    page = officer.get(LIST)
    assert titles(page) == ["Việc số 2", "Việc số 1", "Việc số 3"]
    assert bell(page) == "2"
    answer = officer.post(f"{LIST}{urgent}/open/")
    assert (answer.status_code, answer["Location"]) == (303, f"/office/dossiers/{code}/")
    assert bell(officer.get("/office/inbox/")) == "1"
    officer.post(ALL, {"until": old})
    assert bell(officer.get(LIST)) == ""


def test_every_form_of_the_page_leads_somewhere(world, officer, tell):
    tell()
    page = officer.get(LIST)
    assert READ in forms(page)
    assert set(re.findall(r'formaction="([^"]+)"', text(page))) == {ALL, f"{LIST}{Message.objects.get().pk}/open/"}


def test_reading_all_leaves_what_came_meanwhile(world, officer, tell):
    tell(1)
    until = re.search(r'name="until" value="(\d+)"', text(officer.get(LIST)))[1]
    tell(2)
    answer = officer.post(ALL, {"until": until})
    assert answer.status_code == 303
    page = officer.get(answer["Location"])
    assert "Đã đánh dấu 1 thông báo là đã đọc." in text(page)
    assert bell(page) == "1"


def test_a_post_sees_its_own_notices_only(world, officer, at_desk, tell):
    one = tell()
    other = at_desk("second_officer")
    assert "Việc số 1" not in text(other.get(LIST))
    assert bell(other.get(LIST)) == ""
    assert other.post(READ, {"pick": one}).status_code == 404
    assert other.post(f"{LIST}{one}/open/").status_code == 404
    other.post(ALL, {"until": one})
    assert bell(officer.get(LIST)) == "1"


def test_the_empty_list_reassures(world, officer):
    page = text(officer.get(LIST))
    assert "Chưa có thông báo nào" in page
    assert "Đánh dấu tất cả đã đọc" not in page


def test_a_long_list_has_pages(world, officer, tell):
    for number in range(103):
        tell(number)
    page, seen = officer.get(LIST), []
    assert bell(page) == "99+"
    assert "Hơn 99 chưa đọc" in text(page)
    while True:
        seen += titles(page)
        following = re.search(r'href="([^"]+)" rel="next"', text(page))
        if not following:
            break
        page = officer.get(unescape(following[1]))
    assert (len(seen), len(set(seen))) == (103, 103)
    assert "Không còn thông báo nào nữa" in text(officer.get(f"{LIST}?sau=2~0"))


def test_marking_on_the_second_page_comes_back_to_it(world, officer, tell):
    for number in range(53):
        tell(number)
    after = notices.of_post(world.officer.post_id).after
    answer = officer.post(READ, {"pick": Message.objects.order_by("pk").first().pk, "sau": after})
    assert answer["Location"] == f"{LIST}?sau={after}"


@pytest.mark.parametrize("query", ["sau=x", "sau=%00", "sau=9~9", "sau=1~99999999999999999999", "sau=1~1%27--"])
def test_no_address_breaks_the_page(world, officer, tell, query):
    tell()
    assert titles(officer.get(f"{LIST}?{query}")) == ["Việc số 1"]


@pytest.mark.parametrize("sent", [{}, {"pick": "x"}, {"pick": "-1"}, {"pick": "9" * 30}, {"until": "x"}])
def test_a_form_without_sense_is_refused_politely(world, officer, sent):
    for address in (READ, ALL):
        answer = officer.post(address, sent)
        assert answer.status_code in (404, 422)
        assert "<h1" in text(answer)


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_a_notice_that_is_not_there_is_not_found(world, officer, number):
    assert officer.post(f"{LIST}{number}/open/").status_code == 404


def test_reloading_an_address_that_only_takes_forms_leads_to_the_list(world, officer):
    assert officer.get(READ)["Location"] == LIST
    assert officer.get(ALL)["Location"] == LIST


def test_what_has_no_page_is_not_offered_as_one(world, officer, tell):
    one = tell(subject="post:7")
    page = officer.get(LIST)
    assert f"{LIST}{one}/open/" not in text(page)
    assert "Việc số 1" in text(page)
    assert officer.post(f"{LIST}{one}/open/")["Location"] == LIST
    gone = tell(2, subject="dossier:999999")
    assert officer.post(f"{LIST}{gone}/open/").status_code == 404


def test_words_are_words(world, officer, tell):
    tell(title="<script>alert(1)</script>", body="<b>đậm</b>")
    page = text(officer.get(LIST))
    assert "<script>alert" not in page
    assert "<b>đậm" not in page


def test_the_bell_costs_no_statement_and_the_list_one(world, officer, tell, queries):
    officer.get(LIST)
    with queries(max=3):
        officer.get("/office/tuy-chon/")
    for number in range(60):
        tell(number)
    with queries(max=3):
        assert bell(officer.get("/office/tuy-chon/")) == "60"
    with queries(max=4):
        officer.get(LIST)


class Carrier:
    def fit(self, said):
        return said

    def send(self, message):
        return Answer(outcome=Outcome.LATER, fault=Fault.UNREACHABLE, said="không trả lời")


@pytest.fixture
def administrator(world):
    _, email = an_officer("Quản Trị", world.centre, "Quản trị", ["administrator"], "quantri")
    client = Client()
    client.force_login(Account.objects.get(email=email))
    return client


@pytest.fixture
def parked(world, monkeypatch):
    """Return a function that gives up on a message to the mother, after all its attempts."""
    monkeypatch.setattr(ports, "_senders", {Channel.SMS: Carrier()})

    def give_up(number=1, phone="0912345678", channel=Channel.SMS):
        (one,) = sending.send(
            Recipient(ref=f"party:{number}", phone=phone, email="anh@tanhoa.example"),
            Said(kind="test", title=f"Tin số {number}", text="Mời bà Ánh Nguyệt đến lấy."),
            subject="dossier:1",
            channels=[channel],
            by=BY,
            at=MORNING,
            key=f"m:{number}",
        )
        while (row := Message.objects.get(pk=one)).state == State.QUEUED:
            delivery.deliver(one, at=row.due_at)
        return one

    return give_up


def test_what_was_given_up_is_listed_without_its_text_and_whole_address(administrator, parked):
    one = parked()
    page = text(administrator.get(MESSAGES))
    assert "Tin số 1" in page
    assert State.PARKED.label in page
    assert Fault.UNREACHABLE.label in page
    assert "5678" in page
    assert "84912345678" not in page
    assert "Ánh Nguyệt" not in page
    log = text(administrator.get(f"{MESSAGES}{one}/"))
    assert log.count("không trả lời") == retries.MOST_ATTEMPTS
    assert "Ánh Nguyệt" not in log
    assert "84912345678" not in log


def test_the_button_sends_again_once_however_often_it_is_pressed(administrator, parked):
    one, key = parked(), uuid4().hex
    for _ in range(2):
        answer = administrator.post(RESEND, {"pick": one, "idempotency_key": key})
        assert (answer.status_code, answer["Location"]) == (303, MESSAGES)
    assert "Đã đưa 1 tin vào hàng chờ gửi lại." in text(administrator.get(MESSAGES))
    assert queries.message(one).state is State.QUEUED
    answer = administrator.post(RESEND, {"pick": one, "idempotency_key": uuid4().hex})
    assert "đang chờ gửi hoặc đã gửi rồi" in text(administrator.get(answer["Location"]))


def test_all_of_a_page_go_again_but_those_that_cannot(administrator, parked):
    able, unable = [parked(1), parked(2)], [parked(3, phone="112"), parked(4, channel=Channel.EMAIL)]
    page = administrator.get(MESSAGES)
    listed = re.findall(r'name="listed" value="(\d+)"', text(page))
    assert sorted(map(int, listed)) == able
    assert "Báo bằng cách khác" in text(page)
    assert "Chờ có kênh gửi" in text(page)
    administrator.post(RESEND, {"all": "1", "listed": [*listed, *unable], "idempotency_key": uuid4().hex})
    assert {queries.message(one).state for one in able} == {State.QUEUED}
    assert [queries.message(one).state for one in unable] == [State.FAILED, State.NO_CHANNEL]
    assert text(administrator.get(MESSAGES)).count("1 tin chưa gửi lại được:") == 2, "each reason is told apart"


def test_a_channel_that_nobody_set_up_is_said(administrator, monkeypatch):
    monkeypatch.setattr(ports, "_senders", {})
    page = text(administrator.get(MESSAGES))
    assert "Chưa có kênh gửi: tin nhắn điện thoại, thư điện tử." in page
    assert "MOTCUA_SMS_URL" in page
    assert "Không có tin nào chờ xem lại" in page


def test_groups_count_what_they_hold(administrator, parked):
    parked(1), parked(2, phone="112")
    page = text(administrator.get(f"{MESSAGES}?nhom=failed"))
    assert re.search(r"Tất cả <b>2</b>", page)
    assert re.search(rf"{State.PARKED.label} <b>1</b>", page)
    assert "Tin số 2" in page
    assert "Tin số 1" not in page


def test_a_long_list_of_messages_has_pages(administrator, parked):
    for number in range(52):
        parked(number, phone="112")
    page = text(administrator.get(MESSAGES))
    following = unescape(re.search(r'href="([^"]+)" rel="next"', page)[1])
    assert len(re.findall(r">Tin số \d+</a>", page)) == 50
    assert len(re.findall(r">Tin số \d+</a>", text(administrator.get(following)))) == 2


@pytest.mark.parametrize("query", ["nhom=x", "sau=x", "nhom=queued", "sau=99999999999999999999", "nhom=%00"])
def test_no_address_breaks_the_list_of_messages(administrator, parked, query):
    parked()
    assert ">Tin số 1</a>" in text(administrator.get(f"{MESSAGES}?{query}"))


@pytest.mark.parametrize("sent", [{}, {"pick": "x"}, {"all": "1"}])
def test_nothing_picked_is_said(administrator, sent):
    answer = administrator.post(RESEND, sent)
    assert answer.status_code == 422
    assert "Chưa chọn tin nào" in text(answer)


def test_only_an_administrator_sees_and_sends_messages(world, officer, counter, parked):
    one = parked()
    for client in (officer, counter):
        assert client.get(MESSAGES).status_code == 403
        assert client.get(f"{MESSAGES}{one}/").status_code == 403
        assert client.post(RESEND, {"pick": one}).status_code == 403
        assert MESSAGES not in text(client.get(LIST))
    assert queries.message(one).state is State.PARKED


def test_a_notice_is_no_message(administrator, tell):
    assert administrator.get(f"{MESSAGES}{tell()}/").status_code == 404
    assert administrator.get(f"{MESSAGES}{'9' * 30}/").status_code == 404


def test_the_administrators_pages_keep_their_budget(administrator, parked, queries):
    for number in range(5):
        one = parked(number)
    administrator.get(MESSAGES)
    for address, most in ((MESSAGES, 5), (f"{MESSAGES}{one}/", 6)):
        with queries(max=most):
            administrator.get(address)
