"""Results: found by code, scan or telephone, and put into the right hand."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from motcua.casework.dossiers.models import Dossier, Handover
from motcua.casework.dossiers.queries import uncollected
from motcua.casework.dossiers.services import clockwork, processing, results
from tests.factories.world import MORNING, a_dossier

from .conftest import complaints, text, value_of

pytestmark = pytest.mark.django_db
HAND = {"recipient": "Nguyễn Thị Ánh Nguyệt", "identity_check": "card", "id_last4": "4417", "method": "counter"}


def finished(world, **more) -> str:
    code = a_dossier(world, **more).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, number="15/XN-UBND", by=world.signer, at=MORNING)
    processing.complete(code, "sign", by=world.signer, at=MORNING + timedelta(hours=1))
    return code


@pytest.fixture
def code(world) -> str:
    return finished(world)


def give(client, code, **more):
    return client.post(f"/office/results/{code}/", {"idempotency_key": uuid4().hex, **HAND, **more})


def test_what_waits_is_listed(world, counter, code):
    page = text(counter.get("/office/results/"))
    assert code in page
    assert "Xong, sớm" in page


@pytest.mark.parametrize("typed", ["{code}", "ma={code};tt=x;dd=********4417", "0912 345 678", "036179004417"])
def test_a_code_a_scan_or_a_number_opens_the_hand_over(world, counter, code, typed):
    answer = counter.get("/office/results/", {"q": typed.format(code=code)})
    assert answer["Location"] == f"/office/results/{code}/"


def test_a_dossier_that_is_not_done_is_named_with_its_due_time(world, counter):
    code = a_dossier(world).code
    page = text(counter.get("/office/results/", {"q": code}))
    assert "Chưa có kết quả" in page
    assert "26/11" in page


def test_two_results_of_one_telephone_are_offered_both(world, counter, code):
    other = finished(world)
    page = text(counter.get("/office/results/", {"q": "0912345678"}))
    assert code in page
    assert other in page


def test_the_result_reaches_the_hand_and_the_rating_is_offered(world, counter, code):
    answer = give(counter, code)
    assert answer["Location"] == f"/office/results/{code}/xong/"
    assert Dossier.objects.get().status == "returned"
    given = Handover.objects.get()
    assert (given.recipient, given.identity_check, given.id_last4) == ("Nguyễn Thị Ánh Nguyệt", "card", "4417")
    page = text(counter.get(answer["Location"]))
    assert f"/tra-cuu/?ma={code}" in page
    assert "<svg" in page
    assert "Xong, sớm" in page


def test_everything_missing_is_said_at_once_and_kept(world, counter, code):
    answer = give(counter, code, recipient=" ", id_last4="12", identity_check="mandate", relation="")
    assert answer.status_code == 422
    assert set(complaints(answer)) == {"recipient", "id_last4", "relation"}
    assert value_of(answer, "id_last4") == "12"
    assert not Handover.objects.exists()


def test_a_receipt_alone_is_a_check_too(world, counter, code):
    assert give(counter, code, identity_check="receipt", id_last4="").status_code == 303


def test_handing_over_twice_is_one_hand_over(world, counter, code):
    sent = {"idempotency_key": "one", **HAND}
    for _ in range(2):
        assert counter.post(f"/office/results/{code}/", sent).status_code == 303
    assert Handover.objects.count() == 1
    assert give(counter, code).status_code in (409, 422)
    assert counter.get(f"/office/results/{code}/")["Location"] == f"/office/results/{code}/xong/"


@pytest.mark.parametrize("who", ["officer", "leader", "signer", "stranger"])
def test_only_the_counter_gives_results(world, at_desk, code, who):
    client = at_desk(who)
    assert client.get("/office/results/").status_code == 403
    assert give(client, code).status_code == 403
    assert "/office/results/" not in text(client.get("/office/inbox/"))


def test_without_a_result_there_is_no_button(world, counter):
    code = a_dossier(world).code
    page = text(counter.get(f"/office/results/{code}/"))
    assert "chưa có kết quả để trả" in page
    assert "Đã trả kết quả" not in page
    assert give(counter, code).status_code == 422


def test_a_late_result_says_so(world, counter, frozen):
    code = a_dossier(world).code
    late = MORNING + timedelta(days=12)
    processing.complete(code, "forward", by=world.officer, at=late)
    results.attach(code, number="1", by=world.signer, at=late)
    processing.complete(code, "sign", by=world.signer, at=late)
    frozen(late)
    assert "Xong, trễ" in text(counter.get(f"/office/results/{code}/"))


def test_names_are_words(world, counter, code):
    answer = give(counter, code, recipient="<script>alert(1)</script>")
    assert "<script>alert" not in text(counter.get(answer["Location"]))


@pytest.mark.parametrize("typed", ["", "ma=", "%", "\x00", "'", "ô" * 2000])
def test_no_search_breaks(world, counter, typed):
    assert counter.get("/office/results/", {"q": typed}).status_code == 200


def test_a_nonsense_page_is_the_first(world, counter, code):
    assert code in text(counter.get("/office/results/", {"sau": "x&nhom=unit"}))


def test_the_list_costs_the_same_for_one_and_for_many(world, counter, code, queries):
    counter.get("/office/results/")
    with queries(max=5):
        counter.get("/office/results/")
    finished(world)
    with queries(max=5):
        counter.get("/office/results/")


def views(page):
    """Return {name of a list: how many it holds} as the page says."""
    found = re.findall(r"<li[^>]*><a href=\"(/office/results/[^\"]*)\"[^>]*>([^<]+) <b>(\d+)</b>", page)
    return {name: (address, int(number)) for address, name, number in found}


def test_the_desk_says_how_long_each_result_waits_and_marks_and_counts_the_long_ones(world, counter, code, frozen):
    fresh = finished(world)
    frozen(MORNING + timedelta(days=6))
    assert views(text(counter.get("/office/results/")))["Chưa đến nhận, từ 7 ngày"] == ("/office/results/?cho=lau", 0)
    Dossier.objects.filter(code=fresh).update(completed_at=MORNING + timedelta(days=5))
    frozen(MORNING + timedelta(days=7))
    page = text(counter.get("/office/results/"))
    assert {name: number for name, (_, number) in views(page).items()} == {"Tất cả": 2, "Chưa đến nhận, từ 7 ngày": 1}
    assert page.index(code) < page.index(fresh)
    assert re.search(rf"{code}.*?mc-warn\">7 ngày", page, re.DOTALL)
    assert re.search(rf"{fresh}(?!.*mc-warn).*2 ngày", page, re.DOTALL)
    long = text(counter.get("/office/results/?cho=lau"))
    assert code in long
    assert fresh not in long


def test_no_long_wait_is_an_empty_list_with_a_way_back(counter, code):
    page = text(counter.get("/office/results/?cho=lau"))
    assert code not in page
    assert "Không có kết quả nào chờ lâu" in page
    assert 'href="/office/results/">Xem mọi kết quả' in page


def test_the_page_after_keeps_the_list_that_is_open(world, counter, code, frozen, monkeypatch):
    monkeypatch.setattr(uncollected, "PAGE", 1)
    other = finished(world)
    frozen(MORNING + timedelta(days=9))
    first = text(counter.get("/office/results/?cho=lau"))
    following = re.search(r"href=\"([^\"]*)\" rel=\"next\"", unescape(first))[1]
    second = text(counter.get(following))
    assert (code in first, other in first, code in second, other in second) == (True, False, False, True)
    assert "?cho=lau&sau=" in following
    assert re.search(r"href=\"/office/results/\?cho=lau\" rel=\"prev\"", unescape(second))
    assert "1 trên 2 kết quả" in second


def test_a_citizen_who_takes_his_time_makes_no_step_late(counter, code, frozen):
    frozen(MORNING + timedelta(days=20))
    assert "Quá hạn" not in text(counter.get(f"/office/dossiers/{code}/"))
    give(counter, code)
    assert not re.search(r"<small[^>]*>trễ", text(counter.get(f"/office/dossiers/{code}/")))


def test_the_page_of_the_dossier_says_how_long_its_result_waits_and_who_was_told(counter, code, frozen):
    assert "Kết quả chờ trả từ 19/11/2026." in text(counter.get(f"/office/dossiers/{code}/"))
    frozen(MORNING + timedelta(days=8))
    page = text(counter.get(f"/office/dossiers/{code}/"))
    assert "Kết quả đã chờ 8 ngày, từ 19/11/2026, chưa ai đến nhận. Chưa nhắc người nộp." in page
    clockwork.strike(at=MORNING + timedelta(days=8))
    page = text(counter.get(f"/office/dossiers/{code}/"))
    assert "chưa ai đến nhận. Đã nhắc người nộp ngày 27/11/2026." in page
    assert "Nhắc người nộp và quầy: kết quả chờ 7 ngày, chưa ai đến nhận" in page
    give(counter, code)
    assert "Kết quả đã chờ" not in text(counter.get(f"/office/dossiers/{code}/"))


def test_what_goes_by_post_is_said_to_be_the_offices_to_send(counter, code, frozen):
    Dossier.objects.update(return_method="post")
    frozen(MORNING + timedelta(days=8))
    page = text(counter.get("/office/results/"))
    assert "8 ngày</span> · qua bưu chính" in page
    assert "mc-warn" not in page
    page = text(counter.get(f"/office/dossiers/{code}/"))
    assert "Kết quả chờ gửi cho người nộp (qua bưu chính) từ 19/11/2026." in page


@pytest.mark.parametrize("item", ["9" * 25, "9" * 5000, "-1", "x"])
def test_a_step_that_cannot_be_is_no_fault_of_ours(world, counter, code, item):
    assert give(counter, code, item=item).status_code == 303
