import unicodedata

import pytest

from motcua.tools.documents.rules import formats
from motcua.tools.documents.vocabulary import MediaType


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Đơn đăng ký biến động.pdf", "Đơn đăng ký biến động.pdf"),
        (unicodedata.normalize("NFD", "Giấy khai sinh của bé Ổi.jpg"), "Giấy khai sinh của bé Ổi.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("C:\\Users\\Nguyệt\\đơn.docx", "đơn.docx"),
        ("/đơn.pdf", "đơn.pdf"),
        ("a\x00b\nc\td.pdf", "ab c d.pdf"),
        ("hóa đơn\u202efdp.exe", "hóa đơnfdp.exe"),
        ("đơn\u200b xin.pdf", "đơn xin.pdf"),
        ('<đơn>"|?*:.pdf', "_đơn______.pdf"),
        ("  .. đơn .pdf. ", "đơn.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("...", "tệp"),
        ("", "tệp"),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_a_name_keeps_its_vietnamese_and_loses_what_could_harm(given, kept):
    assert formats.clean_name(given) == kept


def test_a_long_name_is_cut_at_a_letter_and_keeps_its_ending():
    kept = formats.clean_name("Ổ" * 300 + ".pdf")
    assert kept.endswith("Ổ.pdf")
    assert len(kept.encode()) <= 200


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("đơn.pdf", MediaType.PDF, "đơn.pdf"),
        ("đơn.PDF", MediaType.PDF, "đơn.PDF"),
        ("ảnh.jpeg", MediaType.JPEG, "ảnh.jpeg"),
        ("đơn.jpg", MediaType.PDF, "đơn.pdf"),
        ("đơn", MediaType.PDF, "đơn.pdf"),
        ("đơn.exe", MediaType.PDF, "đơn.exe.pdf"),
        ("12.11.2026", MediaType.PNG, "12.11.2026.png"),
    ],
)
def test_the_ending_tells_what_the_content_is(name, kind, kept):
    assert formats.name_for(name, kind) == kept


def test_every_kind_has_a_limit_and_an_ending():
    assert set(formats.FORMATS) == set(MediaType)
    assert all(form.limit <= formats.LARGEST and form.extensions for form in formats.FORMATS.values())
