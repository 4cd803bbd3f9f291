"""Every form of both sets and of our own, as text, as pages, as a file: against what was once looked at and found right.

MOTCUA_GOLDEN=write writes golden/ anew: look at the pages and at the difference before you commit.
"""

import json
import os
import string
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import zxingcpp
from django.conf import settings

from motcua.casework.dossiers.rules import qr
from motcua.casework.dossiers.rules.forms import register
from motcua.casework.dossiers.services import _typst
from motcua.casework.dossiers.vocabulary import Form
from tests.casework.dossiers.papers import archive, examples
from tests.casework.dossiers.papers.examples import ALL, BARE, DIRECTOR, NEW, USUAL, WIDE

GOLDEN = Path(__file__).parent / "golden"
OUR_FONTS = settings.FONT_FOLDERS[0].is_dir()
SIZES = {Form.CONTROL: (210, 297), Form.REGISTER: (297, 210), Form.HANDOVER: (210, 297), Form.LABEL: (148, 105)}
VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
LETTERS = sorted({*VOWELS, *VOWELS.upper(), *"đĐ", *string.ascii_letters, *string.digits})
KINDS = [next(key for key in USUAL if key[1] is kind) for kind in Form]


def of(keys):
    return pytest.mark.parametrize("key", keys, ids=examples.name_of)


@cache
def printed(key):
    return rendered(key, ALL[key])


def rendered(key, data):
    form = examples.blank(*key[:2])
    return _typst.render(form.template, form.said(data))


def lines(document):
    return [
        [" ".join(line.split()) for line in page.get_textpage().get_text_bounded().splitlines()] for page in document
    ]


def said(document):
    return " ".join(" ".join(page) for page in lines(document))


@of({**USUAL, **BARE})
def test_a_form_says_what_it_said_when_it_was_looked_at(key, pages):
    path = GOLDEN / f"{examples.name_of(key)}.json"
    now = {"text": examples.said(key), "pages": lines(pages(printed(key)))}
    if os.environ.get("MOTCUA_GOLDEN") == "write" and OUR_FONTS:
        path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert now["text"] == kept["text"]
    if OUR_FONTS:
        assert now["pages"] == kept["pages"]


def test_no_golden_file_is_left_over():
    assert {path.stem for path in GOLDEN.iterdir()} == {examples.name_of(key) for key in {**USUAL, **BARE}}


@of(ALL)
def test_a_form_has_the_declaration_and_structure_of_pdf_a_2b(key):
    assert archive.faults(printed(key)) == ()


def test_the_structural_check_sees_a_paper_that_cannot_be_archived(caplog):
    key = (NEW, Form.APOLOGY, "first")
    odd = replace(ALL[key], submitter=replace(ALL[key].submitter, name="Nguyễn 😀 𡨸"))
    found = archive.faults(rendered(key, odd))
    assert "does not declare PDF/A-2b" in found
    assert any("signs without a shape" in fault for fault in found)


@of(ALL)
def test_a_form_is_printed_on_its_own_size_of_paper(key, pages):
    width, height = SIZES.get(key[1], (148, 210))
    for page in pages(printed(key)):
        assert page.get_size() == pytest.approx((width / 25.4 * 72, height / 25.4 * 72), abs=0.5)


@of(ALL)
def test_nothing_runs_off_the_page_or_over_something_else(key, pages):
    for number, page in enumerate(pages(printed(key)), 1):
        text, (width, height) = page.get_textpage(), page.get_size()
        boxes = [text.get_rect(place) for place in range(text.count_rects())]
        for left, bottom, right, top in boxes:
            assert 20 < left < right < width - 20, (number, text.get_text_bounded(left, bottom, right, top))
            assert 8 < bottom < top < height - 8, (number, text.get_text_bounded(left, bottom, right, top))
        covered = [
            (number, text.get_text_bounded(*one), text.get_text_bounded(*other))
            for one, other in combinations(boxes, 2)
            if _cover(one, other) > 0.25
        ]
        assert covered == []


