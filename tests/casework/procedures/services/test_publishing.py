"""Publishing: dates join, history is not rewritten, a published version never changes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import Error, connection, transaction

from motcua.casework.procedures.errors import DateTaken, NoDraft, NoSuchProcedure, OpenFlags
from motcua.casework.procedures.queries import catalogue, review
from motcua.casework.procedures.rules.content import Content, Limit, Terms
from motcua.casework.procedures.services import imports, publishing
from motcua.casework.procedures.services import review as desk
from motcua.casework.procedures.vocabulary import Channel, LimitUnit, VersionState
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.errors import NotAllowed, Stale
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox

pytestmark = pytest.mark.django_db

AT = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
REVIEWER = system("test")
CODE = "9.000001"
HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def draft(rows="Trực tiếp5 Ngày làm việcMiễn phí", code=CODE):
    record = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Cấp thẻ thử nghiệm",
        "trinh_tu_thuc_hien": "Nộp.",
        "cach_thuc_thuc_hien": HEADER + rows,
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính",
    }
    imports.import_records([record], by=REVIEWER, at=AT)
    return review.newest(code)


def publish(on, code=CODE, **more):
    return publishing.publish(code, publishing.Decision(number="12/QĐ-UBND", on=on), by=REVIEWER, at=AT, **more)


def test_a_published_draft_is_in_force_from_its_day_on():
    version = draft()

    assert publish(date(2026, 9, 1)) == version
    assert catalogue.in_force(CODE, on=date(2026, 8, 31)) is None
    found = catalogue.in_force(CODE, on=date(2026, 9, 1))
    assert (found.id, found.decision_no, found.decided_on) == (version, "12/QĐ-UBND", date(2026, 9, 1))


def test_the_next_version_closes_the_one_before_on_the_day_before():
    first = draft()
    publish(date(2026, 8, 1))
    second = draft("Trực tiếp7 Ngày làm việcMiễn phí")
    publish(date(2026, 9, 1))

    assert catalogue.by_id(first).valid_to == date(2026, 8, 31)
    assert catalogue.in_force(CODE, on=date(2026, 8, 31)).id == first
    assert catalogue.in_force(CODE, on=date(2026, 9, 1)).id == second


@pytest.mark.parametrize("on", [date(2026, 8, 1), date(2026, 7, 1)])
def test_no_version_slips_in_before_or_on_the_day_of_another(on):
    draft()
    publish(date(2026, 8, 1))
    draft("Trực tiếp7 Ngày làm việcMiễn phí")

    with pytest.raises(DateTaken, match="01/08/2026"):
        publish(on)


def test_open_flags_hold_a_draft_back_unless_told_otherwise():
    version = draft("Trực tiếp1Miễn phí")

    with pytest.raises(OpenFlags, match="1 chỗ"):
        publish(date(2026, 8, 1))
    assert publish(date(2026, 8, 1), with_flags=True) == version


def test_a_settled_flag_holds_nothing_back():
    version = draft("Trực tiếp1Miễn phí")
    desk.settle_flag(review.flags_of(version)[0].id, by=REVIEWER, at=AT)

    assert publish(date(2026, 8, 1)) == version


def test_a_corrected_limit_is_what_gets_published():
    version = draft("Trực tiếp1Miễn phí")
    desk.correct_limit(version, 0, Limit(value=1, unit=LimitUnit.WORKING_DAY), by=REVIEWER, at=AT)
    publish(date(2026, 8, 1))

    limit = catalogue.in_force(CODE, on=date(2026, 8, 1)).content.terms[0].limit
    assert (limit.value, limit.unit) == (1, LimitUnit.WORKING_DAY)


def test_the_same_form_sent_twice_publishes_once():
    version = draft()

    assert publish(date(2026, 8, 1), key="k1") == version
    assert publish(date(2026, 8, 1), key="k1") == version
    procedure = outbox.history(f"procedure:{_procedure_id()}")
    assert [entry.name for entry in procedure] == ["ProcedurePublished"]


def _procedure_id():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procedures_procedure WHERE code = %s", [CODE])
        return cursor.fetchone()[0]


def test_a_draft_that_an_import_changed_meanwhile_is_not_published_unread():
    seen = catalogue.by_id(draft()).fingerprint
    draft("Trực tiếp6 Ngày làm việcMiễn phí")

    with pytest.raises(Stale):
        publish(date(2026, 8, 1), seen=seen)


def test_without_draft_there_is_nothing_to_publish():
    with pytest.raises(NoSuchProcedure):
        publish(date(2026, 8, 1))
    draft()
    publish(date(2026, 8, 1))
    with pytest.raises(NoDraft):
        publish(date(2026, 9, 1))


@pytest.mark.parametrize(
    "change",
    [
        "content = '{}'",
        "name = 'khác'",
        "valid_from = '2020-01-01'",
        "raw = ''",
        "decision_no = 'khác'",
        "state = 'draft'",
    ],
)
def test_the_database_itself_refuses_to_change_a_published_version(change):
    version = draft()
    publish(date(2026, 8, 1))

    with pytest.raises(Error, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procedures_version SET {change} WHERE id = %s", [version])
    with pytest.raises(Error, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procedures_version WHERE id = %s", [version])


def test_a_published_version_takes_no_more_corrections():
    version = draft("Trực tiếp1Miễn phí")
    flag = review.flags_of(version)[0].id
    publish(date(2026, 8, 1), with_flags=True)

    with pytest.raises(NoDraft):
        desk.settle_flag(flag, by=REVIEWER, at=AT)
    with pytest.raises(NoDraft):
        desk.correct_limit(version, 0, None, by=REVIEWER, at=AT)
    with pytest.raises(NoDraft):
        desk.discard(version, by=REVIEWER, at=AT)


def test_a_withdrawn_procedure_ends_the_day_before_and_stays_readable():
    version = draft()
    publish(date(2026, 8, 1))
    publishing.withdraw(CODE, publishing.Decision(number="2/QĐ", on=date(2026, 10, 1)), by=REVIEWER, at=AT)

    assert catalogue.in_force(CODE, on=date(2026, 9, 30)).id == version
    assert catalogue.in_force(CODE, on=date(2026, 10, 1)) is None
    assert catalogue.by_id(version).state is VersionState.WITHDRAWN


def test_a_content_is_published_once_however_often_it_is_installed():
    content = Content(
        name="Cấp thẻ", terms=(Terms(channel=Channel.ONLINE, limit=Limit(value=3, unit=LimitUnit.WORKING_DAY)),)
    )
    facts = {"source": "seed", "decision_no": "1/QĐ", "decided_on": None, "valid_from": date(2026, 7, 20)}

    first = publishing.publish_content("9.000002", content, **facts, by=REVIEWER, at=AT)
    again = publishing.publish_content("9.000002", content, **facts, by=REVIEWER, at=AT)

    assert first.pk == again.pk
    assert catalogue.in_force("9.000002", on=AT.date()).content == content


def test_a_person_without_the_permission_may_do_none_of_this():
    version = draft()
    nobody = Actor(kind=ActorKind.STAFF, staff_id=1, post_id=1, agency_id=1)
    decision = publishing.Decision(number="1", on=date(2026, 8, 1))

    for deed in (
        lambda: publishing.publish(CODE, decision, by=nobody, at=AT),
        lambda: publishing.withdraw(CODE, decision, by=nobody, at=AT),
        lambda: desk.discard(version, by=nobody, at=AT),
        lambda: desk.settle_flag(1, by=nobody, at=AT),
        lambda: desk.correct_fees(version, 0, [], by=nobody, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()
