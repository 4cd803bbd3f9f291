"""Dossiers that have lived through an act, so that its paper can be printed: each returns the dossier's code."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from motcua.casework.dossiers.models import Dossier, Enquiry, Letter, RuleSet
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import (
    apologies,
    clockwork,
    corrections,
    endings,
    enquiries,
    intake,
    processes,
    processing,
    results,
    supplements,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.enquiries import Minutes
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    FormSet,
    IdentityCheck,
    Initiator,
    LateCause,
    PartyRole,
    SupplementReason,
)
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.actors import system
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import FOUNDED, MARITAL, MORNING, VN, a_dossier, a_submission, content, process

REFUSABLE = "9.000003"
FORM = {"form": Seen(key="form", originals=1)}
CAUSE = {"cause": LateCause.WORKLOAD, "cause_text": "Tuần này nơi giải quyết nhận nhiều hồ sơ hơn số người làm được"}
NOTICE = Notice(
    items=[
        Wanted(key="form", name="Tờ khai", want="Khai lại mục nơi sinh", why="Chưa khớp giấy chứng sinh"),
        Wanted(key="", name="", want="Ghi rõ số nhà, thôn", why="Mục nơi ở còn trống"),
    ],
    reasons=[SupplementReason.INACCURATE, SupplementReason.INCOMPLETE],
    guidance="Mẫu tờ khai có tại quầy 3; có thể gửi bản đã sửa qua Cổng dịch vụ công",
)


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of November 2026; the dossier of ``MORNING`` (Thursday 19) is due on Thursday 26."""
    return datetime(2026, 11, number, hour, minute, tzinfo=VN)


def under(form_set: FormSet, code: str) -> str:
    """Put a dossier under the newest rules of a set of forms, as if it had been received in their time."""
    rules = RuleSet.objects.filter(form_set=form_set).order_by("-valid_from", "-version").first()
    Dossier.objects.filter(code=code).update(ruleset=rules)
    return code


def received(world, form_set=FormSet.TT03_2025, procedure=MARITAL, **party):
    """A dossier of a mother, taken in on Thursday morning."""
    party = {"address": "Thôn Đông, xã Tân Hòa, tỉnh Minh Giang", **party}
    return under(form_set, a_dossier(world, procedure, **party).code)


def taken(world, form_set=FormSet.TT03_2025, procedure=MARITAL):
    """…which the officer holds since five past nine."""
    code = received(world, form_set, procedure)
    processing.take(code, by=world.officer, at=MORNING + timedelta(minutes=5))
    return code


def declined(world, form_set=FormSet.TT03_2025):
    """A submission that was turned away at the counter."""
    del form_set  # what is declined is under the rules of its day
    done = intake.decline(
        a_submission(world, address="Thôn Đông, xã Tân Hòa"),
        "Nơi cư trú của người nộp thuộc xã khác, Trung tâm không có thẩm quyền.",
        "Luật Hộ tịch 2014, Điều 13",
        by=world.receptionist,
        at=MORNING,
    )
    return done.code


def asked(world, form_set=FormSet.TT03_2025):
    """A dossier that waits for its applicant since Friday."""
    code = taken(world, form_set)
    supplements.ask(code, NOTICE, by=world.officer, at=day(20))
    return code


def asked_again(world, form_set=FormSet.TT03_2025):
    """…which was completed, and asked once more by a head with a ground."""
    code = asked(world, form_set)
    supplements.supply(code, {**FORM, "#1": Seen(key="#1", note="đã ghi")}, by=world.receptionist, at=day(20, 15))
    supplements.ask(code, replace(NOTICE, basis="Luật Hộ tịch 2014, Điều 18"), by=world.leader, at=day(23))
    return code


def late(world, form_set=FormSet.TT03_2025):
    """A dossier that passed its date; its letter waits to be approved."""
    code = taken(world, form_set)
    clockwork.strike(at=day(27, 8))
    return code


def apologised(world, form_set=FormSet.TT03_2025):
    """…with its letter and its new date."""
    code = late(world, form_set)
    send(world, code, day(27, 9))
    return code


def send(world, code, at):
    """Let the head approve the first letter."""
    letter = Letter.objects.get(dossier__code=code)
    apologies.approve(code, letter.pk, {**CAUSE, "new_due_at": letter.new_due_at}, by=world.leader, at=at)


def apologised_twice(world, form_set=FormSet.TT03_2025):
    """…and passed the new date too."""
    code = apologised(world, form_set)
    passed = Letter.objects.get(dossier__code=code).new_due_at + timedelta(days=1)
    clockwork.strike(at=passed)
    letter = Letter.objects.get(dossier__code=code, number=2)
    apologies.approve(code, letter.pk, CAUSE, by=world.leader, at=passed + timedelta(hours=1))
    return code


