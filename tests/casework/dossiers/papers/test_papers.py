"""The printed papers, read back by programs other than the one that wrote them."""

import io
from dataclasses import replace

import pikepdf
import pytest
import zxingcpp
from django.conf import settings

from motcua.casework.dossiers.rules import qr
from motcua.casework.dossiers.rules.forms import table
from motcua.casework.dossiers.rules.forms.house import Party
from motcua.casework.dossiers.services import _press, _typst
from motcua.casework.dossiers.vocabulary import Form
from tests.casework.dossiers.papers.examples import LONG, NEW, NGUYET, RECEIPT, REFUSAL

A5 = (148 / 25.4 * 72, 210 / 25.4 * 72)


def a_receipt(data=RECEIPT):
    return _typst.render("receipt", table.statutory(NEW, Form.RECEIPT).said(data))


def a_refusal():
    return _typst.render("refusal", table.statutory(NEW, Form.REFUSAL).said(REFUSAL))


def said(document):
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def image(page, scale=3):
    return page.render(scale=scale).to_pil()


def test_the_receipt_is_one_a5_page_that_says_all_the_form_asks(pages):
    document = pages(a_receipt())
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(A5, abs=0.5)
    text = said(document)
    for part in (
        "ỦY BAN NHÂN DÂN XÃ TÂN HÒA",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Tân Hòa, ngày 10 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "H99.24-261110-0047",
        "Nguyễn Thị Ánh Nguyệt",
        "036088004417",
        "Thôn Đông, xã Tân Hòa, tỉnh Minh Giang",
        "0912 345 678",
        "anhnguyet@example.vn",
        "(mã thủ tục 1.013978)",
        "Giấy tờ đã nhận (1 bộ)",
        "Hợp đồng chuyển nhượng",
        "50.000 đ; thu khi nhận kết quả",
        "09 ngày làm việc",
        "08 giờ 42, ngày 10/11/2026",
        "17 giờ 00, thứ Hai, ngày 23/11/2026",
        "cộng 9 ngày làm việc",
        "Nhận kết quả tại quầy 3.",
        "NGƯỜI NỘP HỒ SƠ",
        "Đoàn Thanh Tùng",
        "dichvucong.example.vn/tra-cuu",
        "0299 3 888 999",
    ):
        assert part in text, part


def test_the_code_stands_top_left_and_says_the_dossier_first(pages):
    drawn = image(pages(a_receipt())[0])
    (code,) = zxingcpp.read_barcodes(drawn)
    assert code.text.startswith("ma=H99.24-261110-0047;tt=1.013978;dd=********4417;gt=")
    assert qr.parse(code.text)["han"] == "2026-11-23T17:00"
    assert code.position.bottom_right.x < drawn.width / 4
    assert code.position.bottom_right.y < drawn.height / 6


def test_the_code_is_read_from_a_poor_photocopy(pages):
    copy = image(pages(a_receipt())[0], scale=300 / 72).convert("L").rotate(3, fillcolor=255)
    copy = copy.point(lambda level: 255 * (level > 100))  # black or white, as an old machine copies
    assert zxingcpp.read_barcodes(copy)[0].text.startswith("ma=H99.24-261110-0047;")


@pytest.mark.skipif(not settings.FONT_FOLDERS[0].is_dir(), reason="Tinos comes from npm at set-up")
def test_the_official_type_is_embedded():
    with pikepdf.open(io.BytesIO(a_receipt())) as pdf:
        names = {
            str(found.FontName)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/FontName" in found
        }
    assert all("Tinos" in name for name in names), names


def test_the_same_facts_give_the_same_bytes_on_a_fresh_start():
    first = a_receipt()
    a_receipt(LONG)
    _press.compiler.cache_clear()
    assert a_receipt() == first


def test_without_our_fonts_the_paper_is_still_printed(settings, tmp_path, pages):
    settings.FONT_FOLDERS = [tmp_path / "absent"]
    assert "Nguyễn Thị Ánh Nguyệt" in said(pages(a_receipt()))


def test_a_long_dossier_runs_over_pages_with_the_table_head_repeated(pages):
    document = pages(a_receipt(LONG))
    assert len(document) > 1
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    with_rows = [text for text in texts if "quyết định của cơ quan" in text]
    assert len(with_rows) > 1
    assert all("Giấy tờ đã nhận (1 bộ)" in text for text in with_rows)
    assert all(f"Trang {number} trên {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert all(f"Giấy tờ số {number}:" in " ".join(texts) for number in range(1, 31))
    assert "NGƯỜI TIẾP NHẬN" in texts[-1]
    assert "17 giờ 00" in " ".join(texts)


def test_three_parties_are_told_apart(pages):
    binh, chau = (
        Party(name="Lê Văn Bình", id_number="036090001111"),
        Party(name="Phạm Minh Châu", address="Số 5, xã Hòa An"),
    )
    text = said(pages(a_receipt(replace(RECEIPT, owner=chau, representative=binh))))
    assert "Tiếp nhận của: Nguyễn Thị Ánh Nguyệt" in text
    assert "Người đại diện: Lê Văn Bình, số định danh 036090001111" in text
    assert "Chủ hồ sơ: Phạm Minh Châu Địa chỉ chủ hồ sơ: Số 5, xã Hòa An" in text


def test_text_is_never_read_as_markup(pages):
    nasty = '#import "x.typ" *đậm* $x^2$ \\ <nhãn> @ref #read("/etc/passwd") ]})'
    assert nasty in said(pages(a_receipt(replace(RECEIPT, submitter=replace(NGUYET, name=nasty)))))


def test_a_sign_that_no_font_has_does_not_send_a_person_home(pages):
    assert "Nguyễn" in said(pages(a_receipt(replace(RECEIPT, submitter=replace(NGUYET, name="Nguyễn 😀 𡨸")))))


def test_the_refusal_says_why_and_by_what_right(pages):
    document = pages(a_refusal())
    text = said(document)
    for part in (
        "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
        "Lý do: Thửa đất đang có tranh chấp",
        "Căn cứ: Luật Đất đai 2024, Điều 133",
        "Ông (bà) có thể: nộp lại khi có bản án",
        "điện thoại 0299 3 888 999",
    ):
        assert part in text, part
    (code,) = zxingcpp.read_barcodes(image(document[0]))
    assert qr.parse(code.text)["ma"] == "H99.24-261110-0001-TC"
    assert "han" not in qr.parse(code.text)
