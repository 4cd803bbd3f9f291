"""The register's desk: sums, printing with its progress, the lines as a table; and the papers on a dossier's page."""

from datetime import datetime

import pytest

from motcua.casework.dossiers.queries.papers import register
from motcua.casework.dossiers.services import registers
from tests.casework.dossiers.papers import lives
from tests.factories.world import MORNING, VN, a_dossier

from .conftest import forms, text

pytestmark = pytest.mark.django_db
PAGE = "/office/registers/"


def test_the_page_says_the_sums_and_prints_on_demand_with_its_progress(world, counter, frozen):
    codes = [a_dossier(world).code, a_dossier(world).code]
    shown = text(counter.get(PAGE))
    assert "Sổ theo dõi hồ sơ năm 2026" in shown
    assert "Tổng số hồ sơ" in shown
    assert "chưa in lần nào" in shown
    asked = counter.post(f"{PAGE}in/", {"agency": world.centre, "year": "2026"})
    assert asked.status_code == 303
    under_way = text(counter.get(asked.headers["Location"]))
    assert "xong 0 trên 1 quyển" in under_way
    assert 'hx-trigger="every 3s"' in under_way
    frozen(datetime(2026, 11, 19, 9, 30, tzinfo=VN))
    stalled = counter.get(PAGE)
    assert "In đã lâu mà chưa xong" in text(stalled)
    assert f"{PAGE}in/" in forms(stalled)
    book = register.newest(world.centre, 2026)
    registers.print_volume(book.id, 1, at=MORNING)
    done = text(counter.get(PAGE))
    assert "Quyển số 01" in done
    assert 'hx-trigger="every 3s"' not in done
    printed = counter.get(f"{PAGE}in/{book.id}/quyen-1.pdf")
    assert printed.headers["Content-Type"] == "application/pdf"
    assert b"".join(printed.streaming_content).startswith(b"%PDF")
    assert counter.get(f"{PAGE}in/{book.id}/quyen-2.pdf").status_code == 404
    only = text(counter.get(PAGE, headers={"HX-Request": "true"}))
    assert only.lstrip().startswith('<section class="mc-panel mc-mt" id="in-so"')
    assert codes[0] not in only


def test_the_lines_are_taken_along_as_a_table_in_which_no_cell_is_a_formula(world, counter):
    a_dossier(world, name='=HYPERLINK("x")')
    answer = counter.get(f"{PAGE}{world.centre}/2026.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("TT,Mã hồ sơ,")
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]
    assert "=HYPERLINK" not in lines[1].replace("'=HYPERLINK", "")


def test_an_empty_year_says_so_and_another_agency_is_refused(world, counter, at_desk):
    assert "Chưa có hồ sơ nào trong sổ" in text(counter.get(PAGE))
    assert counter.get(f"{PAGE}{world.centre}/2025.csv").status_code == 404
    assert counter.get(PAGE, {"agency": world.committee}).status_code == 403
    assert at_desk("officer").get(PAGE).status_code == 403
    leader = at_desk("leader")
    assert leader.get(f"{PAGE}{world.centre}/2026.csv").status_code == 403
    assert leader.post(f"{PAGE}in/", {"agency": world.centre, "year": "2026"}).status_code == 403


@pytest.mark.parametrize("year", ["1", "9999", "2147483648", "99999999999999999999", "-1", "x", ""])
def test_a_year_that_no_register_has_is_answered_by_one_that_is_there(world, counter, year):
    answer = counter.get(PAGE, {"year": year})
    assert answer.status_code == 200
    assert f"Sổ theo dõi hồ sơ năm {'1' if year == '1' else '2026'}" in text(answer)


def test_the_page_of_a_dossier_lists_its_papers_and_opens_them(world, at_desk, frozen):
    code = lives.apologised(world)
    frozen(lives.day(27, 11))
    leader = at_desk("leader")
    page = text(leader.get(f"/office/dossiers/{code}/"))
    assert "Giấy tờ đã phát hành" in page
    assert "Phiếu xin lỗi và hẹn lại ngày trả kết quả" in page
    for key in ("receipt", "control"):
        opened = leader.get(f"/office/dossiers/{code}/giay-to/{key}.pdf")
        assert opened.headers["Content-Type"] == "application/pdf"
    assert leader.get(f"/office/dossiers/{code}/giay-to/stop.pdf").status_code == 422
    assert leader.get(f"/office/dossiers/{code}/giay-to/permit.pdf").status_code == 404
    assert at_desk("stranger").get(f"/office/dossiers/{code}/giay-to/control.pdf").status_code == 403


def test_the_head_looks_at_the_letter_he_is_asked_for(world, at_desk, frozen):
    code = lives.late(world)
    frozen(lives.day(27, 9))
    letter = lives.letter_of(code)
    draft = f"/office/dossiers/{code}/thu-xin-loi/{letter}/du-thao.pdf"
    shown = at_desk("leader").get(draft)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert b"".join(shown.streaming_content).startswith(b"%PDF")
    assert at_desk("officer").get(draft).status_code == 403
