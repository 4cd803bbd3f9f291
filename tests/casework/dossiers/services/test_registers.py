"""The follow-up register: every dossier taken in that year, once; its sums are those of the tables."""

from datetime import datetime, timedelta

import pypdfium2
import pytest

from motcua.casework.dossiers.models import Book, Dossier
from motcua.casework.dossiers.queries import worklists
from motcua.casework.dossiers.queries.papers import register
from motcua.casework.dossiers.queries.worklists import Reader, Tab
from motcua.casework.dossiers.rules.forms.register import totals
from motcua.casework.dossiers.services import registers
from motcua.config.file_store import DiskStore
from motcua.ground.audit import queries as audit
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.tools.documents import ports
from motcua.tools.documents import queries as documents
from motcua.tools.documents.errors import ReadingNotAllowed
from tests.casework.dossiers.papers import archive, lives
from tests.factories.world import BIRTH, VN, a_dossier, a_world

pytestmark = pytest.mark.django_db
ASKED = datetime(2026, 12, 20, 9, 0, tzinfo=VN)
LIVES = (
    lives.received, lives.declined, lives.asked, lives.apologised, lives.stopped, lives.withdrawn, lives.returned,
    lives.rejected,
)  # fmt: skip


@pytest.fixture
def world(tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    return a_world()


def a_year(world):
    """Let every life be lived once; return the codes of what was taken in."""
    codes = [live(world) for live in LIVES]
    a_dossier(world, BIRTH, at=datetime(2027, 1, 4, 9, 0, tzinfo=VN))
    return [code for code in codes if not code.endswith("-TC")]


def text_of(stored):
    return _read(b"".join(stored.chunks))


def test_the_register_has_each_dossier_of_the_year_once_and_its_sums_are_those_of_the_tables(world):
    codes = a_year(world)
    lines = register.lines(world.centre, 2026, until=ASKED)
    assert sorted(line.code for line in lines) == sorted(codes)
    assert [line.serial for line in lines] == list(range(1, len(codes) + 1))
    sums = dict(register.totals(world.centre, 2026))
    assert sums == dict(totals(lines))
    kept = Dossier.objects.filter(agency_id=world.centre, received_at__year=2026)
    assert sums["Tổng số hồ sơ"] == kept.count() == len(codes)
    assert sums["Đã giải quyết xong"] == kept.filter(status__in=["completed", "returned"]).count() == 2
    assert sums["Trong đó trước hạn"] == 2
    assert (sums["Dừng xử lý"], sums["Công dân yêu cầu rút hồ sơ"], sums["Không được tiếp nhận"]) == (1, 1, 0)
    assert sums["Đang giải quyết"] == kept.filter(completed_at=None, ended_at=None).count()
    tabs = worklists.counts(Reader(by=world.receptionist, roles=[]), at=ASKED, soon=ASKED)
    assert tabs[Tab.RETURN] == kept.filter(status="completed").count() == 1
    assert register.years(world.centre) == (2027, 2026)
    assert register.years(world.stranger.agency_id) == ()


def test_volumes_are_printed_one_after_the_other_and_carry_their_sums(world, monkeypatch):
    codes = a_year(world)
    monkeypatch.setattr(registers, "VOLUME_LINES", 4)
    book_id = registers.order(world.centre, 2026, by=world.head, at=ASKED)
    assert registers.order(world.centre, 2026, by=world.head, at=ASKED) == book_id  # asked twice, printed once
    assert register.newest(world.centre, 2026).volume_count == 2
    registers.print_volume(book_id, 2, at=ASKED)  # not before the first
    assert register.newest(world.centre, 2026).printed == 0
    registers.print_volume(book_id, 1, at=ASKED)
    half = register.newest(world.centre, 2026)
    assert (half.printed, half.finished_at, len(half.volumes)) == (1, None, 1)
    a_dossier(world, at=ASKED + timedelta(minutes=1))  # what comes while it prints is not in it
    for _ in range(2):
        registers.print_volume(book_id, 2, at=ASKED)
    whole = register.newest(world.centre, 2026)
    assert (whole.printed, whole.finished_at) == (2, ASKED)
    pages = [documents.open_version(volume.version_id, by=world.head, at=ASKED) for volume in whole.volumes]
    contents = [b"".join(stored.chunks) for stored in pages]
    assert [archive.faults(content) for content in contents] == [(), ()]
    said = [_read(content) for content in contents]
    assert sorted(code for code in codes if (code in said[0]) != (code in said[1])) == sorted(codes)
    assert "Năm 2026, quyển số 01" in said[0]
    assert f"Tổng số hồ sơ {len(codes)}" in said[1]
    assert dict(Book.objects.get().brought) == dict(totals(register.lines(world.centre, 2026, until=ASKED)))
    assert [act for _, _, act in audit.looks(f"register:{book_id}")] == ["print", "print"]


def test_a_year_that_is_over_is_closed_and_signed_by_the_head(world):
    a_year(world)
    later = datetime(2027, 1, 5, 9, 0, tzinfo=VN)
    book_id = registers.order(world.centre, 2026, by=world.head, at=later)
    registers.print_volume(book_id, 1, at=later)
    said = text_of(documents.open_version(register.newest(world.centre, 2026).volumes[0].version_id, by=world.head,
                                          at=later))  # fmt: skip
    assert "TỜ KHÓA SỔ" in said
    assert "Phan Văn Đứng" in said
    agency, year, _ = register.by_number("2026-01/H99.24.01")
    assert (agency.id, year) == (world.centre, 2026)
    assert register.by_number("2026-02/H99.24.01") is register.by_number("BG-261110-0003") is None


def test_a_register_is_printed_and_read_by_its_own_agency_only(world):
    lives.received(world)
    for nobody in (world.stranger, world.officer, world.leader):
        with pytest.raises(NotAllowed):
            registers.order(world.centre, 2026, by=nobody, at=ASKED)
    with pytest.raises(Invalid):
        registers.order(world.centre, 2027, by=world.head, at=ASKED)
    book_id = registers.order(world.centre, 2026, by=world.receptionist, at=ASKED)
    registers.print_volume(book_id, 1, at=ASKED)
    (volume,) = register.newest(world.centre, 2026).volumes
    with pytest.raises(ReadingNotAllowed):
        documents.open_version(volume.version_id, by=world.leader, at=ASKED)


def _read(content):
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
