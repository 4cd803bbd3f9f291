"""Long lists at the desk: what is offered at once, what a worker writes, how that is waited for and taken."""

import re
from datetime import datetime, timedelta

import pytest

from motcua.casework.dossiers.services import processing, results
from motcua.ground.kernel import clock
from motcua.steering.indicators.services import folding
from motcua.steering.reports.models import Export, Report
from motcua.steering.reports.queries import restatement
from motcua.steering.reports.services import ordering, writing
from tests.factories.world import MORNING, VN, a_dossier

from .conftest import text

pytestmark = pytest.mark.django_db
PAGE, REGISTERS = "/office/reports/", "/office/registers/"
DECEMBER = datetime(2026, 12, 2, 9, 0, tzinfo=VN)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path


@pytest.fixture
def few(monkeypatch):
    """Let three lines be many."""
    monkeypatch.setattr(ordering, "AT_ONCE", 2)


@pytest.fixture
def month(world, frozen):
    codes = [a_dossier(world).code for _ in range(3)]
    processing.complete(codes[0], "forward", by=world.officer, at=MORNING)
    results.attach(codes[0], number="1/XN", by=world.signer, at=MORNING)
    processing.complete(codes[0], "sign", by=world.signer, at=MORNING)
    folding.follow()
    frozen(DECEMBER)
    return codes


@pytest.fixture
def report(month, counter):
    return counter.post(f"{PAGE}lap/", {"bieu": "06a", "ky": "2026-11", "idempotency_key": "k"}).headers["Location"]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def work():
    row = Export.objects.latest("pk")
    if writing.write(row.pk, row.turn, at=clock.now()):
        writing.finish(row.pk, row.turn, at=clock.now())


def test_a_short_list_is_taken_at_once_and_a_long_one_is_ordered_waited_for_and_taken(
    report, counter, month, monkeypatch
):
    here = f"{report}so/?dong=&cot=3"
    short = text(counter.get(here))
    assert f"{report}so/ho-so.xlsx?" in short
    assert "ghi-tep" not in short
    monkeypatch.setattr(ordering, "AT_ONCE", 2)
    long = text(counter.get(here))
    assert f"{report}so/ho-so.xlsx?" not in long
    assert f"{report}so/ho-so.csv?" in long
    assert "XLSX quá 2 dòng thì máy chủ ghi ở nền" in long
    refused = counter.get(f"{report}so/ho-so.xlsx?dong=&cot=3")
    assert (refused.status_code, refused.headers["Location"]) == (302, here)
    ordered = counter.post(f"{report}so/ghi-tep/", {"gi": "dossiers", "dong": "", "cot": "3"})
    assert ordered.status_code == 303
    page = ordered.headers["Location"]
    waiting = text(counter.get(page))
    assert 'hx-trigger="every 3s"' in waiting
    assert "3 dòng" in waiting
    early = counter.get(f"{page}tai/")
    assert (early.status_code, "Tệp chưa ghi xong" in words(early)) == (422, True)
    work()
    ready = text(counter.get(page))
    assert 'hx-trigger="every 3s"' not in ready
    assert "Tải XLSX, 3 dòng" in ready
    assert "giữ tệp đến 09:00 05/12/2026" in words(counter.get(page))
    file = counter.get(f"{page}tai/")
    content = b"".join(file.streaming_content)
    assert content.startswith(b"PK")
    assert file.headers["Content-Length"] == str(len(content))
    assert file.headers["Cache-Control"] == "private, no-store"
    only = text(counter.get(page, headers={"HX-Request": "true"}))
    assert only.lstrip().startswith('<section class="mc-panel" id="tep"')
    listed = words(counter.get(f"{PAGE}tep/"))
    assert "Hồ sơ của một số" in listed
    assert "Biểu số II.06a/VPCP/KSTT, tháng 11/2026: số hồ sơ tiếp nhận, tổng số, TTPVHCC xã Tân Hòa" in listed
    assert f"{PAGE}tep/" in text(counter.get(PAGE))


def test_the_notice_of_a_file_that_is_there_leads_to_its_page(report, counter, frozen, few):
    page = counter.post(f"{report}so/ghi-tep/", {"gi": "dossiers", "dong": "", "cot": "3"}).headers["Location"]
    frozen(DECEMBER + timedelta(minutes=3))
    work()
    listed = text(counter.get("/office/notices/"))
    assert "Tệp XLSX đã ghi xong" in listed
    opened = counter.post(re.search(r'formaction="([^"]+/open/)"', listed)[1])
    assert (opened.status_code, opened.headers["Location"]) == (303, page)


