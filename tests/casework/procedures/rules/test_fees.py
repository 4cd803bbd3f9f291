"""Sums as the portals write them; what is not sure is said."""

import pytest

from motcua.casework.procedures.rules import fees
from motcua.casework.procedures.vocabulary import FeeKind


@pytest.mark.parametrize(
    ("number", "amount"),
    [
        ("70,000", 70_000),
        ("8.000", 8_000),
        ("1.200.000", 1_200_000),
        ("20,000,000", 20_000_000),
        ("500000", 500_000),
        ("0", 0),
        ("20.000.", 20_000),
        ("7,5", None),
        ("1,2000", None),
        ("1.200,000", None),
        ("10,50", None),
    ],
)
def test_amounts(number, amount):
    assert fees.read_amount(number) == amount


@pytest.mark.parametrize(
    ("text", "amounts", "doubt", "rest"),
    [
        ("Miễn phí", [0], None, ""),
        ("Miễn phíTại TTPVHCC cấp tỉnh, xã", [0], None, "Tại TTPVHCC cấp tỉnh, xã"),
        ("Miễn phí(Không)", [0], None, ""),
        ("Miễn phí(Không quy định.)Nộp tại quầy", [0], None, "Nộp tại quầy"),
        ("70,000 VNĐ(70.000 đồng/Giấy chứng nhận.)", [70_000], None, ""),
        ("500,000 Việt Nam ĐồngNộp tại quầy", [500_000], None, "Nộp tại quầy"),
        ("2,500,000 VNĐ(đồng/lần (Đối với trường hợp đăng ký bổ sung))", [2_500_000], None, ""),
        ("7,000 VNĐ(cá nhân)10,000 VNĐ(theo danh sách)", [7_000, 10_000], None, ""),
        ("7,000 VNĐ10,000 VNĐ", [7_000, 10_000], fees.SEVERAL, ""),
        ("Miễn phí(Theo quy định của Hội đồng nhân dân cấp tỉnh)", [None], fees.LOCAL, ""),
        ("Miễn phí(do Ủy ban nhân dân cấp tỉnh quy định.)", [None], fees.LOCAL, ""),
        ("150,000 VNĐ(theo Nghị quyết của HĐND tỉnh)", [None], fees.LOCAL, ""),
        ("Miễn phí(Theo quy định của Luật phí và lệ phí)", [None], fees.BY_LAW, ""),
        ("Miễn phí(Lệ phí cấp mới 40.000đồng/lần; cấp lại 20.000 đồng/lần.)", [None], fees.FREE_BUT, ""),
        ("Miễn phí(Trả phí cho đơn vị cung cấp dịch vụ.)", [None], fees.FREE_BUT, ""),
        ("Miễn phí(từ 20.000 đồng đối với hàng A; 200.000 đồng đối với hàng B)", [None], fees.RANGE, ""),
        ("20 VNĐ(20.000 vnđ / tờ khai)", [None], fees.THOUSANDS_LOST, ""),
        ("50 VNĐ((áp dụng mức phí 25.000 đồng/hồ sơ))", [None], fees.TOO_SMALL, ""),
        ("10 USD(/bản)Tại cơ quan đại diện", [None], fees.FOREIGN, "Tại cơ quan đại diện"),
        ("5,000 Việt Nam Đồng(thu 7.000 đồng/lần đăng ký.)", [5_000], fees.NOTE_DIFFERS, ""),
        ("20,000,000 VNĐ((10.000.000 đồng đến hết ngày 31/12/2026))", [20_000_000], fees.TEMPORARY, ""),
        ("100,000 VNĐ((Phí thẩm định )", [100_000], "Ghi chú của khoản thu mở ngoặc mà không đóng", ""),
    ],
)
def test_cells_of_the_national_crawl(text, amounts, doubt, rest):
    found = fees.read_cell(text)

    assert [fee.amount_vnd for fee in found.fees] == amounts
    assert found.rest == rest
    assert not found.doubts if doubt is None else any(why.startswith(doubt) for why in found.doubts)


@pytest.mark.parametrize(
    ("text", "amounts", "doubt"),
    [
        ("Phí : 0 Đồng", [0], None),
        ("Miễn phí", [0], None),
        ("8.000 đồng", [8_000], None),
        ("Lệ phí : 20.000 Đồng (Cấp mới);\nLệ phí : 50.000 Đồng (Thuyền trưởng)", [20_000, 50_000], None),
        ("Phí: 250.000 ĐồngXem chi tiết Phí: 500.000 ĐồngXem chi tiết", [250_000, 500_000], fees.SEVERAL),
        ("Phí: ĐồngXem chi tiết", [None], fees.NO_SUM),
        ("Phí :  Đồng (Theo quy định của Bộ Tài chính)\nFile đính kèm: 62-btc.pdf", [None], fees.NO_SUM),
        ("Theo quy định của HĐND tỉnh", [None], fees.LOCAL),
        ("từ 10.000 đồng đến 20.000 đồng", [None], fees.RANGE),
        ("", [], fees.UNSTATED),
        ("Không có thông tin", [], fees.UNSTATED),
        ("hỏi tại quầy", [None], fees.ODD_NUMBER),
    ],
)
def test_labelled_fees_of_the_exports(text, amounts, doubt):
    found = fees.read_labelled(text)

    assert [fee.amount_vnd for fee in found.fees] == amounts
    assert found.doubts == ((doubt,) if doubt else ())


def test_a_fee_knows_its_kind_and_what_it_is_counted_by():
    (charge,) = fees.read_labelled("Lệ phí: 8.000 đồng (/bản)").fees

    assert (charge.kind, charge.per) == (FeeKind.CHARGE, "bản")
