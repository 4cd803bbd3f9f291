"""The receipt is there when the citizen waits for it, once, and only for those who may see it."""

import io
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries import rulesets
from motcua.casework.dossiers.queries.papers import issued, reception, texts
from motcua.casework.dossiers.rules import qr
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import intake, papers
from motcua.casework.dossiers.vocabulary import Form, FormSet, PartyRole
from motcua.config.file_store import DiskStore
from motcua.ground.kernel.actors import CITIZEN
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox import services as deliveries
from motcua.tools.documents import ports
from motcua.tools.documents import queries as documents
from motcua.tools.documents.errors import ReadingNotAllowed
from tests.factories.world import BIRTH, MORNING, a_dossier, a_submission, a_world

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(minutes=1)


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    return a_world()


def a_refusal(world):
    return intake.decline(
        a_submission(world),
        "Thửa đất đang có tranh chấp.",
        "Luật Đất đai 2024, Điều 133",
        by=world.receptionist,
        at=MORNING,
    )


def _bytes(stored):
    return b"".join(stored.chunks)


def _said(content):
    document = pypdfium2.PdfDocument(content)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    picture = document[0].render(scale=4).to_pil()
    document.close()
    return text, qr.parse(zxingcpp.read_barcodes(picture)[0].text)


def test_the_first_to_ask_gets_the_receipt_even_before_the_job(world):
    code = a_dossier(world).code
    stored = papers.receipt(code, by=world.receptionist, at=LATER)
    assert (stored.name, stored.media_type, stored.rendered) == (
        f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả {code}.pdf", "application/pdf", True,
    )  # fmt: skip
    text, code_said = _said(_bytes(stored))
    assert code_said["ma"] == code
    assert code_said["han"] == "2026-11-26T17:00"
    for part in (
        "ỦY BAN NHÂN DÂN XÃ TÂN HÒA",
        "Tân Hòa, ngày 19 tháng 11 năm 2026",
        "Nguyễn Thị Ánh Nguyệt",
        "036179004417",
        "Xác nhận thử năm ngày (mã thủ tục 9.000002)",
        "1 Tờ khai 1",
        "Xác nhận cư trú (lấy từ cơ sở dữ liệu, không phải nộp)",
        "05 ngày làm việc",
        "09 giờ 00, ngày 19/11/2026",
        "17 giờ 00, thứ Năm, ngày 26/11/2026",
        "Nhận kết quả tại Trung tâm Phục vụ hành chính công xã Tân Hòa, 12 đường Giữa Làng, thôn Đông.",
        "Mai Thị Thảo",
        "0299 3 123 456",
    ):
        assert part in text, part
    assert "Giấy ủy quyền" not in text  # not handed in


def test_job_and_counter_make_one_document_with_one_version(world):
    code = a_dossier(world).code
    number = issued.heading(code).id
    (entry,) = outbox.history(f"dossier:{number}")
    deliveries.deliver(entry.id, "dossiers.receipt")
    first = _bytes(papers.receipt(code, by=world.receptionist, at=LATER))
    papers.render(number, Form.RECEIPT, by=world.receptionist, at=LATER)
    assert _bytes(papers.receipt(code, by=world.receptionist, at=LATER)) == first
    (filed,) = documents.of_subject(f"dossier:{number}", purpose="receipt")
    assert filed.number == 1
    assert filed.filed_by == "system:papers"


def test_reading_again_takes_few_statements(world, queries):
    code = a_dossier(world).code
    papers.receipt(code, by=world.receptionist, at=LATER)
    with queries(max=5):
        papers.receipt(code, by=world.receptionist, at=LATER)


def test_who_gives_it_out_reads_it_and_strangers_do_not(world):
    code = a_dossier(world).code
    for nobody in (world.stranger, CITIZEN):
        with pytest.raises(ReadingNotAllowed):
            papers.receipt(code, by=nobody, at=LATER)
    assert documents.of_subject(f"dossier:{issued.heading(code).id}") == ()
    for somebody in (world.receptionist, world.backup, world.officer):
        assert _bytes(papers.receipt(code, by=somebody, at=LATER)).startswith(b"%PDF")


def test_three_parties_are_on_the_paper(world):
    handed_in = a_submission(world)
    submitter = handed_in.parties[PartyRole.SUBMITTER]
    owner = type(submitter)(name="Phạm Minh Châu", address="Số 5, xã Hòa An")
    together = {**handed_in.parties, PartyRole.OWNER: owner}
    done = intake.accept(
        type(handed_in)(
            procedure=BIRTH,
            agency_id=world.centre,
            channel=handed_in.channel,
            parties=together,
            papers={"form": Seen(key="form", originals=1, photocopies=2)},
        ),
        by=world.receptionist,
        at=MORNING,
    )
    data = reception.receipt(issued.heading(done.code).id, 0, "")
    assert (data.submitter.name, data.owner.name, data.representative) == (submitter.name, owner.name, None)
    assert (data.papers[0].originals, data.papers[0].photos, data.limit) == (1, 2, "Trong ngày")


def test_a_stranger_is_not_told_which_paper_a_dossier_has(world):
    received, declined = a_dossier(world).code, a_refusal(world).code
    with pytest.raises(ReadingNotAllowed):
        papers.refusal(received, by=world.stranger, at=LATER)
    with pytest.raises(ReadingNotAllowed):
        papers.receipt(declined, by=world.stranger, at=LATER)


def test_a_refusal_has_its_own_paper_and_no_receipt(world):
    code = a_refusal(world).code
    with pytest.raises(Refusal, match="phiếu từ chối"):
        papers.receipt(code, by=world.receptionist, at=LATER)
    text, code_said = _said(_bytes(papers.refusal(code, by=world.receptionist, at=LATER)))
    assert code_said["ma"] == code
    assert "Lý do: Thửa đất đang có tranh chấp. Căn cứ: Luật Đất đai 2024, Điều 133" in text
    assert "Mai Thị Thảo" in text
    with pytest.raises(Refusal, match="đã được tiếp nhận"):
        papers.refusal(a_dossier(world).code, by=world.receptionist, at=LATER)


def test_a_paper_is_of_the_set_of_forms_in_force_when_the_dossier_was_received(world):
    code = a_dossier(world).code
    number = issued.heading(code).id
    assert texts.of(number, Form.RECEIPT)["form"] == "Mẫu số 01, Thông tư số 03/2025/TT-VPCP"
    old = next(rules for rules, _ in rulesets.versions() if rules.form_set == FormSet.TT01_2018)
    Dossier.objects.filter(pk=number).update(ruleset=old.id)
    assert texts.of(number, Form.RECEIPT)["form"] == "Mẫu số 01, Thông tư số 01/2018/TT-VPCP"


def test_an_unknown_code_is_said_to_be_unknown(world):
    with pytest.raises(NotFound, match="Không có hồ sơ H99"):
        papers.receipt("H99", by=world.receptionist, at=LATER)


def test_the_file_on_the_way_is_a_whole_pdf(world):
    content = _bytes(papers.receipt(a_dossier(world).code, by=world.receptionist, at=LATER))
    assert len(pypdfium2.PdfDocument(io.BytesIO(content))) == 1
