"""People change, work does not stop: what a leader and an administrator do about it, page by page."""

import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import holdings, orphans
from motcua.casework.dossiers.services import processing
from motcua.ground.kernel.actors import system
from motcua.people.agencies.models import Delegation
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.rules.substitution import Seating
from motcua.people.agencies.services import substitution
from motcua.people.agencies.vocabulary import AbsenceReason
from motcua.people.identity import queries as identity
from motcua.people.identity.models import Account, LogIn
from motcua.tools.workflow import queries as workflow
from tests.factories.world import MARITAL, MORNING, PASSWORD, a_dossier, an_officer

from .conftest import complaints, text

pytestmark = pytest.mark.django_db

ADDRESS = "/office/agency/"
NOON, EVENING = MORNING.replace(hour=12), MORNING.replace(hour=17)


@pytest.fixture
def leader(at_desk):
    return at_desk("leader")


@pytest.fixture
def administrator(world, at_desk):
    """One who administers, and leads the committee from the same post."""
    _, world.emails["admin"] = an_officer(
        "Quản Trị Viên", world.committee, "Quản trị", ["administrator", "unit_leader"], "admin"
    )
    return at_desk("admin")


def account_of(world, who):
    return identity.account(world.emails[who]).id


def seat_of(actor):
    (sitter,) = establishment.post(actor.post_id, on=MORNING.date()).sitters
    return sitter.appointment_id


def held_by(world, who, count):
    for _ in range(count):
        processing.take(a_dossier(world).code, by=getattr(world, who), at=MORNING)
    return holdings.at_posts([getattr(world, who).post_id])


def send(client, path, **fields):
    return client.post(f"{ADDRESS}{path}", {"idempotency_key": uuid4().hex, **fields})