def test_somebody_else_has_no_such_file(report, counter, at_desk, few):
    page = counter.post(f"{report}so/ghi-tep/", {"gi": "dossiers", "dong": "", "cot": "3"}).headers["Location"]
    work()
    head = at_desk("head")
    assert head.get(page).status_code == head.get(f"{page}tai/").status_code == 404
    assert head.post(f"{page}ghi-lai/").status_code == 404
    assert "Chưa đặt tệp nào" in words(head.get(f"{PAGE}tep/"))
    assert f"{PAGE}tep/" not in text(head.get(PAGE))


def test_what_could_not_be_written_says_so_and_is_ordered_again(report, counter, few, monkeypatch):
    page = counter.post(f"{report}so/ghi-tep/", {"gi": "dossiers", "dong": "", "cot": "3"}).headers["Location"]

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(writing.spool, "keep", full)
        with pytest.raises(OSError, match="No space"):
            work()
    failed = counter.get(page)
    assert "Không ghi được" in words(failed)
    assert "hết chỗ" in words(failed)
    again = counter.post(f"{page}ghi-lai/")
    assert again.status_code == 303
    work()
    assert "Đã ghi xong" in words(counter.get(again.headers["Location"]))


@pytest.mark.parametrize("sent", [{"gi": "x"}, {"gi": "dossiers", "cot": "99"}, {"gi": "moved", "cot": ""}, {}])
def test_an_order_of_what_is_not_there_is_answered_so(report, counter, sent):
    assert counter.post(f"{report}so/ghi-tep/", sent).status_code == 404


def test_a_long_register_is_ordered_from_its_page(month, world, counter, at_desk, few):
    page = text(counter.get(REGISTERS))
    assert f"{REGISTERS}{world.centre}/2026.xlsx" not in page
    assert "XLSX quá 2 dòng thì máy chủ ghi ở nền" in page
    assert counter.get(f"{REGISTERS}{world.centre}/2026.xlsx").status_code == 302
    assert at_desk("leader").post(f"{REGISTERS}{world.centre}/2026/ghi-tep/").status_code == 403
    ordered = counter.post(f"{REGISTERS}{world.centre}/2026/ghi-tep/")
    assert ordered.status_code == 303
    work()
    done = counter.get(ordered.headers["Location"])
    assert "Tải XLSX, 3 dòng" in words(done)
    assert f"{REGISTERS}?agency={world.centre}&amp;year=2026" in text(done)


def test_what_moved_a_number_is_given_whole_at_once_or_by_a_worker(report, counter, at_desk, world, monkeypatch):
    head, digest = at_desk("head"), Report.objects.get().digest
    head.post(f"{report}viec/kiem-tra/", {"seen": digest})
    head.post(f"{report}viec/ky/", {"seen": digest, "confirmed": "1"})
    late = [a_dossier(world).code for _ in range(3)]
    folding.follow()
    here = f"{report}so/?dong=&cot=3"
    assert "Tải đủ 3 hồ sơ" in words(counter.get(here))
    said = b"".join(counter.get(f"{report}so/thay-doi.csv?dong=&cot=3").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1:] for line in said.split()[-3:]] == [[code, "0", "1", "1"] for code in late]
    assert counter.get(f"{report}so/thay-doi.pdf?dong=&cot=3").status_code == 404
    monkeypatch.setattr(restatement, "AT_ONCE", 2)
    partly = words(counter.get(here))
    assert "Trang này mới xét 2 hồ sơ đầu: 2 hồ sơ làm số thay đổi, cộng lại +2 trong chênh lệch +3" in partly
    assert "chưa quy được" not in partly  # nobody knows yet
    assert counter.get(f"{report}so/thay-doi.csv?dong=&cot=3").status_code == 302
    ordered = counter.post(f"{report}so/ghi-tep/", {"gi": "moved", "dong": "", "cot": "3"})
    work()
    done = words(counter.get(ordered.headers["Location"]))
    assert "Đã xét 3 hồ sơ có thêm việc: 3 hồ sơ làm số thay đổi, cộng lại +3; số trong báo cáo chênh +3." in done
