from io import BytesIO

import pytest

from motcua.tools.documents.errors import DamagedFile, TypeNotAllowed, UnsafeFile
from motcua.tools.documents.rules import inspection
from motcua.tools.documents.vocabulary import MediaType

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def test_a_whole_pdf_passes(a_pdf):
    inspection.check_pdf(BytesIO(a_pdf), "đơn.pdf")
    inspection.check_pdf(BytesIO(b"\xef\xbb\xbf\r\n" + a_pdf + b"\x00\x00\n"), "đơn.pdf")


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_half_an_upload_is_refused(a_pdf, cut):
    with pytest.raises(DamagedFile, match="chưa tải lên hết"):
        inspection.check_pdf(BytesIO(a_pdf[: int(len(a_pdf) * cut)]), "đơn.pdf")


def test_a_pdf_that_is_also_a_web_page_or_an_archive_is_refused(a_pdf, an_office_file):
    for two_in_one in (b"<html><script>alert(1)</script>" + a_pdf, a_pdf + an_office_file()):
        with pytest.raises(DamagedFile):
            inspection.check_pdf(BytesIO(two_in_one), "đơn.pdf")


def test_word_and_excel_are_told_apart_inside(an_office_file):
    assert inspection.office_kind(BytesIO(an_office_file()), "đơn") is MediaType.DOCX
    assert inspection.office_kind(BytesIO(an_office_file(main=_SHEET)), "đơn") is MediaType.XLSX


def test_an_archive_of_something_else_is_refused(an_office_file):
    for other in (an_office_file(types=False), an_office_file(main=_SLIDES)):
        with pytest.raises(TypeNotAllowed):
            inspection.office_kind(BytesIO(other), "đơn.docx")


def test_a_cut_archive_is_refused(an_office_file):
    with pytest.raises(DamagedFile):
        inspection.office_kind(BytesIO(an_office_file()[:-40]), "đơn.docx")


def test_a_bomb_is_refused_without_being_opened(an_office_file):
    with pytest.raises(UnsafeFile, match="phình ra"):
        inspection.office_kind(BytesIO(an_office_file(extra=[("word/media/0", b"\0" * 30 * 2**20)])), "đơn.docx")


def test_programs_and_locks_are_refused(an_office_file):
    for unsafe in (an_office_file(extra=[("word/vbaProject.bin", b"x")]), an_office_file(main=_MACRO)):
        with pytest.raises(UnsafeFile, match="macro"):
            inspection.office_kind(BytesIO(unsafe), "đơn.docx")
    locked = bytearray(an_office_file())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start >= 0:
            locked[start + place] |= 1
            start = locked.find(sign, start + 4)
    with pytest.raises(UnsafeFile, match="mật khẩu"):
        inspection.office_kind(BytesIO(bytes(locked)), "đơn.docx")