def hidden(response):
    """Return what the form of a page of confirmation sends."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text(response)):
        found.setdefault(name, []).append(unescape(value))
    return found


def confirmed(client, path, response):
    assert response.status_code == HTTPStatus.OK, text(response)
    assert "xem lại" in text(response)
    done = client.post(f"{ADDRESS}{path}", hidden(response))
    assert done.status_code == HTTPStatus.SEE_OTHER, text(done)
    return client.get(done["Location"])


def local(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


def test_the_leader_finds_his_unit_and_the_officer_does_not(leader, officer, world):
    own = leader.get(f"{ADDRESS}team/")
    assert own["Location"] == f"{ADDRESS}{world.committee}/team/"
    page = text(leader.get(own["Location"]))
    assert 'aria-current="page">Người và việc<' in page
    assert "Đoàn Thanh Tùng" in page
    assert officer.get(own["Location"]).status_code == HTTPStatus.FORBIDDEN
    assert leader.get(f"{ADDRESS}{world.stranger.agency_id}/team/").status_code == HTTPStatus.FORBIDDEN
    assert leader.get(f"{ADDRESS}{world.centre}/team/").status_code == HTTPStatus.OK  # a unit below


def test_an_officer_leaves_at_noon_in_one_flow_and_no_dossier_is_left(leader, world, frozen, at_desk):
    held_by(world, "officer", 3)
    frozen(NOON)
    path = f"people/{account_of(world, 'officer')}/away/"
    page = text(leader.get(f"{ADDRESS}{path}"))
    assert f'value="{local(NOON)}"' in page
    assert "Đang giữ 3 việc. Không ai khác giữ vị trí này." in page
    fields = {
        "starts_at": local(NOON), "ends_at": local(EVENING), "reason": "sick", "how": "stay",
        f"sub-{world.officer.post_id}": world.second_officer.staff_id, "decision_no": "45/QĐ-UBND",
    }  # fmt: skip
    report = confirmed(leader, path, send(leader, path, **fields))
    assert "Không hồ sơ nào ở đơn vị bị bỏ lại" in text(report)
    assert orphans.count(None, at=NOON) == 0

    acting = at_desk("second_officer")
    own = text(acting.get("/office/inbox/"))
    assert "làm thay Đoàn Thanh Tùng" in own  # in the switcher
    acting.post("/office/vi-tri/", {"post": world.officer.post_id})
    assert "Đang làm thay Đoàn Thanh Tùng ở vị trí Công chức tư pháp, hộ tịch" in text(acting.get("/office/inbox/"))
    assert "đang được ghi nghỉ đến 17:00" in text(at_desk("officer").get("/office/inbox/"))
    frozen(EVENING)
    assert "làm thay" not in text(acting.get("/office/inbox/"))


def test_without_a_substitute_the_look_again_warns_and_giving_away_mends_it(leader, world, frozen):
    held_by(world, "officer", 2)
    frozen(NOON)
    path = f"people/{account_of(world, 'officer')}/away/"
    fields = {"starts_at": local(NOON), "ends_at": local(EVENING), "reason": "leave"}
    warned = text(send(leader, path, **fields, how="stay"))
    assert "2 việc ở Công chức tư pháp, hộ tịch sẽ không ai làm được" in warned
    shown = send(leader, path, **fields, how="even")
    assert "Lý Thị Quỳnh (Công chức hộ tịch 2): 2 việc" in text(shown)
    report = text(confirmed(leader, path, shown))
    assert "Đã giao 2 trên 2 việc" in report
    assert len(holdings.at_posts([world.second_officer.post_id])) == 2


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(leader, world):
    path = f"people/{account_of(world, 'officer')}/away/"
    wrong = send(leader, path, starts_at="", ends_at="hôm nay", reason="")
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert set(complaints(wrong)) == {"starts_at", "ends_at", "reason"}
    fields = {
        "starts_at": local(NOON), "ends_at": local(EVENING), "reason": "leave",
        f"sub-{world.officer.post_id}": world.second_officer.staff_id, "confirmed": "1",
    }  # fmt: skip
    no_decision = send(leader, path, **fields)
    assert set(complaints(no_decision)) == {"decision_no"}
    assert f'<option value="{world.second_officer.staff_id}" selected>' in text(no_decision)


def test_work_of_a_post_is_given_away_row_by_row(leader, world):
    first, second, third = held_by(world, "officer", 3)
    path = f"posts/{world.officer.post_id}/held/"
    assert first.code in text(leader.get(f"{ADDRESS}{path}"))
    nothing = send(leader, path, how="rows")
    assert set(complaints(nothing)) == {"how"}
    chosen = {f"to-{first.item_id}": world.second_officer.post_id, f"to-{second.item_id}": "pool"}
    shown = send(leader, path, how="rows", **chosen)
    assert "Để yên 1 việc" in text(shown)
    assert third.code in text(shown)
    report = text(confirmed(leader, path, shown))
    assert "Đã giao 2 trên 2 việc" in report
    assert [row.item_id for row in holdings.at_posts([world.officer.post_id])] == [third.item_id]
    assert [row.item_id for row in holdings.at_posts([world.second_officer.post_id])] == [first.item_id]


def test_a_row_that_went_elsewhere_meanwhile_is_told_with_its_reason(leader, world):
    rows = held_by(world, "officer", 2)
    path = f"posts/{world.officer.post_id}/held/"
    shown = send(leader, path, how="even")
    processing.complete(rows[0].code, "forward", by=world.officer, at=MORNING)
    report = text(confirmed(leader, path, shown))
    assert "Đã giao 1 trên 2 việc" in report
    assert "vừa có người khác làm" in report


def test_who_may_not_give_work_sees_it_but_no_names_and_no_button(at_desk, world):
    _, world.emails["keeper"] = an_officer("Quản Trị Viên", world.centre, "Quản trị", ["administrator"], "keeper")
    (row,) = held_by(world, "officer", 1)
    page = text(at_desk("keeper").get(f"{ADDRESS}posts/{world.officer.post_id}/held/"))
    assert row.code in page
    assert "Nguyễn Thị Ánh Nguyệt" not in page
    assert "Xem lại trước khi giao" not in page


def test_the_hand_over_pack_lists_step_dates_and_the_last_note(leader, world):
    (row,) = held_by(world, "officer", 1)
    processing.note(row.code, "Chờ xác minh nơi cư trú.", by=world.officer, at=MORNING)
    page = text(leader.get(f"{ADDRESS}posts/{world.officer.post_id}/handover/"))
    for said in (row.code, "Nguyễn Thị Ánh Nguyệt", "Kiểm tra, dự thảo", "Chờ xác minh nơi cư trú.", "Người nhận"):
        assert said in page


def test_what_nobody_can_do_stands_first_on_the_leader_s_page(leader, world, frozen):
    (row,) = held_by(world, "officer", 1)
    path = f"people/{account_of(world, 'officer')}/away/"
    fields = {"starts_at": local(MORNING), "ends_at": local(EVENING), "reason": AbsenceReason.LEAVE, "how": "stay"}
    report = text(confirmed(leader, path, send(leader, path, **fields)))
    assert "1 việc ở đơn vị không ai làm được" in report
    page = text(leader.get(f"{ADDRESS}{world.committee}/team/"))
    assert "1 việc không ai làm được lúc này" in page
    assert row.code in page
    back = re.search(r"absences/(\d+)/end/", page)[1]
    frozen(NOON)
    assert send(leader, f"absences/{back}/end/", agency=world.committee).status_code == HTTPStatus.SEE_OTHER
    assert "không ai làm được" not in text(leader.get(f"{ADDRESS}{world.committee}/team/"))


def test_what_is_sent_after_an_acting_seat_has_ended_is_done_from_no_other_seat(world, at_desk, frozen):
    code = a_dossier(world).code
    seating = Seating(
        post_id=world.officer.post_id,
        holder_id=world.officer.staff_id,
        staff_id=world.second_officer.staff_id,
        starts_at=MORNING,
        ends_at=NOON,
        decision_no="45/QĐ-UBND",
    )
    substitution.seat_substitute(seating, by=system("test"), at=MORNING)
    browser = at_desk("second_officer")
    browser.post("/office/vi-tri/", {"post": world.officer.post_id})
    frozen(NOON)
    for status in (409, 303):  # told once, then he knows where he sits
        assert browser.post(f"/office/dossiers/{code}/take/").status_code == status
    assert workflow.items(Dossier.objects.get(code=code).pk)[-1].post_id == world.second_officer.post_id


def test_an_acting_seat_may_be_narrowed_and_ended(leader, world):
    path = f"posts/{world.signer.post_id}/substitute/"
    assert "Nguyễn Văn Hòa" in text(leader.get(f"{ADDRESS}{path}"))
    fields = {
        "holder_id": world.signer.staff_id, "staff_id": world.officer.staff_id, "starts_at": local(MORNING),
        "ends_at": local(EVENING), "decision_no": "45/QĐ-UBND", "documents": ["result"], "procedures": f"{MARITAL}, ",
    }  # fmt: skip
    wrong = send(leader, path, **{**fields, "permissions": ["agencies.administer"]})
    assert set(complaints(wrong)) == {"permissions"}
    assert send(leader, path, **fields).status_code == HTTPStatus.SEE_OTHER
    seat = Delegation.objects.get()
    assert (seat.documents, seat.procedures, seat.permissions) == (["result"], [MARITAL], [])
    page = text(leader.get(f"{ADDRESS}{world.committee}/team/"))
    assert "Chỉ ký: kết quả giải quyết" in page
    assert send(leader, f"substitutions/{seat.pk}/end/", agency=world.committee).status_code == HTTPStatus.SEE_OTHER
    assert "Chỉ ký" not in text(leader.get(f"{ADDRESS}{world.committee}/team/"))


def test_a_leaver_s_work_is_asked_about_and_his_open_page_is_turned_away(administrator, world):
    held_by(world, "officer", 2)
    client = Client()
    client.post("/office/dang-nhap/", {"login": world.emails["officer"], "password": PASSWORD})
    assert client.get("/office/inbox/").status_code == HTTPStatus.OK
    path = f"people/{account_of(world, 'officer')}/leave/"
    shown = send(administrator, path, how="stay")
    refused = administrator.post(f"{ADDRESS}{path}", hidden(shown))
    assert "Còn 2 việc sẽ không ai làm được" in complaints(refused)["how"]
    assert client.get("/office/inbox/").status_code == HTTPStatus.OK
    report = text(confirmed(administrator, path, send(administrator, path, how="pool")))
    assert "Đã giao 2 trên 2 việc" in report
    assert client.get("/office/inbox/")["Location"].startswith("/office/dang-nhap/")


def test_access_can_be_taken_at_once_with_the_work_listed_to_the_leader(administrator, world):
    held_by(world, "officer", 2)
    path = f"people/{account_of(world, 'officer')}/leave/"
    report = text(confirmed(administrator, path, send(administrator, path, how="stay", later="1")))
    assert "2 việc ở đơn vị không ai làm được" in report
    assert not reads.actors_of_account(account_of(world, "officer"), on=MORNING)


def test_a_mover_is_moved_after_his_work_was_given_away(administrator, world):
    held_by(world, "officer", 1)
    path = f"appointments/{seat_of(world.officer)}/move/"
    assert "Công chức hộ tịch 2, UBND xã Tân Hòa" in text(administrator.get(f"{ADDRESS}{path}"))
    assert set(complaints(send(administrator, path, post="", start="mai"))) == {"post", "start"}
    tomorrow = (MORNING + timedelta(days=1)).date()
    fields = {"post": world.signer.post_id, "start": tomorrow.isoformat(), "how": "even"}
    report = text(confirmed(administrator, path, send(administrator, path, **fields)))
    assert "Không hồ sơ nào ở đơn vị bị bỏ lại" in report
    (there,) = reads.actors_of_account(account_of(world, "officer"), on=tomorrow)
    assert there.post_id == world.signer.post_id


def test_the_matrix_is_kept_by_the_administrator_and_read_by_the_leader(administrator, leader, world):
    path = f"{world.committee}/authority/"
    fields = {
        "document": "result", "procedure": MARITAL, "post_id": world.leader.post_id,
        "valid_from": MORNING.date().isoformat(), "basis": "12/QĐ-UBND",
    }  # fmt: skip
    wrong = send(administrator, path, **{**fields, "procedure": "1.999999", "basis": ""})
    assert set(complaints(wrong)) == {"procedure"}
    assert send(administrator, path, **fields).status_code == HTTPStatus.SEE_OTHER
    page = text(leader.get(f"{ADDRESS}{path}?procedure={MARITAL}"))
    assert "Bảng thẩm quyền</td>" in page
    assert "Giao thẩm quyền</button>" not in page
    assert send(leader, path, **{**fields, "procedure": ""}).status_code == HTTPStatus.FORBIDDEN
    row = re.search(r"authority/(\d+)/end/", text(administrator.get(f"{ADDRESS}{path}")))[1]
    assert send(administrator, f"authority/{row}/end/", agency=world.committee).status_code == HTTPStatus.SEE_OTHER
    assert "Chưa có dòng nào" in text(administrator.get(f"{ADDRESS}{path}"))


def test_the_review_names_each_concern_with_what_mends_it(administrator, world, frozen):
    page = text(administrator.get(f"{ADDRESS}review/"))
    assert "Chưa đăng nhập lần nào" in page
    first, second = Client(HTTP_USER_AGENT="máy ở quầy"), Client(HTTP_USER_AGENT="máy ở phòng")
    for client in (first, second):
        client.post("/office/dang-nhap/", {"login": world.emails["receptionist"], "password": PASSWORD})
    shared = text(administrator.get(f"{ADDRESS}review/?loai=shared"))
    assert "Mai Thị Thảo" in shared
    assert "1 ngày có hai phiên cùng lúc, từ 2 máy hoặc trình duyệt" in shared
    assert f"people/{account_of(world, 'receptionist')}/password/" in shared
    Account.objects.filter(email=world.emails["receptionist"]).update(last_login=MORNING)
    frozen(MORNING + timedelta(days=100))
    dormant = text(administrator.get(f"{ADDRESS}review/?loai=dormant"))
    assert "100 ngày trước" in dormant
    assert "100 ngày trước" not in text(administrator.get(f"{ADDRESS}review/?loai=dormant&days=120"))


def test_where_a_log_in_came_from_cannot_be_read_back(world):
    browser = {"HTTP_USER_AGENT": "máy ở quầy", "REMOTE_ADDR": "10.1.2.3"}
    Client(**browser).post("/office/dang-nhap/", {"login": world.emails["officer"], "password": PASSWORD})
    row = LogIn.objects.get()
    assert re.fullmatch(r"[0-9a-f]{16}", row.address)
    assert re.fullmatch(r"[0-9a-f]{16}", row.browser)
    assert row.address != row.browser


def test_one_who_logs_out_before_the_next_logs_in_shares_nothing(administrator, world):
    for name in ("sáng", "chiều"):
        client = Client(HTTP_USER_AGENT=name)
        client.post("/office/dang-nhap/", {"login": world.emails["receptionist"], "password": PASSWORD})
        client.post("/office/dang-xuat/")
    assert "Mai Thị Thảo" not in text(administrator.get(f"{ADDRESS}review/?loai=shared"))


def test_the_pages_keep_their_budgets(leader, administrator, world, queries):
    held_by(world, "officer", 4)
    with queries(max=16):
        leader.get(f"{ADDRESS}{world.committee}/team/")
    with queries(max=16):
        leader.get(f"{ADDRESS}posts/{world.officer.post_id}/held/")
    with queries(max=12):
        administrator.get(f"{ADDRESS}review/")
