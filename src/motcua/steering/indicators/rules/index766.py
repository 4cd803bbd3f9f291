"""The service index of 766/QĐ-TTg as tables: each indicator with its points, its scoring and where it applies.

The decision's own text was not seen: what stands here comes from the published description of its formulas and from
figures of the national portal, and the sets say which indicators rest on less. The portal's score is the official one;
ours explains it. Numerators and denominators are counted elsewhere; here is only what becomes of them.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ..vocabulary import Group, Level
from .formulas import FormulaSet, Indicator

_ABOVE = frozenset({Level.MINISTRY, Level.PROVINCE})
_EIGHTY, _HALF, _NINETY = Fraction(8, 10), Fraction(1, 2), Fraction(9, 10)
_RECEIVED, _HANDLED = "hồ sơ tiếp nhận trong kỳ", "hồ sơ tiếp nhận và xử lý trong kỳ"
_PETITIONS = "phản ánh, kiến nghị tiếp nhận và xử lý"

_PUBLICITY = (
    Indicator(
        code="1.1",
        name="Thủ tục công bố đúng hạn",
        group=Group.PUBLICITY,
        most=6,
        part="thủ tục được công bố đúng hạn",
        whole="thủ tục được công bố trong kỳ",
        levels=_ABOVE,
    ),
    Indicator(
        code="1.2",
        name="Thủ tục được cập nhật, công khai đúng hạn",
        group=Group.PUBLICITY,
        most=4,
        part="thủ tục được công khai đúng hạn",
        whole="thủ tục đã và phải công khai trong kỳ",
        levels=_ABOVE,
    ),
    Indicator(
        code="1.3",
        name="Thủ tục công khai đủ bộ phận tạo thành",
        group=Group.PUBLICITY,
        most=2,
        part="thủ tục có đủ các bộ phận theo 63/2010/NĐ-CP, Điều 8 khoản 2",
        whole="thủ tục đang công khai",
        levels=_ABOVE,
    ),
    Indicator(
        code="1.4",
        name="Hồ sơ đồng bộ lên Cổng Dịch vụ công quốc gia",
        group=Group.PUBLICITY,
        most=6,
        empty=0,
        part="hồ sơ đã đồng bộ",
        whole=_RECEIVED,
    ),
)
_PROGRESS = (
    Indicator(
        code="2.1",
        name="Hồ sơ xử lý trước hạn, đúng hạn",
        group=Group.PROGRESS,
        most=20,
        part="hồ sơ xong đúng hạn và hồ sơ đang xử lý còn hạn",
        whole=_HANDLED,
    ),
)
_ONLINE = (
    Indicator(
        code="3.1",
        name="Thủ tục có dịch vụ công trực tuyến",
        group=Group.ONLINE,
        most=2,
        full_at=_EIGHTY,
        part="thủ tục cung cấp trực tuyến một phần hoặc toàn trình",
        whole="thủ tục thuộc thẩm quyền",
    ),
    Indicator(
        code="3.2",
        name="Dịch vụ trực tuyến có phát sinh hồ sơ",
        group=Group.ONLINE,
        most=4,
        part="dịch vụ trực tuyến có hồ sơ nộp trực tuyến",
        whole="dịch vụ trực tuyến đơn vị áp dụng",
    ),
    Indicator(
        code="3.3",
        name="Hồ sơ nộp trực tuyến",
        group=Group.ONLINE,
        most=6,
        full_at=_HALF,
        part="hồ sơ nộp trực tuyến",
        whole=_RECEIVED,
    ),
)
_ONLINE_WHOLE = (
    Indicator(
        code="3.TT",
        name="Hồ sơ trực tuyến toàn trình",
        group=Group.ONLINE,
        most=12,
        part="hồ sơ dịch vụ công trực tuyến toàn trình",
        whole="hồ sơ của thủ tục đủ điều kiện toàn trình",
    ),
)
_PAYMENT = (
    Indicator(
        code="3.6",
        name="Hồ sơ thanh toán trực tuyến",
        group=Group.PAYMENT,
        most=6,
        part="hồ sơ đã thanh toán trực tuyến thành công",
        whole="hồ sơ có nghĩa vụ tài chính",
    ),
    Indicator(
        code="3.7",
        name="Thủ tục có giao dịch thanh toán trực tuyến",
        group=Group.PAYMENT,
        most=2,
        full_at=_EIGHTY,
        part="thủ tục có giao dịch thanh toán trực tuyến",
        whole="thủ tục có phí, lệ phí",
    ),
    Indicator(
        code="3.5",
        name="Thủ tục đã tích hợp thanh toán trực tuyến",
        group=Group.PAYMENT,
        most=2,
        full_at=_EIGHTY,
        part="thủ tục có phí, lệ phí đã tích hợp thanh toán trực tuyến",
        whole="thủ tục có phí, lệ phí",
    ),
)
_DIGITISATION = (
    Indicator(
        code="4.1",
        name="Cấp kết quả điện tử",
        group=Group.DIGITISATION,
        most=6,
        part="hồ sơ có tệp kết quả điện tử",
        whole="hồ sơ đã giải quyết, có kết quả",
    ),
    Indicator(
        code="4.2",
        name="Số hóa hồ sơ",
        group=Group.DIGITISATION,
        most=4,
        part="hồ sơ có tệp thành phần và kết quả điện tử",
        whole=_RECEIVED,
    ),
    Indicator(
        code="4.CT",
        name="Chứng thực bản sao điện tử",
        group=Group.DIGITISATION,
        most=2,
        part="đơn vị cung cấp dịch vụ",
        whole="đơn vị phải cung cấp",
    ),
    Indicator(
        code="4.3",
        name="Tái sử dụng dữ liệu đã số hóa",
        group=Group.DIGITISATION,
        most=2,
        full_at=_EIGHTY,
        part="hồ sơ có thành phần dùng lại",
        whole=_RECEIVED,
    ),
    Indicator(
        code="4.4",
        name="Kết nối kho dữ liệu điện tử cá nhân",
        group=Group.DIGITISATION,
        most=4,
        part="hồ sơ lấy thành phần từ kho hoặc đưa kết quả vào kho",
        whole=_RECEIVED,
    ),
    Indicator(
        code="4.5b",
        name="Hồ sơ dùng dữ liệu dân cư",
        group=Group.DIGITISATION,
        most=2,
        part="hồ sơ xác thực VNeID hoặc khai thác dữ liệu dân cư",
        whole=_RECEIVED,
    ),
    Indicator(
        code="4.5a",
        name="Thủ tục dùng dữ liệu dân cư",
        group=Group.DIGITISATION,
        most=2,
        part="thủ tục có hồ sơ dùng dữ liệu dân cư",
        whole="thủ tục dành cho cá nhân",
    ),
)
_SATISFACTION = (
    Indicator(
        code="5.2",
        name="Phản ánh, kiến nghị xử lý đúng hạn",
        group=Group.SATISFACTION,
        most=6,
        empty=6,
        part="phản ánh, kiến nghị đúng hạn",
        whole=_PETITIONS,
    ),
    Indicator(
        code="5.3",
        name="Hài lòng về xử lý phản ánh, kiến nghị",
        group=Group.SATISFACTION,
        most=6,
        empty=6,
        part="phản ánh, kiến nghị không bị chê, không lặp lại, không trễ",
        whole=_PETITIONS,
    ),
    Indicator(
        code="5.4",
        name="Hài lòng về tiếp nhận, giải quyết hồ sơ",
        group=Group.SATISFACTION,
        most=6,
        full_at=_NINETY,
        empty=0,
        part="hồ sơ không trễ hạn, không bị phản ánh, không bị chê",
        whole=_HANDLED,
    ),
)
_REST = (*_PAYMENT, *_DIGITISATION, *_SATISFACTION)
_DOUBTFUL: Mapping[str, str] = {
    "1.2": "mô tả chia cho thủ tục đã công khai và phải công khai trong kỳ; ở đây chỉ thủ tục có quyết định trong kỳ",
    "1.4": "mô tả chia cho số lớn hơn giữa hệ thống báo cáo quốc gia và Cổng, kỳ không có hồ sơ thì chia cho bình quân "
    "của năm trước; ở đây chia cho hồ sơ nhận tại đây; kỳ không có hồ sơ thì theo cách nào cũng 0 điểm",
    "3.3": "mô tả chỉ tính hồ sơ đã đính kèm kết quả điện tử khi thủ tục trả kết quả giấy, và nhân với tỷ lệ đồng bộ; "
    "ở đây tính mọi hồ sơ nộp trực tuyến",
    "3.5": "mức 80% suy từ số liệu trên Cổng; ở đây thủ tục đã có lần thanh toán trực tuyến thì coi là đã tích hợp",
    "4.1": "mô tả chia cho hồ sơ của thủ tục có kết quả là giấy tờ; ở đây chia cho mọi hồ sơ đã có kết quả",
    "4.2": "mô tả cho đủ điểm từ 80%, số liệu trên Cổng thì không; ở đây theo số liệu trên Cổng",
    "4.4": "hệ số chưa kiểm được bằng số liệu trên Cổng",
    "4.CT": "mô tả không nêu đơn vị nào phải cung cấp; ở đây là ủy ban nhân dân, sở, ban, ngành có báo số hóa, "
    "không tính ngành dọc và trung tâm phục vụ hành chính công",
}
"""What differs from the description, or what nothing we have confirms: said beside the indicator.

