"""Papers of acts: printed by themselves, numbered without a gap, kept in every version, read by those they concern."""

from itertools import chain

import pypdfium2
import pytest
from django.db import transaction

from motcua.casework.dossiers.models import Letter, PaperNumber
from motcua.casework.dossiers.queries.papers import issued, proof
from motcua.casework.dossiers.rules.forms import offices
from motcua.casework.dossiers.services import papers
from motcua.casework.dossiers.vocabulary import Form, FormSet
from motcua.config.file_store import DiskStore
from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox import services as deliveries
from motcua.ground.outbox.ports import subscribers_of
from motcua.people.agencies.models import Agency
from motcua.tools.documents import ports
from motcua.tools.documents import queries as documents
from motcua.tools.documents.errors import ReadingNotAllowed
from motcua.tools.documents.models import Version
from tests.casework.dossiers.papers import lives
from tests.casework.dossiers.papers.lives import day
from tests.factories.database import at_once, own_database
from tests.factories.world import a_world, an_officer

LIVES = (
    lives.received, lives.corrected, lives.declined, lives.asked_again, lives.apologised_twice, lives.stopped,
    lives.withdrawn, lives.verified, lives.returned, lives.rejected,
)  # fmt: skip


@pytest.fixture
def world(db, tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    return a_world()


def work(dossier):
    """Do what a worker does for the events of a dossier."""
    for entry in outbox.history(dossier.subject):
        for subscriber in subscribers_of(entry.name):
            deliveries.deliver(entry.id, subscriber)


def text_of(stored):
    document = pypdfium2.PdfDocument(b"".join(stored.chunks))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


@pytest.mark.parametrize("live", LIVES, ids=lambda live: live.__name__)
def test_every_act_prints_its_paper_by_itself_and_the_list_says_so(world, live):
    code = live(world)
    dossier = issued.heading(code)
    work(dossier)
    filed = {
        (version.purpose, key.rpartition(":")[2] if key.count(":") > 1 else "")
        for version in documents.of_subject(dossier.subject)
        for key in Version.objects.filter(pk=version.version_id).values_list("document__key", flat=True)
        if version.rendered
    }
    told = {(issue.form.value, issue.which) for issue in issued.all_of(dossier)}
    slip = set() if live is lives.returned else {("control", "")}  # the slip is printed with the result, or on demand
    assert filed == told - slip
    numbered = {(line.issue.form, bool(line.number)) for line in issued.lines(dossier.id, FormSet.TT03_2025)}
    assert all(bears == (form in offices.SIGNS) for form, bears in numbered if (form.value, "") not in slip)


def test_a_dossier_of_2018_that_is_stopped_has_no_notice_of_that_set(world):
    code = lives.stopped(world, FormSet.TT01_2018)
    work(issued.heading(code))
    assert Form.STOP not in {issue.form for issue in issued.all_of(issued.heading(code))}
    with pytest.raises(Refusal, match="chưa có"):
        papers.paper(code, Form.STOP, by=world.leader, at=day(30))


def test_numbers_follow_each_other_and_a_number_once_given_stays(world):
    codes = [lives.declined(world) for _ in range(3)]
    for code in codes:
        assert "TC-TTPVHCC" in text_of(papers.refusal(code, by=world.receptionist, at=day(20)))
    given = PaperNumber.objects.filter(form=Form.REFUSAL).order_by("serial").values_list("serial", "number")
    assert list(given) == [(1, "01/TC-TTPVHCC"), (2, "02/TC-TTPVHCC"), (3, "03/TC-TTPVHCC")]
    again = papers.render(issued.heading(codes[0]).id, Form.REFUSAL, by=world.receptionist, at=day(23))
    assert documents.latest(again).number == 1  # the same facts, the same bytes, no new version
    assert PaperNumber.objects.count() == 3


def test_a_printing_that_is_rolled_back_leaves_no_gap(world):
    first, second = lives.declined(world), lives.declined(world)
    with transaction.atomic():
        papers.render(issued.heading(first).id, Form.REFUSAL, by=world.receptionist, at=day(20))
        transaction.set_rollback(True)
    papers.render(issued.heading(second).id, Form.REFUSAL, by=world.receptionist, at=day(20))
    papers.render(issued.heading(first).id, Form.REFUSAL, by=world.receptionist, at=day(20))
    assert list(PaperNumber.objects.order_by("serial").values_list("dossier__code", "serial")) == [
        (second, 1), (first, 2),
    ]  # fmt: skip


def test_many_printers_at_once_give_each_paper_one_number_and_none_twice(db, tmp_path):
    before = ports.store()
    ports.plug(DiskStore(tmp_path))
    with own_database():
        world = a_world()
        ids = [issued.heading(lives.declined(world)).id for _ in range(4)]

        def render(number):
            return lambda: papers.render(number, Form.REFUSAL, by=world.receptionist, at=day(20))

        done = at_once([render(number) for number in [*ids, *ids]])
        assert len(set(done)) == len(ids), done
        serials = sorted(PaperNumber.objects.values_list("serial", flat=True))
        assert serials == list(range(1, len(ids) + 1))
    ports.plug(before)


def test_a_corrected_receipt_is_a_new_version_and_the_older_one_is_kept(world):
    code = lives.received(world, name="Nguyễn Thị Ánh Nguyêt")
    wrong = text_of(papers.receipt(code, by=world.receptionist, at=day(19)))
    assert "Cấp lại lúc" not in wrong
    before = issued.heading(code)
    lives.put_right(world, code)
    right = text_of(papers.receipt(code, by=world.receptionist, at=day(19, 11)))
    assert "Nguyễn Thị Ánh Nguyệt" in right
    assert "thay giấy đã cấp trước đó" in right
    versions = Version.objects.filter(document__subject=before.subject, document__purpose="receipt").order_by("number")
    assert [version.number for version in versions] == [1, 2]
    assert "Nguyêt" in text_of(documents.open_version(versions[0].pk, by=world.receptionist, at=day(19, 11)))
    title = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert proof.of(code, title, "2026-11-19T09:00").replaced
    assert not proof.of(code, title, "2026-11-19T10:00").replaced
    assert proof.of(code, title, "2026-11-19T10:01").issued_at is None
    assert not proof.of(code, "Giấy phép", "2026-11-19T10:00").known


def test_the_second_letter_tells_of_the_first_and_the_head_above_reads_both(world):
    code = lives.apologised_twice(world)
    dossier = issued.heading(code)
    work(dossier)
    first, second = [issue for issue in issued.all_of(dossier) if issue.form is Form.APOLOGY]
    said = text_of(papers.paper(code, Form.APOLOGY, second.about, by=world.leader, at=day(30)))
    for part in ("phiếu này không hẹn thêm ngày mới", "01/XL-UBND", "sau đó hẹn lại đến", "Số: 02/XL-UBND"):
        assert part in said
    assert "17 giờ 00, thứ Sáu, ngày 04/12/2026" in text_of(
        papers.paper(code, Form.APOLOGY, first.about, by=world.receptionist, at=day(30))
    )


@pytest.mark.parametrize(
    ("live", "form", "readers"),
    [
        (lives.asked, Form.SUPPLEMENT, {"receptionist", "backup", "officer", "leader", "head", "signer"}),
        (lives.declined, Form.REFUSAL, {"receptionist", "backup", "head", "leader", "signer"}),
        (lives.verified, Form.MINUTES, {"receptionist", "backup", "officer", "leader", "head", "signer"}),
    ],
)
def test_a_paper_is_read_by_whom_its_dossier_concerns(world, live, form, readers):
    code = live(world)
    (issue,) = [issue for issue in issued.all_of(issued.heading(code)) if issue.form is form]
    told = set()
    for who in ("receptionist", "backup", "head", "officer", "second_officer", "leader", "signer", "stranger"):
        try:
            papers.paper(code, form, issue.about, by=getattr(world, who), at=day(30))
        except ReadingNotAllowed:
            continue
        told.add(who)
    assert told == readers


def test_a_head_above_reads_the_letters_of_the_units_below_and_no_other_paper(world):
    code = lives.apologised(world)
    Agency.objects.filter(pk=world.committee).update(parent=world.stranger.agency_id)
    above, _ = an_officer("Vũ Thị Trên", world.stranger.agency_id, "Chủ tịch", ["unit_leader"], "above")
    (letter,) = [issue for issue in issued.all_of(issued.heading(code)) if issue.form is Form.APOLOGY]
    assert "Trần Thị Hạnh" in text_of(papers.paper(code, Form.APOLOGY, letter.about, by=above, at=day(30)))
    with pytest.raises(ReadingNotAllowed):
        papers.receipt(code, by=above, at=day(30))
    with pytest.raises(ReadingNotAllowed):
        papers.paper(code, Form.APOLOGY, letter.about, by=world.stranger, at=day(30))


def test_the_head_sees_the_letter_before_he_sends_it_and_nobody_else_does(world):
    code = lives.late(world)
    letter = Letter.objects.get(dossier__code=code)
    content = papers.preview(code, letter.pk, by=world.leader, at=day(27, 9))
    said = " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded().split())
    assert "DỰ THẢO" in said
    assert "Trần Thị Hạnh" in said
    assert documents.of_subject(issued.heading(code).subject, purpose="apology") == ()
    assert not PaperNumber.objects.exists()
    for nobody in (world.officer, world.receptionist, world.stranger):
        with pytest.raises(NotAllowed):
            papers.preview(code, letter.pk, by=nobody, at=day(27, 9))
    lives.send(world, code, day(27, 10))
    with pytest.raises(NotFound):
        papers.preview(code, letter.pk, by=world.leader, at=day(27, 11))


def test_what_an_officer_noted_for_his_colleagues_is_on_no_paper(world):
    code = lives.rejected(world)
    dossier = issued.heading(code)
    pages = [
        text_of(papers.paper(code, issue.form, issue.about, by=world.signer, at=day(30)))
        for issue in issued.all_of(dossier)
    ]
    assert "Nội dung nội bộ" not in " ".join(chain(pages))
