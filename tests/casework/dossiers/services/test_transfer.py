"""Several agencies, one dossier: parts open in turn, each by itself, and the whole ends with the last."""

from datetime import date, datetime, timedelta

import pytest

from motcua.casework.dossiers.errors import GroupUnsound, LegsOpen
from motcua.casework.dossiers.models import Dossier, Ending, Participation, Party
from motcua.casework.dossiers.queries import invariants
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.services import corrections, endings, processing, supplements, transfer
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import Initiator, LegOutcome, LegState, PartyRole, Status, SupplementReason
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.errors import Invalid
from motcua.ground.outbox import queries as outbox
from tests.factories.database import at_once, own_database
from tests.factories.groups import a_group, a_group_world, finish, legs, parent
from tests.factories.world import VN

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=VN)


@pytest.fixture
def here():
    return a_group_world()


def states(code):
    return {key: row.state for key, row in legs(code).items()}


def advance(code, at):
    transfer.advance(parent(code).pk, at=at)


def healthy():
    return [(check.rule, check.findings) for check in invariants.checks(every=True) if check.findings]


def test_the_lead_begins_at_once_the_others_wait_for_its_result(here):
    code = a_group(here, at=MONDAY).code
    assert states(code) == {"birth": "open", "residence": "planned", "health-insurance": "planned"}
    child = legs(code)["birth"].child
    assert child.code.startswith("H99.24.01-")  # the committee has no counter: the centre keeps its books
    assert child.status == Status.RECEIVED
    assert parent(code).status == Status.PROCESSING
    assert healthy() == []


def test_the_promise_of_the_whole_is_the_longest_way(here):
    code = a_group(here, at=MONDAY).code
    assert legs(code)["birth"].due_at == MONDAY + DAY
    assert parent(code).due_at == datetime(2026, 11, 19, 17, 0, tzinfo=VN)
    assert "24 giờ liên tục" in parent(code).due_why