In a month without dossiers 1.4 divides what was synchronised of them, which is nought, by a share of the year before,
and without one is 0 as well: so it earns 0 whatever that share is.
"""

QD766_2022 = FormulaSet(
    code="qd766-online-v1",
    name="Bộ chỉ số 766",
    valid_from=date(2022, 8, 1),
    basis="766/QĐ-TTg, ngày 23/6/2022",
    indicators=(*_PUBLICITY, *_PROGRESS, *_ONLINE, *_REST),
    unconfirmed=_DOUBTFUL,
)
QD766_WHOLE_PROCESS = FormulaSet(
    code="qd766-online-v2",
    name="Bộ chỉ số 766, một chỉ số trực tuyến toàn trình",
    valid_from=None,
    basis="766/QĐ-TTg, ngày 23/6/2022; bộ số liệu hiển thị trên Cổng Dịch vụ công quốc gia năm 2026",
    indicators=(*_PUBLICITY, *_PROGRESS, *_ONLINE_WHOLE, *_REST),
    unconfirmed={
        **{code: said for code, said in _DOUBTFUL.items() if code != "3.3"},
        "3.TT": "chỉ thấy trong bộ số liệu hiển thị trên Cổng",
    },
)
BEGAN = date(2022, 8, 1)
SETS = (QD766_2022, QD766_WHOLE_PROCESS)


def in_force(on: date, chosen: str = "") -> FormulaSet:
    """Return the set that applies on a day; ``chosen``: the code of the alternative an installation decided for.

    Raises  LookupError for an unknown choice, or a day before there was an index
    """
    if chosen:
        found = [one for one in SETS if one.code == chosen]
    else:
        found = [one for one in SETS if one.valid_from is not None and one.valid_from <= on]
    if not found:
        raise LookupError(f"no formula set {chosen} on {on}")
    return found[-1]
