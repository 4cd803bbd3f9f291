"""Bags of papers from the counter to the file: taken in, handed over by scanning both sides, astray, lost, apart."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from motcua.casework.dossiers.errors import NotInBag, PaperElsewhere
from motcua.casework.dossiers.models import Divergence, PaperMove
from motcua.casework.dossiers.queries import invariants, public
from motcua.casework.dossiers.queries import slips as slip_queries
from motcua.casework.dossiers.queries import twin as queries
from motcua.casework.dossiers.queries.papers import endings as papers
from motcua.casework.dossiers.rules import barcodes
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.rulesets import Parameters
from motcua.casework.dossiers.services import (
    arrivals,
    divergences,
    endings,
    intake,
    papersets,
    processing,
    results,
    slips,
    submissions,
    supplements,
)
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.slips import Dispatch
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    Carrier,
    IdentityCheck,
    Initiator,
    LineState,
    MoveCause,
    SetKind,
    SupplementReason,
    Whereabouts,
)
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import CITIZEN
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal
from motcua.ground.outbox import queries as outbox
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, a_dossier, a_submission, a_world

pytestmark = pytest.mark.django_db
NOON, LATER = MORNING + timedelta(hours=2), MORNING + timedelta(hours=3)
BY_HAND = Dispatch(carrier=Carrier.OWN, carried_by="Lê Văn Dự")


@pytest.fixture
def world():
    return a_world()


def bags(done):
    return queries.of_codes([done.code]).get(done.code, ())


def bag(done):
    (half,) = bags(done)
    return half


def sent(world, *dossiers, to=None, by=None, at=NOON):
    """Send the first bags of dossiers in one slip; return its id."""
    slip_id = slips.pack(
        to or world.committee, [bag(done).token for done in dossiers], by=by or world.receptionist, at=at
    )
    slips.send(slip_id, BY_HAND, by=by or world.receptionist, at=at, key=uuid4().hex)
    return slip_id


def scan(token, by, at=LATER, **more):
    return arrivals.arrive(token, by=by, at=at, key=uuid4().hex, **more)


def states(slip_id):
    return {line.token: line.state for line in slip_queries.lines(slip_id)}


def ledger(token):
    return list(PaperMove.objects.filter(paper_set_id=token).order_by("seq").values_list("cause", "place", "agency_id"))


def faults():
    return [found for check in invariants.checks(every=True) for found in check.findings]


def test_a_dossier_with_paper_has_one_bag_at_its_counter_from_the_first_moment(world):
    half = bag(a_dossier(world))
    assert (half.place, half.agency_id, half.post_id) == (
        Whereabouts.AGENCY,
        world.centre,
        world.receptionist.post_id,
    )
    assert half.since == MORNING
    assert ledger(half.token) == [("taken_in", "agency", world.centre)]
    assert faults() == []


def test_a_dossier_without_paper_has_no_bag(world):
    online = replace(a_submission(world), channel=Channel.ONLINE)
    assert bags(submissions.submit(online, by=CITIZEN, at=MORNING)) == ()
    shown = replace(a_submission(world), papers={"form": Seen(key="form", from_data=True)})
    assert bags(intake.accept(shown, by=world.receptionist, at=MORNING)) == ()


def test_what_was_declined_at_the_counter_stays_with_its_owner(world):
    done = intake.decline(a_submission(world), "Không thuộc thẩm quyền", "Điều 17", by=world.receptionist, at=MORNING)
    assert bags(done) == ()


def test_papers_that_an_officer_takes_in_with_a_submission_come_into_a_bag(world):
    bare = replace(a_submission(world), channel=Channel.POSTAL, papers={})
    done = submissions.submit(bare, by=world.receptionist, at=MORNING)
    assert bags(done) == ()
    submissions.accept(done.code, {"form": Seen(key="form", originals=1)}, by=world.receptionist, at=NOON)
    assert bag(done).agency_id == world.centre
    assert faults() == []


def test_a_batch_goes_from_scan_to_scan_and_both_sides_sign(world):
    one, two = a_dossier(world), a_dossier(world)
    slip_id = sent(world, one, two)
    assert {bag(done).place for done in (one, two)} == {Whereabouts.TRANSIT}
    assert (slip := slip_queries.slip(slip_id, by=world.officer, at=NOON)) is not None
    assert (slip.number, slip.left, slip.sent_by) == ("1/PBG-2026", 2, "Mai Thị Thảo")
    with pytest.raises(Refusal, match="Còn 2 bộ chưa rõ"):
        slips.close(slip_id, by=world.officer, at=LATER)
    first = scan(barcodes.label(bag(one).token, one.code), world.officer, slip_id=slip_id)
    assert (first.cause, first.line, first.slip_id) == (MoveCause.ARRIVED, LineState.ARRIVED, slip_id)
    scan(two.code.lower(), world.officer, slip_id=slip_id)
    assert slips.close(slip_id, by=world.officer, at=LATER) == 0
    assert ledger(bag(one).token) == [
        ("taken_in", "agency", world.centre),
        ("sent", "transit", None),
        ("arrived", "agency", world.committee),
    ]
    assert [entry.name for entry in outbox.history(f"slip:{slip_id}")] == ["SlipSent", "SlipClosed"]
    assert faults() == []


def test_the_numbers_of_slips_have_no_gaps_whatever_is_packed_and_dropped(world):
    numbers = []
    for _ in range(3):
        done = a_dossier(world)
        dropped = slips.pack(world.stranger.agency_id, [bag(done).token], by=world.receptionist, at=NOON)
        slips.discard(dropped, by=world.receptionist, at=NOON)
        slip_id = slips.pack(world.committee, [bag(done).token], by=world.receptionist, at=NOON)
        with pytest.raises(Invalid, match="họ tên người mang"):
            slips.send(slip_id, Dispatch(carrier=Carrier.OWN, carried_by=" "), by=world.receptionist, at=NOON)
        numbers.append(slips.send(slip_id, BY_HAND, by=world.receptionist, at=NOON))
    assert numbers == ["1/PBG-2026", "2/PBG-2026", "3/PBG-2026"]
    next_year = datetime(2027, 1, 4, 9, 0, tzinfo=MORNING.tzinfo)
    slip_id = slips.pack(world.committee, [bag(a_dossier(world)).token], by=world.receptionist, at=next_year)
    assert slips.send(slip_id, BY_HAND, by=world.receptionist, at=next_year) == "1/PBG-2027"
    assert faults() == []


def test_a_send_a_scan_and_a_signature_that_arrive_twice_count_once(world):
    done = a_dossier(world)
    slip_id = slips.pack(world.committee, [done.code], by=world.receptionist, at=NOON)
    assert slips.pack(world.committee, [done.code], by=world.receptionist, at=NOON) == slip_id
    sends = [slips.send(slip_id, BY_HAND, by=world.receptionist, at=NOON, key="once") for _ in range(2)]
    assert sends == ["1/PBG-2026"] * 2
    scans = [arrivals.arrive(done.code, by=world.officer, at=LATER, slip_id=slip_id, key="scan") for _ in range(2)]
    assert scans[0] == scans[1]
    assert [slips.close(slip_id, by=world.officer, at=LATER, key="sign") for _ in range(2)] == [0, 0]
    assert len(ledger(bag(done).token)) == 3
    with pytest.raises(NotInBag, match="đã ở đây"):
        scan(done.code, world.officer)


def test_a_missing_bag_keeps_the_slip_open_until_the_sender_finds_it(world):
    here, gone = a_dossier(world), a_dossier(world)
    slip_id = sent(world, here, gone)
    scan(here.code, world.officer, slip_id=slip_id)
    assert slips.miss(slip_id, [bag(gone).token], by=world.officer, at=LATER) == (bag(gone).token,)
    assert bag(gone).place is Whereabouts.TRANSIT
    with pytest.raises(Refusal, match="Còn 1 bộ"):
        slips.close(slip_id, by=world.officer, at=LATER)
    found = scan(gone.code, world.receptionist)
    assert (found.cause, found.line) == (MoveCause.KEPT, LineState.KEPT)
    assert bag(gone).agency_id == world.centre
    assert slips.close(slip_id, by=world.officer, at=LATER) == 1
    assert faults() == []


def test_only_a_head_of_the_sender_writes_a_bag_off_and_a_scan_finds_it_again(world):
    done = a_dossier(world)
    slip_id, token = sent(world, done), bag(done).token
    slips.miss(slip_id, [token], by=world.officer, at=LATER)
    with pytest.raises(Invalid, match="Ghi đã tìm ở đâu"):
        arrivals.lose(slip_id, token, " ", by=world.head, at=LATER)
    with pytest.raises(NotAllowed):
        arrivals.lose(slip_id, token, "Đã tìm ở xe và hai phòng", by=world.receptionist, at=LATER)
    with pytest.raises(NotAllowed):
        arrivals.lose(slip_id, token, "Đã tìm ở xe và hai phòng", by=world.leader, at=LATER)
    arrivals.lose(slip_id, token, "Đã tìm ở xe và hai phòng", by=world.head, at=LATER)
    assert (bag(done).place, states(slip_id)[token]) == (Whereabouts.LOST, LineState.LOST)
    assert slips.close(slip_id, by=world.officer, at=LATER) == 1
    assert scan(token, world.stranger).cause is MoveCause.FOUND
    assert bag(done).agency_id == world.stranger.agency_id
    assert faults() == []


def test_a_bag_that_turns_up_at_a_third_agency_settles_its_line_and_lies_there(world):
    done = a_dossier(world)
    slip_id = sent(world, done)
    astray = scan(done.code, world.stranger)
    assert (astray.cause, astray.line) == (MoveCause.ASTRAY, LineState.ASTRAY)
    (line,) = slip_queries.lines(slip_id)
    assert line.found_at == "Ủy ban nhân dân xã Xa" or line.found_at
    assert bag(done).agency_id == world.stranger.agency_id
    forwarded = sent(world, done, by=world.stranger, at=LATER)
    scan(done.code, world.officer, at=LATER + timedelta(hours=1), slip_id=forwarded)
    assert bag(done).agency_id == world.committee
    assert slips.close(slip_id, by=world.officer, at=LATER) == 1
    assert faults() == []


def test_a_bag_that_no_slip_names_is_noted_as_surplus_on_the_one_that_is_received(world):
    named, slipped_in = a_dossier(world), a_dossier(world)
    slip_id = sent(world, named)
    scan(named.code, world.officer, slip_id=slip_id)
    surplus = scan(slipped_in.code, world.officer, slip_id=slip_id)
    assert surplus.cause is MoveCause.SURPLUS
    assert states(slip_id)[bag(slipped_in).token] is LineState.SURPLUS
    assert bag(slipped_in).agency_id == world.committee
    assert slips.close(slip_id, by=world.officer, at=LATER) == 1
    assert faults() == []


def test_a_bag_that_left_without_its_slip_leaves_the_slip_too(world):
    done = a_dossier(world)
    slip_id = slips.pack(world.committee, [done.code], by=world.receptionist, at=NOON)
    assert scan(done.code, world.officer).cause is MoveCause.SURPLUS
    assert slip_queries.lines(slip_id) == ()
    with pytest.raises(Invalid, match="chưa có bộ nào"):
        slips.send(slip_id, BY_HAND, by=world.receptionist, at=LATER)


def test_damage_is_written_on_the_line(world):
    done = a_dossier(world)
    slip_id = sent(world, done)
    assert scan(done.code, world.officer, damage="Rách bìa, ướt hai tờ").line is LineState.DAMAGED
    (line,) = slip_queries.lines(slip_id)
    assert (line.note, line.differs) == ("Rách bìa, ướt hai tờ", True)


def test_what_cannot_be_packed_is_refused_in_words(world):
    done, mine = a_dossier(world), world.receptionist
    slip_id = slips.pack(world.committee, [], by=mine, at=NOON)
    wrong = bag(done).token[:-1] + str((int(bag(done).token[-1]) + 1) % 10)
    for scanned, words in (
        (wrong, "đọc sai một chữ số"),
        (barcodes.slip_token(slip_id), "mã của phiếu"),
        ("H99.24.01-261119-0999", "Không có bộ giấy nào"),
        (barcodes.token(SetKind.PAPERS, 999999, 1), "Không có bộ giấy"),
        ("", "Quét mã trên bì"),
    ):
        with pytest.raises(NotInBag, match=words):
            slips.add(slip_id, scanned, by=mine, at=NOON)
    with pytest.raises(NotAllowed):
        slips.add(slip_id, done.code, by=world.officer, at=NOON)
    with pytest.raises(Invalid, match="khác cơ quan mình"):
        slips.pack(world.centre, [done.code], by=mine, at=NOON)
    elsewhere = slips.pack(world.stranger.agency_id, [], by=mine, at=NOON)
    with pytest.raises(NotInBag, match="không ở bước của cơ quan nhận") as told:
        slips.add(elsewhere, done.code, by=mine, at=NOON)
    assert told.value.code == "wrong_way"
    slips.add(elsewhere, done.code, by=mine, at=NOON, anyway=True)
    with pytest.raises(NotInBag, match="phiếu khác"):
        slips.add(slip_id, done.code, by=mine, at=NOON)


def test_two_bags_of_one_dossier_are_told_apart_by_their_own_numbers(world):
    done = a_dossier(world)
    slip_id = sent(world, done)
    scan(done.code, world.officer, slip_id=slip_id)
    papersets.take_in(done.code, by=world.receptionist, at=LATER)
    first, second = bags(done)
    assert (first.agency_id, second.agency_id, second.part) == (world.committee, world.centre, 2)
    with pytest.raises(NotInBag, match="nhiều bộ giấy"):
        scan(done.code, world.stranger)
    assert scan(second.token, world.officer).cause is MoveCause.SURPLUS
    assert faults() == []


def test_a_supplement_brings_the_papers_back_into_the_bag_or_begins_another(world):
    done = a_dossier(world)
    scan(sent_code(world, done), world.officer)
    processing.take(done.code, by=world.officer, at=LATER)
    notice = Notice(
        items=[Wanted(key="mandate", name="Giấy ủy quyền", want="Nộp bản chính")],
        reasons=[SupplementReason.INCOMPLETE],
    )
    supplements.ask(done.code, notice, by=world.officer, at=LATER)
    supplements.supply(
        done.code, {"mandate": Seen(key="mandate", originals=1)}, by=world.receptionist, at=LATER + timedelta(days=1)
    )
    old, new = bags(done)
    assert (old.agency_id, new.agency_id) == (world.committee, world.centre)
    assert faults() == []


def sent_code(world, done):
    sent(world, done)
    return done.code


def test_papers_go_back_to_an_applicant_who_is_waited_for_and_no_other(world):
    done = a_dossier(world)
    with pytest.raises(Refusal, match="đang cần bộ giấy"):
        papersets.give_back(done.code, by=world.receptionist, at=NOON)
    endings.withdraw(
        done.code,
        Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt"),
        by=world.receptionist,
        at=NOON,
    )
    assert papersets.give_back(done.code, by=world.receptionist, at=LATER).cause is MoveCause.GIVEN_BACK
    assert bag(done).place is Whereabouts.APPLICANT
    divergences.watch(at=LATER + timedelta(days=9))
    assert not Divergence.objects.exists()


def test_originals_that_a_stop_leaves_here_are_owed_on_its_paper_and_on_the_list_until_given_back(world):
    done = a_dossier(world)
    processing.take(done.code, by=world.officer, at=NOON)
    ended = Settlement(reason="Trùng hồ sơ đã giải quyết", basis="Mẫu 05")
    endings.stop(done.code, Initiator.AGENCY, ended, by=world.leader, at=NOON)
    assert "Tờ khai (1 bản chính)" in papers.stop(bags(done)[0].dossier_id, 0, "1/TB").kept
    divergences.watch(at=LATER + timedelta(days=9))
    assert not Divergence.objects.exists(), "who has been stopped comes when he likes"
    (waits,) = queries.to_give_back(world.centre)
    assert waits.code == done.code
    assert papersets.give_back(done.code, by=world.receptionist, at=LATER + timedelta(days=9)).code == done.code
    assert bag(done).place is Whereabouts.APPLICANT
    assert not queries.to_give_back(world.centre)


def test_a_withdrawal_gives_back_what_is_here_and_owes_what_is_under_way(world):
    done = a_dossier(world)
    wish = Settlement(reason="Đổi ý")
    with pytest.raises(Invalid, match="Trả lại bản chính"):
        endings.withdraw(done.code, wish, by=world.receptionist, at=NOON)
    sent(world, done)
    endings.withdraw(done.code, wish, by=world.receptionist, at=LATER)
    assert papers.withdrawal(bags(done)[0].dossier_id, 0, "").kept


def walk_to_return(world, done, at):
    processing.take(done.code, by=world.officer, at=at)
    processing.complete(done.code, "forward", by=world.officer, at=at)
    results.attach(done.code, number="15/XN-UBND", by=world.signer, at=at)
    processing.complete(done.code, "sign", by=world.signer, at=at)


def test_a_result_on_paper_is_a_bag_of_its_own_that_goes_to_the_counter_and_out(world):
    done = a_dossier(world)
    scan(sent_code(world, done), world.officer)
    walk_to_return(world, done, LATER)
    for _ in range(2):
        papersets.issue_result(bags(done)[0].dossier_id, world.committee, at=LATER)
    _papers, result = sorted(bags(done), key=lambda half: half.kind)
    assert (result.kind, result.agency_id, result.wanted) == (
        SetKind.RESULT,
        world.committee,
        (Whereabouts.AGENCY, world.centre),
    )
    assert [half.token for half in queries.to_hand_over(world.committee)] == [result.token]
    need = Parameters(acts_need_paper=True)
    with pytest.raises(PaperElsewhere):
        papersets.require_paper(result.dossier_id, world.centre, need, kind=SetKind.RESULT)
    slip_id = slips.pack(world.centre, [result.token], by=world.signer, at=LATER)
    slips.send(slip_id, BY_HAND, by=world.signer, at=LATER)
    scan(result.token, world.receptionist, at=LATER + timedelta(minutes=30))
    papersets.require_paper(result.dossier_id, world.centre, need, kind=SetKind.RESULT)
    receipt = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    results.hand_over(done.code, receipt, by=world.receptionist, at=LATER + timedelta(hours=1))
    papersets.given_to_applicant(
        result.dossier_id, SetKind.RESULT, by=world.receptionist.ref, at=LATER + timedelta(hours=1)
    )
    divergences.watch(at=LATER + timedelta(days=30))
    places = {half.kind: half.place for half in bags(done)}
    assert places == {SetKind.PAPERS: Whereabouts.ARCHIVE, SetKind.RESULT: Whereabouts.APPLICANT}
    assert not Divergence.objects.exists()
    assert faults() == []


def test_a_result_that_was_given_out_before_anybody_labelled_it_has_no_bag(world):
    done = a_dossier(world)
    walk_to_return(world, done, LATER)
    receipt = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    results.hand_over(done.code, receipt, by=world.receptionist, at=LATER)
    papersets.issue_result(bag(done).dossier_id, world.committee, at=LATER)
    assert [half.kind for half in bags(done)] == [SetKind.PAPERS]


def test_an_agency_may_act_only_with_the_papers_where_the_rules_ask_for_them(world):
    done = a_dossier(world)
    dossier_id, need = bag(done).dossier_id, Parameters(acts_need_paper=True)
    papersets.require_paper(dossier_id, world.committee, Parameters())
    with pytest.raises(PaperElsewhere, match="Quét nhận giấy"):
        papersets.require_paper(dossier_id, world.committee, need)
    scan(sent_code(world, done), world.officer)
    papersets.require_paper(dossier_id, world.committee, need)
    bare = replace(a_submission(world), papers={"form": Seen(key="form", from_data=True)})
    without = public.track(intake.accept(bare, by=world.receptionist, at=MORNING).code)
    papersets.require_paper(without.id, world.committee, need)


def test_halves_apart_are_raised_once_after_the_hours_of_the_rules_and_ended_by_the_scan(world):
    done = a_dossier(world)
    token = bag(done).token
    due = MORNING + timedelta(days=1)  # eight working hours: Thursday 09:00 to Friday 09:30
    divergences.watch(at=due)
    assert not Divergence.objects.exists()
    for minutes in (30, 45, 60):
        divergences.watch(at=due + timedelta(minutes=minutes))
    (raised,) = Divergence.objects.all()
    assert (raised.paper_set_id, raised.since, raised.wanted_id) == (token, MORNING, world.committee)
    assert queries.diverging([done.code, "x"]) == {done.code}
    assert [half.token for half in queries.divergences(world.committee)] == [token]
    assert queries.divergences(world.stranger.agency_id) == ()
    scan(sent_code(world, done), world.officer, at=due + timedelta(hours=2))
    assert queries.diverging([done.code]) == frozenset()
    divergences.watch(at=due + timedelta(hours=3))
    assert [entry.name for entry in outbox.history(f"bag:{token}")] == [
        "DivergenceRaised", "DivergenceEnded", "PaperMoved",
    ]  # fmt: skip
    assert faults() == []


def test_the_watch_ends_what_the_work_itself_brought_together(world):
    done = a_dossier(world)
    walk_to_return(world, done, LATER)
    divergences.watch(at=LATER + timedelta(days=5))
    assert not Divergence.objects.exists()  # concluded: nobody waits for the papers, they are filed where they lie
    assert bag(done).place is Whereabouts.ARCHIVE


def test_the_ledger_of_a_bag_is_never_changed(world):
    a_dossier(world)
    for change in ("UPDATE dossiers_papermove SET place = 'lost'", "DELETE FROM dossiers_papermove"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_bag_is_in_exactly_one_place_and_on_one_open_slip(world):
    done = a_dossier(world)
    sent(world, done)
    for change in (
        "UPDATE dossiers_paperset SET agency_id = (SELECT min(id) FROM agencies_agency)",
        "UPDATE dossiers_paperset SET slip_id = NULL",
        "UPDATE dossiers_slipline SET state = 'arrived'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        ("UPDATE dossiers_paperset SET since = since + interval '1 hour'", "sổ di chuyển"),
        ("UPDATE dossiers_slipregister SET last_serial = 7", "phiếu"),
        (
            (
                "UPDATE dossiers_slip SET state = 'closed', closed_at = sent_at, closed_by_id = sent_by_id, "
                "closed_post_id = sent_post_id"
            ),
            "chưa rõ",
        ),
        ("DELETE FROM dossiers_slipline", "không nằm trên phiếu"),
    ],
)
def test_the_doctor_finds_what_somebody_tampered_with(world, tamper, said):
    sent(world, a_dossier(world))
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute(tamper)
    assert [found for found in faults() if said in found.sentence]


def test_one_bag_scanned_at_two_agencies_at_once_lies_at_one_of_them(db):
    with own_database():
        world = a_world()
        done = a_dossier(world)
        slip_id, token = sent(world, done), bag(done).token
        told = at_once([
            lambda: arrivals.arrive(token, by=world.officer, at=LATER, slip_id=slip_id, key="a"),
            lambda: arrivals.arrive(token, by=world.stranger, at=LATER, key="b"),
            lambda: arrivals.lose(slip_id, token, "Đã tìm", by=world.head, at=LATER, key="c"),
        ])  # fmt: skip
        assert [each for each in told if isinstance(each, Exception) and not isinstance(each, Refusal)] == []
        assert [line.state for line in slip_queries.lines(slip_id)] != [LineState.ON_WAY]
        assert faults() == []