def test_a_birth_passes_through_three_agencies(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    assert states(code) == {"birth": "done", "residence": "open", "health-insurance": "open"}
    police, insurance = legs(code)["residence"].child, legs(code)["health-insurance"].child
    assert police.code.startswith("G01.99.24-")
    assert insurance.code.startswith("G18.99.24-")
    finish(here, legs(code)["health-insurance"], MONDAY + 2 * HOUR)
    advance(code, MONDAY + 2 * HOUR)
    assert parent(code).status == Status.PROCESSING
    finish(here, legs(code)["residence"], MONDAY + DAY)
    advance(code, MONDAY + DAY)
    assert parent(code).status == Status.COMPLETED
    assert parent(code).completed_at == MONDAY + DAY
    assert healthy() == []


def test_what_was_handed_in_once_goes_down_to_each_part(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    from motcua.casework.dossiers.models import Paper, Party

    child = legs(code)["residence"].child
    whole = parent(code)
    told = {(party.name, party.id_number) for party in Party.objects.filter(dossier=child)}
    assert told == {(party.name, party.id_number) for party in Party.objects.filter(dossier=whole)}
    carried = {paper.key: (paper.from_data, paper.note) for paper in Paper.objects.filter(dossier=child)}
    assert carried["ket-qua-birth"] == (True, f"Số 15/birth, hồ sơ {legs(code)['birth'].child.code}")


def test_told_twice_or_late_it_does_the_same(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    for turn in range(3):
        advance(code, MONDAY + (turn + 1) * HOUR)
        transfer.advance(legs(code)["birth"].child_id, at=MONDAY + 5 * HOUR)
    assert Dossier.objects.count() == 4
    told = [entry.payload["leg"] for entry in outbox.history(f"dossier:{parent(code).pk}") if entry.name == "LegMoved"]
    assert told == ["birth", "birth", "residence", "health-insurance"]
    assert healthy() == []


def test_a_part_that_fails_keeps_nothing_from_those_who_do_not_need_it(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    finish(here, legs(code)["residence"], MONDAY + 2 * HOUR, "refuse")
    advance(code, MONDAY + 2 * HOUR)
    assert states(code) == {"birth": "done", "residence": "failed", "health-insurance": "open"}
    finish(here, legs(code)["health-insurance"], MONDAY + 3 * HOUR)
    advance(code, MONDAY + 3 * HOUR)
    assert (parent(code).status, parent(code).flag) == (Status.COMPLETED, "")
    assert healthy() == []


def test_without_the_leading_result_the_rest_never_begins_and_the_answer_is_no(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR, "refuse")
    advance(code, MONDAY + HOUR)
    assert states(code) == {"birth": "failed", "residence": "skipped", "health-insurance": "skipped"}
    assert legs(code)["residence"].outcome == LegOutcome.BLOCKED
    assert (parent(code).status, parent(code).flag) == (Status.COMPLETED, "rejected")
    assert Dossier.objects.count() == 2
    assert healthy() == []


def test_what_was_asked_besides_does_not_hold_the_whole(here):
    code = a_group(here, case="can-cuoc", at=MONDAY).code
    for number, key in enumerate(("birth", "residence", "health-insurance"), start=1):
        finish(here, legs(code)[key], MONDAY + number * HOUR)
        advance(code, MONDAY + number * HOUR)
    assert parent(code).status == Status.COMPLETED
    assert states(code)["identity-card"] == LegState.OPEN
    finish(here, legs(code)["identity-card"], MONDAY + DAY)
    advance(code, MONDAY + DAY)
    assert states(code)["identity-card"] == LegState.DONE
    assert healthy() == []


def test_nobody_ends_the_whole_by_hand_while_a_part_is_open(here):
    code = a_group(here, at=MONDAY).code
    with pytest.raises(LegsOpen):
        processing.complete(code, "join", by=here.world.receptionist, at=MONDAY + HOUR)


def test_withdrawing_the_whole_withdraws_what_is_open_and_keeps_what_is_done(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    given_back = Settlement(reason="Xin rút", originals=["to-khai"], recipient="Nguyễn Thị Ánh Nguyệt")
    endings.withdraw(code, given_back, by=here.world.receptionist, at=MONDAY + 2 * HOUR)
    advance(code, MONDAY + 2 * HOUR)
    children = {key: row.child.status for key, row in legs(code).items()}
    assert children == {"birth": "completed", "residence": "withdrawn", "health-insurance": "withdrawn"}
    assert states(code) == {"birth": "done", "residence": "failed", "health-insurance": "failed"}
    assert Ending.objects.count() == 3
    assert healthy() == []


def test_a_supplement_stops_the_clock_of_its_part_alone_and_moves_the_whole(here):
    code = a_group(here, at=MONDAY).code
    finish(here, legs(code)["birth"], MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    before, due = parent(code).due_at, legs(code)["health-insurance"].child.due_at
    police = legs(code)["residence"].child.code
    notice = Notice(items=[Wanted(key="", name="Nơi ở", want="Ghi rõ thôn")], reasons=[SupplementReason.INACCURATE])
    supplements.ask(police, notice, by=here.officers[here.police], at=MONDAY + 2 * HOUR)
    advance(code, MONDAY + 2 * HOUR)
    assert legs(code)["health-insurance"].child.due_at == due
    assert parent(code).status == Status.PROCESSING
    assert parent(code).due_at > before
    answer_by = supplements.Supplement.objects.get().answer_by
    assert answer_by.date() == date(2026, 11, 25)  # seven working days
    supplied = MONDAY + 2 * DAY
    seen = {"#0": Seen(key="#0", note="Thôn Đông")}
    supplements.supply(police, seen, by=here.counters[here.police], at=supplied)
    advance(code, supplied)
    assert parent(code).legal_due_at >= legs(code)["residence"].child.legal_due_at
    assert healthy() == []


def test_a_group_that_exceeds_its_published_time_is_refused_at_the_counter():
    slow = a_group_world(limit=Limit(value=2, unit=LimitUnit.WORKING_DAY))
    with pytest.raises(GroupUnsound, match="vượt thời hạn đã công bố"):
        a_group(slow)
    assert not Participation.objects.exists()


def test_a_leading_part_that_was_stopped_stops_the_whole_with_the_same_ground(here):
    code = a_group(here, at=MONDAY).code
    child = legs(code)["birth"].child.code
    ground = Settlement(reason="Trẻ đã được khai sinh ở nơi khác", basis="Luật Hộ tịch, Điều 13")
    endings.stop(child, Initiator.AGENCY, ground, by=here.world.signer, at=MONDAY + HOUR)
    advance(code, MONDAY + HOUR)
    assert parent(code).status == Status.STOPPED
    assert Ending.objects.get(dossier=parent(code)).reason == ground.reason
    advance(code, MONDAY + 2 * HOUR)
    assert states(code) == {"birth": "failed", "residence": "skipped", "health-insurance": "skipped"}
    assert healthy() == []


def test_a_name_put_right_in_the_whole_is_right_in_every_part_that_goes_on(here):
    code = a_group(here, at=MONDAY).code
    part = legs(code)["birth"].child
    party = Party.objects.get(dossier=part, role=PartyRole.SUBMITTER)
    wrong = PartyDraft(name="Nguyễn Thị Ánh Nguyệt (sửa)", id_number=party.id_number, phone=party.phone)
    wanted = Corrected(parties={PartyRole.SUBMITTER: wrong})
    done = corrections.correct(code, wanted, "Ghi sai tên", by=here.world.receptionist, at=MONDAY + HOUR, key="once")
    again = corrections.correct(code, wanted, "Ghi sai tên", by=here.world.receptionist, at=MONDAY + HOUR, key="once")
    party.refresh_from_db()
    assert done == again
    assert party.name == "Nguyễn Thị Ánh Nguyệt (sửa)"
    assert outbox.history(f"dossier:{part.pk}")[-1].name == "DossierCorrected"
    assert [entry.name for entry in outbox.history(f"dossier:{part.pk}")].count("DossierCorrected") == 1
    assert healthy() == []


def test_a_whole_is_not_corrected_to_a_case_with_other_parts_than_those_begun(here):
    code = a_group(here, at=MONDAY).code
    with pytest.raises(Invalid) as no:
        corrections.correct(code, Corrected(case="can-cuoc"), "Nhầm", by=here.world.receptionist, at=MONDAY + HOUR)
    assert set(no.value.fields) == {"case"}
    assert (parent(code).case, len(states(code))) == ("", 3)


def test_two_parts_that_end_at_the_same_moment_end_the_whole_once(db):
    del db
    with own_database():
        here = a_group_world()
        code = a_group(here, at=MONDAY).code
        finish(here, legs(code)["birth"], MONDAY + HOUR)
        advance(code, MONDAY + HOUR)
        children = [legs(code)[key] for key in ("residence", "health-insurance")]
        for row in children:
            finish(here, row, MONDAY + 2 * HOUR)
        answers = at_once([lambda row=row: transfer.advance(row.child_id, at=MONDAY + 2 * HOUR) for row in children])
        assert answers == [None, None]
        told = [entry.name for entry in outbox.history(f"dossier:{parent(code).pk}")]
        assert told.count("DossierCompleted") == 1
        assert healthy() == []
