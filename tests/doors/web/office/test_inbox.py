"""The worklist: whose turn, how late, many at once; and the search that accepts a scanner."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier, Letter
from motcua.casework.dossiers.queries import worklists
from motcua.casework.dossiers.queries.worklists import Reader, Tab
from motcua.casework.dossiers.services import (
    apologies,
    enquiries,
    intake,
    processes,
    processing,
    results,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import PauseCause, SupplementReason
from motcua.casework.procedures.models import Offer
from motcua.ground.kernel.actors import system
from motcua.people.agencies.models import Agency
from motcua.people.identity.models import Account
from motcua.tools.workflow.models import WorkItem
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import BIRTH, FOUNDED, MARITAL, MORNING, a_dossier, a_submission, an_officer, process

from .conftest import text

pytestmark = pytest.mark.django_db
LIST, BULK = "/office/inbox/", "/office/inbox/viec/"


def picks(answer):
    return re.findall(r'name="pick" value="([^"]+)"', text(answer))


def way(answer, label):
    """Return what the form sends for the way of that label."""
    ways = re.findall(r'name="outcome" value="([^"]+)"[^>]*><span>([^<]+)', text(answer))
    return unescape(next(value for value, said in ways if unescape(said) == label))


def do(client, act, chosen, **more):
    return client.post(BULK, {"act": act, "pick": chosen, "idempotency_key": uuid4().hex, **more})


def many(world, count, **party):
    return [a_dossier(world, MARITAL, MORNING - timedelta(minutes=place), **party).code for place in range(count)]


def test_the_most_urgent_stands_first_and_says_how_late_it_is(world, officer, frozen):
    later = a_dossier(world, MARITAL).code
    sooner = a_dossier(world, BIRTH).code
    page = text(officer.get(LIST))
    assert page.index(sooner[-11:]) < page.index(later[-11:])
    assert "Hôm nay 17:00" in page
    frozen(MORNING + timedelta(days=1))
    assert "Quá hạn" in text(officer.get(LIST))


def test_tabs_count_what_they_hold(world, officer):
    many(world, 2)
    a_dossier(world, BIRTH)
    page = text(officer.get(LIST))
    assert re.search(r"Cần tôi xử lý <b>3</b>", page)
    assert re.search(r"Hạn hôm nay <b>1</b>", page)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("q=ngọc", 1),
        ("q=NGOC", 1),
        ("q=%25", 0),
        ("q=_", 0),
        ("q=%3F%3F%3F", 0),
        ("q=%27%3B--", 0),
        (f"thu_tuc={BIRTH}", 1),
        ("thu_tuc=nothing", 0),
        ("buoc=Kiểm+tra,+dự+thảo", 3),
        ("kenh=postal", 0),
        ("kenh=nonsense", 3),
        ("sau=rác~1", 3),
        ("sau=2026-13-99T00:00:00%2B07:00~1", 3),
        ("sau=%00", 3),
        ("nhom=nonsense", 3),
        ("nhom=done", 0),
    ],
)
def test_filters_narrow_and_no_address_breaks_the_page(world, officer, query, rows):
    a_dossier(world, MARITAL)
    a_dossier(world, MARITAL, name="Trần Văn Lộc")
    a_dossier(world, BIRTH, name="Phan Thị Ngọc Ánh")
    answer = officer.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert len(picks(answer)) == rows or "nhom=done" in query


def test_htmx_gets_the_list_alone(world, officer):
    answer = officer.get(LIST, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert 'id="ds"' in text(answer)


def test_fifty_rows_a_page_and_the_rest_on_the_next(world, officer):
    many(world, 53)
    first = officer.get(LIST)
    assert len(picks(first)) == 50
    following = re.search(r'href="([^"]+)" rel="next"', text(first))[1].replace("&amp;", "&")
    assert len(picks(officer.get(following))) == 3


def test_the_page_costs_the_same_for_three_rows_and_for_fifty(world, officer, queries):
    many(world, 3)
    officer.get(LIST)
    with queries(max=6):
        officer.get(LIST)
    many(world, 49)
    with queries(max=6):
        officer.get(LIST)


def test_an_empty_list_reassures(world, officer):
    assert "Không còn việc nào chờ" in text(officer.get(LIST))
    a_dossier(world)
    page = text(officer.get(f"{LIST}?nhom=late"))
    assert "Không còn hồ sơ quá hạn" in page
    assert "Hồ sơ gần hạn nhất" in page
    assert "0 hồ sơ khớp bộ lọc" in text(officer.get(f"{LIST}?q=khôngcó"))


def test_a_head_with_no_work_of_his_own_is_shown_to_the_fuller_list(world, at_desk):
    leader = at_desk("leader")
    assert 'mc-btn mc-btn--2" href="/office/inbox/?nhom' not in text(leader.get(LIST))
    many(world, 2)
    assert re.search(r'class="mc-btn mc-btn--2" href="[^"]*nhom=unit">Cả đơn vị <b>2</b>', text(leader.get(LIST)))


def test_the_whole_unit_is_for_those_who_may_see_it(world, officer, at_desk):
    many(world, 1)
    assert officer.get(f"{LIST}?nhom=unit").status_code == 403
    assert "Cả đơn vị" not in text(officer.get(LIST))
    assert len(picks(at_desk("leader").get(f"{LIST}?nhom=unit"))) == 1


def test_a_stranger_sees_nothing_of_others(world, at_desk):
    many(world, 1)
    stranger = at_desk("stranger")
    assert not picks(stranger.get(LIST))
    item = WorkItem.objects.get()
    page = text(do(stranger, "take", [f"{item.pk}~{Dossier.objects.get().code}"]))
    assert "Nguyễn Thị Ánh Nguyệt" not in page


def test_many_are_taken_at_once(world, officer):
    many(world, 3)
    chosen = picks(officer.get(LIST))
    answer = do(officer, "take", chosen)
    assert answer["Location"] == "/office/inbox/ket-qua/"
    assert "Nhận việc: 3 xong" in text(officer.get(answer["Location"]))
    assert set(WorkItem.objects.values_list("post_id", flat=True)) == {world.officer.post_id}


def test_who_is_skipped_is_said_before_anything_is_done(world, officer):
    codes = many(world, 2)
    processing.take(codes[0], by=world.second_officer, at=MORNING)
    chosen = [
        f"{item.pk}~{code}"
        for code in codes
        for item in WorkItem.objects.filter(subject_id=Dossier.objects.get(code=code).pk)
    ]
    preview = do(officer, "take", chosen)
    assert preview.status_code == 200
    assert "Bỏ qua 1 hồ sơ" in text(preview)
    assert "vừa có người khác làm" in text(preview)
    assert WorkItem.objects.filter(post_id=world.officer.post_id).count() == 0
    answer = do(officer, "take", chosen, confirmed="1")
    assert "Nhận việc: 1 xong, 1 không" in text(officer.get(answer["Location"]))


def test_moving_many_asks_for_the_way_and_moves_those_that_have_it(world, officer, at_desk):
    many(world, 2)
    chosen = picks(officer.get(LIST))
    preview = do(officer, "complete", chosen)
    assert "Đạt, trình ký" in text(preview)
    assert do(officer, "complete", chosen, confirmed="1").status_code == 422
    answer = do(officer, "complete", chosen, confirmed="1", outcome=way(preview, "Đạt, trình ký"), note="Đủ cả")
    assert "Chuyển bước: 2 xong" in text(officer.get(answer["Location"]))
    signer = at_desk("signer")
    chosen = picks(signer.get(LIST))
    sign = way(do(signer, "complete", chosen), "Ký, trả kết quả")
    answer = do(signer, "complete", chosen, confirmed="1", outcome=sign)
    page = text(signer.get(answer["Location"]))
    assert "0 xong, 2 không" in page
    assert "Chưa có kết quả" in page


def test_only_dossiers_whose_step_has_the_chosen_way_move_when_steps_share_an_outcome_name(world, officer):
    draft = process("test-verify")
    check = replace(draft.activities[0], key="ask", name="Phân loại", share=Decimal(0))
    flow = FlowDraft(source="ask", target="check", outcome="forward", label="Cần xác minh")
    ask = replace(draft, activities=(check, *draft.activities), flows=(flow, *draft.flows))
    processes.publish(ask, at=FOUNDED)
    Offer.objects.filter(procedure__code=BIRTH).update(process="test-verify")
    asked, checked = a_dossier(world, BIRTH).code, a_dossier(world, MARITAL).code
    chosen = picks(officer.get(LIST))
    preview = do(officer, "complete", chosen)
    assert len(set(re.findall(r'name="outcome" value="([^"]+)"', text(preview)))) == 2
    answer = do(officer, "complete", chosen, confirmed="1", outcome=way(preview, "Đạt, trình ký"))
    report = text(officer.get(answer["Location"]))
    assert "Chuyển bước: 1 xong, 1 không" in report
    assert "Bước “Phân loại” không có cách chuyển đã chọn." in report
    places = [
        WorkItem.objects.get(subject_id=Dossier.objects.get(code=code).pk, state="open").activity.key
        for code in (asked, checked)
    ]
    assert places == ["ask", "sign"]


def test_a_bare_outcome_name_moves_nothing(world, officer):
    many(world, 1)
    do(officer, "complete", picks(officer.get(LIST)), confirmed="1", outcome="forward")
    assert WorkItem.objects.get().state == "open"


def test_a_bulk_deed_sent_twice_is_done_once(world, officer):
    many(world, 2)
    chosen, key = picks(officer.get(LIST)), uuid4().hex
    for _ in range(2):
        officer.post(BULK, {"act": "take", "pick": chosen, "idempotency_key": key, "confirmed": "1"})
    assert WorkItem.objects.filter(post_id=world.officer.post_id).count() == 2


def test_only_a_leader_gives_work_away(world, officer, at_desk):
    many(world, 2)
    chosen = picks(officer.get(LIST))
    assert 'value="assign"' not in text(officer.get(LIST))
    assert "0 hồ sơ" in text(do(officer, "assign", chosen))
    leader = at_desk("leader")
    preview = do(leader, "assign", chosen)
    assert "Lý Thị Quỳnh" in text(preview)
    assert "Nguyễn Văn Hòa" not in text(preview)
    assert do(leader, "assign", chosen, confirmed="1").status_code == 422
    do(leader, "assign", chosen, confirmed="1", post=str(world.second_officer.post_id))
    assert set(WorkItem.objects.values_list("post_id", flat=True)) == {world.second_officer.post_id}


@pytest.mark.parametrize(
    "sent", [{}, {"act": "nonsense", "pick": "1~x"}, {"act": "take"}, {"act": "take", "pick": "x"}]
)
def test_a_bulk_deed_without_sense_is_refused_politely(world, officer, sent):
    answer = officer.post(BULK, sent)
    assert answer.status_code == 422
    assert "<h1" in text(answer)


def test_an_item_that_is_gone_is_named(world, officer):
    many(world, 1)
    answer = do(officer, "take", ["999999~H99.24.01-260101-0001"])
    assert "vừa có người khác làm" in text(answer)


def test_a_code_typed_or_scanned_opens_its_dossier(world, officer):
    code = a_dossier(world).code
    for typed in (code, code.lower(), f"  {code} ", f"ma={code};tt=9.000002;dd=********4417"):
        assert officer.get("/office/tim/", {"q": typed})["Location"] == f"/office/dossiers/{code}/"


def test_the_short_code_that_lists_print_opens_its_dossier(world, officer, at_desk):
    first, second = many(world, 2)
    for code in (first, second):
        short = code.partition("-")[2]
        assert f"</span>{short}</a>" in text(officer.get(LIST))
        assert officer.get("/office/tim/", {"q": short})["Location"] == f"/office/dossiers/{code}/"
        assert officer.get("/office/tim/", {"q": short[1:]}).status_code == 200
        assert "0 hồ sơ" in text(at_desk("stranger").get("/office/tim/", {"q": short}))


def test_the_column_of_owners_is_headed_so(world, officer):
    many(world, 1)
    for path in (LIST, "/office/tim/?q=nguyet"):
        assert '<th scope="col">Chủ hồ sơ</th>' in text(officer.get(path))


def test_reloading_the_bulk_address_leads_to_the_list(world, officer):
    assert officer.get(BULK)["Location"] == LIST


def test_names_numbers_and_telephones_find_dossiers(world, officer, at_desk):
    a_dossier(world)
    for typed in ("anh nguyet", "036179004417", "0912 345 678"):
        assert "1 hồ sơ" in text(officer.get("/office/tim/", {"q": typed}))
    assert "0 hồ sơ" in text(at_desk("stranger").get("/office/tim/", {"q": "anh nguyet"}))


@pytest.mark.parametrize("typed", ["", "   ", "<script>alert(1)</script>", "\x00", "ma=", "%", "ô" * 3000])
def test_no_search_breaks(world, officer, typed):
    answer = officer.get("/office/tim/", {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


def test_what_waits_at_the_counter_is_not_late(world, counter, officer, frozen):
    code = a_dossier(world).code
    processing.complete(code, "forward", by=world.officer, at=MORNING)
    results.attach(code, number="1", by=world.signer, at=MORNING)
    processing.complete(code, "sign", by=world.signer, at=MORNING)
    frozen(MORNING + timedelta(days=30))
    page = text(counter.get(f"{LIST}?nhom=return"))
    assert "Xong, sớm" in page
    assert "Quá hạn" not in re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)


def test_names_in_the_list_are_words(world, officer):
    intake.accept(a_submission(world, name="<script>alert(1)</script>"), by=world.receptionist, at=MORNING, key="x")
    assert "<script>alert" not in text(officer.get(LIST))


def test_who_only_keeps_the_system_reads_no_dossier(world):
    a_dossier(world)
    _, email = an_officer("Quản Trị", world.centre, "Quản trị", ["administrator", "procedure_admin"], "quantri")
    client = Client()
    client.force_login(Account.objects.get(email=email))
    assert client.get("/office/").status_code == 302
    for path in (LIST, "/office/tim/?q=nguyet"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Nguyễn Thị Ánh Nguyệt" not in text(answer)


def test_who_only_reads_is_offered_no_deed(world):
    _, email = an_officer("Người Xem", world.committee, "Thu phí", ["cashier", "inspector"], "xem")
    a_dossier(world)
    client = Client()
    client.force_login(Account.objects.get(email=email))
    page = text(client.get(f"{LIST}?nhom=unit"))
    assert "Nguyễn Thị Ánh Nguyệt" in page
    assert 'name="act"' not in page
    assert 'name="pick"' not in page


def tabs(answer):
    """Return the tabs with their counts."""
    found = re.findall(r'<li class="[^"]*"><a href="[^"]*"[^>]*>([^<]+) <b>([^<]+)</b>', text(answer))
    return {label.strip(): int(number) for label, number in found}


def ask_for_papers(world, code):
    wanted = Notice(items=[Wanted(key="form", name="Tờ khai", want="Ký")], reasons=[SupplementReason.INCOMPLETE])
    supplements.ask(code, wanted, by=world.officer, at=MORNING)


def test_who_waits_for_the_citizen_is_listed_at_his_desk_and_at_the_counter(world, officer, at_desk):
    first, second = a_dossier(world).code, a_dossier(world).code
    assert "Chờ người dân" not in tabs(officer.get(LIST))
    ask_for_papers(world, first)
    for who in ("officer", "receptionist", "leader", "head"):
        answer = at_desk(who).get(f"{LIST}?nhom=waiting")
        assert tabs(answer)["Chờ người dân"] == 1, who
        assert first in text(answer)
        assert second not in text(answer)
        assert "chờ bổ sung từ 19/11" in text(answer)
        assert not picks(answer)
    assert first not in text(officer.get(LIST))
    assert first not in text(at_desk("signer").get(LIST))
    assert first not in text(at_desk("stranger").get(f"{LIST}?nhom=waiting"))


def test_what_an_agency_is_asked_is_listed_by_the_date_of_the_answer(world, officer, at_desk, frozen):
    code = a_dossier(world).code
    enquiries.consult(code, world.stranger.agency_id, "Đã kết hôn ở xã Xa chưa?", 2, by=world.officer, at=MORNING)
    stranger = at_desk("stranger")
    answer = stranger.get(f"{LIST}?nhom=asked")
    assert tabs(answer)["Ý kiến hỏi đến"] == 1
    assert "Đã kết hôn ở xã Xa chưa?" in text(answer)
    assert "Còn 2 ngày" in text(answer)
    assert not picks(answer)
    assert "Ý kiến hỏi đến" not in tabs(officer.get(LIST))
    frozen(MORNING + timedelta(days=5))
    assert "Quá hạn" in text(stranger.get(f"{LIST}?nhom=asked"))


def test_what_was_handed_over_shows_until_when_it_has_to_be_taken(world, officer, frozen):
    code = a_dossier(world).code
    answer = officer.get(f"{LIST}?nhom=offered")
    assert tabs(answer)["Chờ nhận bàn giao"] == 1
    assert "nhận trước 15:00 19/11" in text(answer)
    frozen(MORNING + timedelta(days=1))
    assert "quá giờ nhận" in text(officer.get(f"{LIST}?nhom=offered"))
    processing.take(code, by=world.officer, at=MORNING)
    assert not picks(officer.get(f"{LIST}?nhom=offered"))


def test_a_late_dossier_without_a_letter_says_so_on_every_list(world, officer, at_desk, frozen):
    code = a_dossier(world).code
    frozen(MORNING + timedelta(days=9))
    for client, tab in ((officer, "mine"), (officer, "late"), (officer, "pool"), (at_desk("leader"), "unit")):
        assert "chưa có thư" in text(client.get(f"{LIST}?nhom={tab}")), tab
    assert "chưa có thư" in text(officer.get("/office/tim/", {"q": "nguyet"}))
    assert code


def test_a_dossier_whose_clock_stands_is_in_no_list_of_the_late(world, officer, frozen):
    code = a_dossier(world).code
    suspensions.pause(code, PauseCause.OUTAGE, "1/TB", "301/2026/NĐ-CP", by=world.leader, at=MORNING)
    frozen(MORNING + timedelta(days=9))
    assert tabs(officer.get(LIST))["Quá hạn"] == 0
    assert not picks(officer.get(f"{LIST}?nhom=late"))
    page = text(officer.get(LIST))
    assert "Tạm dừng" in page
    assert "chưa có thư" not in page


def test_a_letter_waits_for_the_head_who_answers_for_it_and_for_nobody_else(world, officer, at_desk, frozen, queries):
    late = MORNING + timedelta(days=8)
    code = a_dossier(world).code
    leader = at_desk("leader")
    assert "Thư xin lỗi chờ duyệt" not in tabs(leader.get(LIST))
    apologies.draft(code, by=system("test"), at=late)
    frozen(late)
    letter = Letter.objects.get()
    with queries(max=6):
        waiting = leader.get(f"{LIST}?nhom=letters")
    assert tabs(waiting)["Thư xin lỗi chờ duyệt"] == 1
    form = f"/office/dossiers/{code}/thu-xin-loi/{letter.pk}/"
    assert f'href="{form}"' in text(waiting)
    assert f'href="{form}du-thao.pdf"' in text(leader.get(form))
    assert "Thư xin lỗi chờ duyệt" not in tabs(officer.get(LIST))
    assert form not in text(officer.get(f"{LIST}?nhom=letters"))
    said = {"cause": "workload", "cause_text": "Chúng tôi chậm đối chiếu sổ.", "new_due_at": letter.new_due_at}
    apologies.approve(code, letter.pk, said, by=world.leader, at=late)
    assert form not in text(leader.get(f"{LIST}?nhom=letters"))


def test_a_second_lateness_is_put_to_the_unit_above(world, at_desk, frozen):
    late = MORNING + timedelta(days=8)
    code = a_dossier(world).code
    apologies.draft(code, by=system("test"), at=late)
    Letter.objects.update(number=2, level=1)
    frozen(late)
    holder = Agency.objects.get(pk=WorkItem.objects.get().agency_id)
    above = Reader(by=replace(world.leader, agency_id=holder.parent_id), roles=(), approves=True)
    own = Reader(by=replace(world.leader, agency_id=holder.pk), roles=(), approves=True)
    counted = [worklists.counts(reader, at=late, soon=late)[Tab.LETTERS] for reader in (above, own)]
    assert counted == [1, 0] if holder.parent_id else [0, 1]


def test_who_answers_for_the_province_sees_every_late_dossier_and_whether_it_has_its_letter(
    world, officer, frozen, queries
):
    code = a_dossier(world).code
    _, email = an_officer("Lục Văn Pảo", world.committee, "Phó Chủ tịch tỉnh", ["leader"], "pho")
    over_all = Client()
    over_all.force_login(Account.objects.get(email=email))
    assert tabs(over_all.get(LIST))["Quá hạn toàn tỉnh"] == 0
    frozen(MORNING + timedelta(days=9))
    with queries(max=6):
        late = over_all.get(f"{LIST}?nhom=late_all")
    assert tabs(late)["Quá hạn toàn tỉnh"] == 1
    assert code[-11:] in text(late)
    assert "chưa có thư" in text(late)
    assert f'href="{LIST}?nhom=late_all"' in text(over_all.get(LIST))
    assert "Quá hạn toàn tỉnh" not in tabs(officer.get(LIST))
    assert officer.get(f"{LIST}?nhom=late_all").status_code == 403


@pytest.mark.parametrize("tab", ["offered", "asked", "letters", "waiting"])
def test_an_empty_rare_list_still_answers_at_its_address(officer, tab):
    answer = officer.get(f"{LIST}?nhom={tab}")
    assert answer.status_code == 200
    assert "mc-empty" in text(answer)