def _cover(one, other):
    """Return how much of the smaller box lies under the other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or tall <= 0:
        return 0
    return wide * tall / min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))


@of(ALL)
def test_the_code_of_a_form_stands_top_left_and_is_read(key, pages):
    page = pages(printed(key))[0]
    drawn = page.render(scale=3).to_pil()
    found = min(zxingcpp.read_barcodes(drawn), key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    told = qr.parse(found.text)
    assert found.text.startswith("ma=")
    assert told["gt"] == examples.said(key)["title"]
    assert told["ht"] == "Một Cửa"
    assert found.position.top_left.x < drawn.width / 6
    assert found.position.top_left.y < drawn.height / 8
    data = ALL[key]
    assert told["ma"] == getattr(data, "code", "")
    if examples.is_about_a_dossier(key):
        assert told["tt"] == data.procedure_code
        assert data.submitter.id_number == "" or data.submitter.id_number not in found.text
    elif data.number:
        assert told["so"] == data.number


@of(KINDS)
def test_every_vietnamese_letter_is_printed_by_every_form(key, pages):
    letters = " ".join("".join(LETTERS[start : start + 20]) for start in range(0, len(LETTERS), 20))
    data = ALL[key]
    if examples.is_about_a_dossier(key):
        data = replace(data, submitter=replace(data.submitter, name=letters), owner=None)
    else:
        data = replace(data, lines=(replace(data.lines[0], owner=letters),))
    text = said(pages(rendered(key, data)))
    assert [letter for letter in LETTERS if letter not in text] == []


@of(BARE)
def test_what_is_not_known_leaves_no_hole(key, pages):
    text = said(pages(printed(key)))
    for hole in ("None", ": ,", "()", ", ,", "Cần hỏi thêm", "Căn cứ:", "Điện thoại:", "Địa chỉ:", "Liên hệ:"):
        assert hole not in text or (hole == "Căn cứ:" and ALL[key].basis), hole
    assert ("Số:" in text) is bool(ALL[key].number)
    empty = [label for label, value in _facts(examples.said(key)) if not value]
    assert empty == []


def _facts(text):
    return [row for name in ("rows", "terms") for row in text.get(name, ())]


@of(WIDE)
def test_names_and_reasons_of_any_length_are_printed_whole(key, pages):
    document = pages(printed(key))
    text = said(document).replace(" ", "")
    data = ALL[key]
    long_name = data.holder.name if examples.is_about_a_dossier(key) else data.lines[-1].owner
    assert long_name.replace(" ", "") in text
    if len(document) > 1:
        numbered = [" ".join(page) for page in lines(document)]
        assert all(f"Trang {place} trên {len(numbered)}" in page for place, page in enumerate(numbered, 1))


def test_each_dossier_of_a_batch_has_a_code_to_scan(pages):
    (page,) = pages(printed((None, Form.HANDOVER, "counted")))
    scanned = {qr.dossier_code(code.text) for code in zxingcpp.read_barcodes(page.render(scale=4).to_pil())}
    assert {line.code for line in examples.HANDOVER.lines} <= scanned


def test_a_slip_that_was_not_counted_leaves_room_to_write_and_one_that_was_says_so(pages):
    sent = said(pages(printed((None, Form.HANDOVER, "sent"))))
    assert "ghi trước khi ký" in sent
    assert "không có chênh lệch" not in sent
    right = replace(
        examples.HANDOVER, extra=(), lines=tuple(replace(line, arrived=True) for line in examples.HANDOVER.lines[:1])
    )
    assert "Bên nhận đã kiểm đếm, không có chênh lệch." in said(pages(rendered((None, Form.HANDOVER, ""), right)))


def test_the_register_repeats_its_head_numbers_its_pages_and_closes_with_sums_and_signature(pages):
    told = [" ".join(page) for page in lines(pages(printed((NEW, Form.REGISTER, ""))))]
    assert len(told) > 2
    assert all("Mã hồ sơ" in page and "Ghi chú" in page and "(12)" in page for page in told[:-1])
    assert all(f"Trang {place} trên {len(told)}" in page for place, page in enumerate(told, 1))
    assert f"có {len(told)} trang kể cả tờ này, ghi 40 hồ sơ, từ số 01 đến số 40" in told[-1]
    assert DIRECTOR.name in told[-1]
    assert "TỜ KHÓA SỔ" in told[-1]
    still_open = examples.a_register(closed_at=None)
    last = lines(pages(rendered((NEW, Form.REGISTER, ""), still_open)))[-1]
    assert DIRECTOR.name not in " ".join(last)
    assert "Sổ chưa khóa" in " ".join(last)


def test_a_volume_of_the_register_printed_apart_is_the_same_file():
    said_by_register = examples.said((NEW, Form.REGISTER, ""))
    assert _typst.render_apart("register", said_by_register) == printed((NEW, Form.REGISTER, ""))


def test_a_long_register_leaves_the_memory_of_the_process_alone(pages):
    year = examples.a_register(2 * register.VOLUME_LINES)
    form = examples.blank(NEW, Form.REGISTER)
    before, printed_lines = _resident(), []
    for book in register.volumes(year):
        text = said(pages(_typst.render_apart(form.template, form.said(book))))
        printed_lines += [line.code for line in book.lines if text.count(line.code) == 1]
    assert printed_lines == [line.code for line in year.lines]
    assert _resident() - before < 100  # printed here it would be 300 and stay


def _resident():
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("no /proc to read the memory from")
    return int(status.read_text().partition("VmRSS:")[2].split()[0]) // 1024
