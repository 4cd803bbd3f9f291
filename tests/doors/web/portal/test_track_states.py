"""What a citizen reads of every state: what it is, what he must do and until when; no name, no typed word, no guess."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

import pytest

from motcua.casework.dossiers.models import Dossier, Letter, RuleSet
from motcua.casework.dossiers.queries import public
from motcua.casework.dossiers.queries.papers import texts as papers
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.rulesets import PARAMETERS
from motcua.casework.dossiers.services import (
    apologies,
    corrections,
    endings,
    intake,
    mirrors,
    obligations,
    processes,
    processing,
    results,
    submissions,
    supplements,
    suspensions,
)
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.mirrors import Observed
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import (
    Form,
    IdentityCheck,
    Initiator,
    PauseCause,
    ReturnMethod,
    Status,
    SupplementReason,
)
from motcua.casework.procedures.services import offers
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import FOUNDED, MARITAL, MORNING, a_dossier, a_submission, process

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "Điều bí mật gõ tay"
PERSONAL = ("Nguyệt", "036179004417", "4417", "0912345678", "Đoàn Thanh Tùng", "Mai Thị Thảo", "Nguyễn Văn Hòa", SECRET)
NOTICE = Notice(
    items=(Wanted(key="form", name=SECRET, want=SECRET, why=SECRET),),
    reasons=(SupplementReason.INACCURATE,),
    guidance=SECRET,
)
ENDING = Settlement(reason=SECRET, basis=SECRET, finance=SECRET, originals=("form",), recipient=SECRET)


@dataclass
class Story:
    """Brings one dossier into a state and says when to look."""

    world: object

    def new(self):
        return a_dossier(self.world).code

    def taken(self):
        code = self.new()
        processing.take(code, by=self.world.officer, at=MORNING + HOUR)
        return code

    def submitted(self):
        return submissions.submit(
            replace(a_submission(self.world), papers={}), by=self.world.receptionist, at=MORNING
        ).code

    def to_the_signer(self, code):
        processing.complete(code, "forward", SECRET, by=self.world.officer, at=MORNING + 2 * HOUR)
        processing.take(code, by=self.world.signer, at=MORNING + 2 * HOUR)
        results.attach(code, number="15/XN", abstract=SECRET, by=self.world.signer, at=MORNING + 2 * HOUR)

    def asked(self):
        code = self.taken()
        supplements.ask(code, NOTICE, by=self.world.officer, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def asked_before(self):
        code = self.submitted()
        supplements.ask(code, NOTICE, by=self.world.receptionist, at=MORNING + HOUR)
        return code, MORNING + 3 * HOUR

    def owing(self):
        code = self.taken()
        obligations.demand(code, SECRET, SECRET, by=self.world.officer, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def paused(self, cause=PauseCause.OUTAGE):
        code = self.taken()
        suspensions.pause(code, cause, SECRET, SECRET, by=self.world.leader, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def restarted(self):
        code, _ = self.asked()
        came = {"form": Seen(key="form", originals=1, note=SECRET)}
        supplements.supply(code, came, SECRET, by=self.world.receptionist, at=MORNING + 5 * DAY)
        return code, MORNING + 5 * DAY + HOUR

    def late(self):
        return self.taken(), MORNING + 9 * DAY

    def extended(self):
        code = self.taken()
        apologies.draft(code, by=system("test"), at=MORNING + 6 * DAY)
        said = {"cause": "workload", "cause_text": SECRET, "new_due_at": MORNING + 13 * DAY}
        apologies.approve(code, Letter.objects.latest("pk").pk, said, by=self.world.leader, at=MORNING + 6 * DAY)
        return code, MORNING + 9 * DAY

    def late_again(self):
        code, _ = self.extended()
        return code, MORNING + 20 * DAY

    def corrected(self):
        code = self.taken()
        wanted = Corrected(return_method=ReturnMethod.POST)
        corrections.correct(code, wanted, SECRET, by=self.world.receptionist, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def completed(self):
        code = self.taken()
        self.to_the_signer(code)
        processing.complete(code, "sign", SECRET, by=self.world.signer, at=MORNING + 3 * HOUR)
        return code, MORNING + 4 * HOUR

    def rejected(self):
        with_no = process("with-no")
        flow = FlowDraft(source="sign", target="return", outcome="no", label="Không đủ điều kiện", effect="reject")
        processes.publish(replace(with_no, flows=(*with_no.flows, flow)), at=FOUNDED)
        offers.offer(
            MARITAL, agency_id=self.world.centre, competent_id=self.world.committee, process="with-no",
            valid_from=MORNING.date(), by=system("test"), at=MORNING - DAY,
        )  # fmt: skip
        code = self.taken()
        self.to_the_signer(code)
        processing.complete(code, "no", SECRET, by=self.world.signer, at=MORNING + 3 * HOUR)
        return code, MORNING + 4 * HOUR

    def handed_over(self, code):
        receipt = Receipt(recipient=SECRET, identity_check=IdentityCheck.RECEIPT)
        results.hand_over(code, receipt, by=self.world.receptionist, at=MORNING + 4 * HOUR)
        return code, MORNING + 5 * HOUR

    def withdrawn(self):
        code = self.taken()
        endings.withdraw(code, ENDING, by=self.world.receptionist, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def stopped(self):
        code = self.taken()
        endings.stop(code, Initiator.AGENCY, ENDING, by=self.world.leader, at=MORNING + 2 * HOUR)
        return code, MORNING + 3 * HOUR

    def stopped_for_inaction(self):
        code, _ = self.asked()
        endings.stop(code, Initiator.INACTION, ENDING, by=self.world.leader, at=MORNING + 90 * DAY)
        return code, MORNING + 91 * DAY

    def declined(self):
        done = intake.decline(a_submission(self.world), SECRET, SECRET, by=self.world.receptionist, at=MORNING)
        return done.code, MORNING + HOUR

    def mirrored(self, status=Status.PROCESSING):
        told = Observed(
            code="G22.99.05-261118-0007", partner="bo-tu-phap", procedure=MARITAL, agency_id=self.world.centre,
            status=status, seen_at=MORNING - HOUR, received_at=MORNING - DAY, due_at=MORNING + 3 * DAY,
            applicant="Nguyễn Thị Ánh Nguyệt",
        )  # fmt: skip
        mirrors.observe(told, by=system("test"), at=MORNING)
        return told.code, MORNING + HOUR


SAYS = {
    "running": (lambda s: (s.new(), MORNING + HOUR), ["17:00 thứ Năm, 26/11/2026", "Đang đúng tiến độ"]),
    "submitted": (lambda s: (s.submitted(), MORNING + HOUR), ["Đã gửi ngày 19/11", "dự kiến xem xong trước 09:30"]),
    "submitted late": (lambda s: (s.submitted(), MORNING + 5 * DAY), ["xem chậm hơn dự kiến và xin lỗi"]),
    "asked": (Story.asked, ["Bổ sung trước 17:00", "đang chờ ông/bà", "Ngày hẹn trước khi tạm dừng: 17:00 thứ Năm, 26/11"]),
    "asked, past": (lambda s: (s.asked()[0], MORNING + 90 * DAY), ["Đã quá ngày này"]),
    "asked before": (Story.asked_before, ["Cần bổ sung trước khi nhận", "Bổ sung trước 17:00", "chưa được nhận"]),
    "owing": (Story.owing, ["Nộp tiền theo thông báo", "Thời gian chờ không tính vào hạn"]),
    "paused": (Story.paused, ["Tạm dừng từ 19/11", "sự cố đã công bố", "không phải làm gì"]),
    "to confirm": (lambda s: s.paused(PauseCause.CONFIRMATION), ["xác nhận qua VNeID"]),
    "restarted": (Story.restarted, ["17:00 thứ Ba, 01/12/2026", "Ngày hẹn đầu: 17:00 thứ Năm, 26/11/2026", "tính lại từ đầu"]),
    "late": (Story.late, ["Đã hẹn trả 17:00 thứ Năm, 26/11", "đã trễ hẹn và xin lỗi", "0299 3 123 456"]),
    "extended": (Story.extended, ["Ngày hẹn đầu: 17:00 thứ Năm, 26/11", "09:00 thứ Tư, 02/12/2026", "đã xin lỗi", "kèm thư xin lỗi"]),
    "late again": (Story.late_again, ["Ngày hẹn đầu: 17:00 thứ Năm, 26/11", "Đã hẹn lại 09:00 thứ Tư, 02/12", "Thư xin lỗi đã gửi ngày 25/11"]),
    "corrected": (Story.corrected, ["Đang đúng tiến độ"]),
    "completed": (Story.completed, ["Mời ông/bà đến nhận"]),
    "rejected": (Story.rejected, ["Có văn bản trả lời", "chưa đủ điều kiện"]),
    "returned": (lambda s: s.handed_over(s.completed()[0]), ["Đã trả kết quả"]),
    "rejection returned": (lambda s: s.handed_over(s.rejected()[0]), ["Đã trả văn bản trả lời", "nộp hồ sơ mới"]),
    "withdrawn": (Story.withdrawn, ["Đã rút ngày 19/11/2026"]),
    "stopped": (Story.stopped, ["Dừng ngày 19/11/2026", "theo quyết định của cơ quan"]),
    "stopped for inaction": (Story.stopped_for_inaction, ["quá thời gian chờ bổ sung"]),
    "declined": (Story.declined, ["Không nhận hồ sơ", "Lý do ghi trong phiếu"]),
    "mirrored": (Story.mirrored, ["giải quyết ở hệ thống khác", "Hẹn trả 09:00 Chủ nhật, 22/11/2026"]),
    "mirrored, asked": (lambda s: s.mirrored(Status.SUPPLEMENT), ["làm ở hệ thống đó"]),
    "mirrored, done": (lambda s: s.mirrored(Status.RETURNED), ["giải quyết ở hệ thống khác"]),
}  # fmt: skip


@pytest.fixture
def look(client, monkeypatch):
    """Return the text of a page at a moment, without marks."""

    def at(address, moment, **query):
        monkeypatch.setattr(clock, "now", lambda: moment)
        response = client.get(address, query)
        assert response.status_code == 200, response.content.decode()
        return unescape(re.sub(r"<[^>]+>", "", response.content.decode())).replace("\xa0", " ")

    return at


@pytest.mark.parametrize("state", SAYS)
def test_every_state_says_what_it_is_and_what_to_do_until_when_in_both_languages(world, look, client, state):
    tell, said = SAYS[state]
    code, at = tell(Story(world))
    page = look("/tra-cuu/", at, ma=code)
    assert [words for words in said if words not in page] == []
    paper = look("/verify/", at, ma=code)
    seen = public.track(code, at=at)
    assert ("Ngày hẹn đầu" in paper) is seen.moved
    assert ("hệ thống đó báo" in paper) is seen.mirrored
    client.post("/ngon-ngu/", {"language": "en"})
    english, english_paper = look("/tra-cuu/", at, ma=code), look("/verify/", at, ma=code)
    for left in ("ông/bà", "Ngày hẹn", "Bổ sung trước", "Tạm dừng từ", "xin lỗi", "Đã gửi", "hệ thống", "nay:"):
        assert left not in english + english_paper, left
    for text in (page, paper, english, english_paper):
        assert [name for name in PERSONAL if name in text.replace(code, "")] == []


def test_a_paper_that_names_an_earlier_promise_is_told_so(world, look, client, monkeypatch):
    code, at = Story(world).restarted()
    monkeypatch.setattr(clock, "now", lambda: at)
    said = client.post("/verify/", {"giay": f"ma={code};han=2026-11-26T17:00"}).content.decode()
    assert "đã hẹn trước đây" in said
    other = client.post("/verify/", {"giay": f"ma={code};han=2026-11-25T17:00"}).content.decode()
    assert "không phải ngày nào đã hẹn" in other


def test_what_no_text_confirms_is_never_shown_to_citizens_as_law(world, look, client):
    """Neither on any page that can be reached, nor in any state, nor on a receipt."""
    unconfirmed = set(RuleSet.objects.get(code="N118_2026").unconfirmed)
    sources = {PARAMETERS[name].source for name in unconfirmed}
    labels = {PARAMETERS[name].label for name in unconfirmed}
    specific = {source for source in sources if ", Điều" in source} | {"mặc định của phần mềm"}
    assert specific > {"mặc định của phần mềm"}
    pages, texts = ["/"], {}
    while pages and len(texts) < 120:
        address = pages.pop()
        response = client.get(address)
        texts[address] = response.content.decode()
        found = re.findall(r'href="(/(?!office|static|api)[^"#?]*/)"', texts[address])
        pages += [link for link in dict.fromkeys(found) if link not in texts and link not in pages]
    assert len(texts) > 20
    for state, (tell, _) in SAYS.items():
        if not state.startswith("mirrored,"):  # one dossier of another system is enough
            code, at = tell(Story(world))
            texts[f"/tra-cuu/ {state}"] = look("/tra-cuu/", at, ma=code)
    received, declined = a_dossier(world).code, Story(world).declined()[0]
    texts["receipt"] = str(papers.of(Dossier.objects.get(code=received).pk, Form.RECEIPT))
    texts["refusal"] = str(papers.of(Dossier.objects.get(code=declined).pk, Form.REFUSAL))
    shown = [
        (address, words) for address, text in texts.items() for words in specific | labels if words in unescape(text)
    ]
    assert shown == []


def test_tracking_keeps_to_its_budget_in_every_state(world, look, queries):
    for state in ("extended", "asked", "withdrawn", "mirrored"):
        code, at = SAYS[state][0](Story(world))
        look("/tra-cuu/", at, ma=code)
        with queries(max=12):
            look("/tra-cuu/", at, ma=code)