def stopped(world, form_set=FormSet.TT03_2025, initiator=Initiator.APPLICANT):
    """A dossier that was stopped on its applicant's wish."""
    code = taken(world, form_set)
    settlement = Settlement(
        reason="Người nộp đề nghị dừng vì đã được cấp giấy ở nơi khác",
        basis="Đơn đề nghị ngày 20/11/2026 của người nộp",
        finance="Chưa thu lệ phí, không phải hoàn",
        originals=["form"],
        recipient="Nguyễn Thị Ánh Nguyệt",
    )
    endings.stop(code, initiator, settlement, by=world.leader, at=day(20, 14))
    return code


def withdrawn(world, form_set=FormSet.TT03_2025):
    """A dossier that its applicant took back."""
    code = taken(world, form_set)
    settlement = Settlement(reason="Kê khai nhầm", originals=["form"], recipient="Trần Văn Nam", finance="Không thu")
    endings.withdraw(code, settlement, by=world.receptionist, at=day(20, 10))
    return code


def verified(world, form_set=FormSet.TT03_2025):
    """A dossier with the minutes of a verification."""
    code = taken(world, form_set)
    enquiries.verify(code, "Xác minh nơi ở từ năm 2020 đến nay", day(24, 17), by=world.officer, at=day(20))
    minutes = Minutes(
        took_place="từ 09:30 đến 10:15 ngày 21/11/2026",
        place="Nhà văn hóa thôn Đông, xã Tân Hòa",
        participants="Đoàn Thanh Tùng, công chức tư pháp, hộ tịch\nLê Thị Sáu, trưởng thôn Đông",
        content="Người nộp ở tại thôn Đông liên tục từ năm 2020.\nHàng xóm xác nhận.",
    )
    enquiry = Enquiry.objects.get(dossier__code=code)
    enquiries.record(code, enquiry.pk, minutes, by=world.officer, at=day(23))
    return code


def corrected(world, form_set=FormSet.TT03_2025):
    """A dossier whose owner's name had been written down wrongly."""
    code = received(world, form_set, name="Nguyễn Thị Ánh Nguyêt")
    put_right(world, code)
    return code


def put_right(world, code):
    """Correct the name at ten o'clock."""
    right = a_submission(world, address="Thôn Đông, xã Tân Hòa, tỉnh Minh Giang").parties
    wanted = Corrected(parties={PartyRole.SUBMITTER: right[PartyRole.SUBMITTER]})
    corrections.correct(code, wanted, "Ghi sai dấu tên người nộp", by=world.receptionist, at=day(19, 10))


def returned(world, form_set=FormSet.TT03_2025):
    """A dossier with all that happens to one: asked and completed, given on, sent back, signed late, handed over."""
    code = asked(world, form_set)
    supplements.supply(code, {**FORM, "#1": Seen(key="#1", note="đã ghi")}, by=world.receptionist, at=day(23, 8))
    processing.assign(code, world.second_officer.post_id, by=world.leader, at=day(23, 9))
    processing.complete(code, "forward", by=world.second_officer, at=day(24, 10))
    processing.complete(code, "back", by=world.signer, at=day(24, 14))
    processing.complete(code, "forward", by=world.second_officer, at=day(25, 9))
    results.attach(code, by=world.signer, at=day(25, 10), number="15/XN-UBND", abstract="Giấy xác nhận hôn nhân")
    processing.complete(code, "sign", by=world.signer, at=day(25, 15))
    taker = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    results.hand_over(code, taker, by=world.receptionist, at=day(26, 8))
    return code


def rejected(world, form_set=FormSet.TT03_2025):
    """A dossier that does not meet the conditions; its answer is signed."""
    a_refusable_procedure(world)
    code = taken(world, form_set, REFUSABLE)
    processing.complete(code, "forward", by=world.officer, at=day(20))
    results.attach(
        code,
        by=world.signer,
        at=day(20, 14),
        number="45/UBND-VP",
        abstract="Người yêu cầu đang có vợ, có chồng theo sổ hộ tịch, chưa đủ điều kiện xác nhận",
    )
    processing.complete(code, "refuse", "Nội dung nội bộ", by=world.signer, at=day(20, 15))
    return code


def a_refusable_procedure(world) -> None:
    """Publish a procedure whose signer may answer no."""
    by, drawn = system("test"), process("refusable")
    no = FlowDraft(source="sign", target="return", outcome="refuse", label="Không đủ điều kiện", effect="reject")
    processes.publish(replace(drawn, flows=(*drawn.flows, no)), at=FOUNDED)
    publishing.publish_content(
        REFUSABLE,
        content("Xác nhận thử có thể từ chối", Limit(value=5, unit=LimitUnit.WORKING_DAY)),
        source="test",
        decision_no="02/QĐ-TEST",
        decided_on=date(2026, 1, 2),
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )
    offers.offer(
        REFUSABLE,
        agency_id=world.centre,
        competent_id=world.committee,
        process="refusable",
        valid_from=date(2026, 1, 5),
        by=by,
        at=FOUNDED,
    )


def letter_of(code) -> int:
    """Return the id of a dossier's newest letter."""
    return Letter.objects.filter(dossier__code=code).order_by("-id").values_list("pk", flat=True)[0]
