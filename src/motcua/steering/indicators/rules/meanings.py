"""What every count means, in one sentence, by whose law and since when: the entries of the dictionary.

Law: 01/2020/TT-VPCP, form II.06a; form 07a/BTP; 766/QĐ-TTg, ngày 23/6/2022; 01/2018/TT-VPCP, Điều 12 (rating). A count
that no text names is the house's own and says so.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..vocabulary import Count

KSTT = "01/2020/TT-VPCP, biểu II.06a/VPCP/KSTT"
BTP = "Biểu 07a/BTP"
QD766 = "766/QĐ-TTg, ngày 23/6/2022"
RATINGS = "01/2018/TT-VPCP, Điều 12"
OWN = "Số theo dõi của hệ thống"
SINCE: Mapping[str, date] = {
    KSTT: date(2020, 10, 21),
    BTP: date(2026, 1, 1),
    QD766: date(2022, 6, 23),
    RATINGS: date(2018, 11, 23),
    OWN: date(2025, 7, 1),
}
"""{basis: the first day its measures mean this}."""


class Meaning(NamedTuple):
    """What is counted, by which text."""

    said: str
    basis: str


_TOLD = "Đơn vị chưa báo gì thì không tính vào mẫu số."
MEANINGS: Mapping[Count, Meaning] = {
    Count.RECEIVED: Meaning("Hồ sơ có ngày tiếp nhận trong kỳ, mọi kênh.", KSTT),
    Count.RECEIVED_ONLINE: Meaning("Hồ sơ tiếp nhận trong kỳ, nộp trực tuyến.", KSTT),
    Count.RECEIVED_DIRECT: Meaning("Hồ sơ tiếp nhận trong kỳ, nộp tại quầy.", KSTT),
    Count.RECEIVED_POSTAL: Meaning("Hồ sơ tiếp nhận trong kỳ, gửi qua bưu chính.", KSTT),
    Count.CARRIED: Meaning("Hồ sơ tiếp nhận trước kỳ, đến đầu kỳ chưa giải quyết xong.", KSTT),
    Count.RESOLVED: Meaning(
        "Hồ sơ kết thúc trong kỳ: có kết quả, bị từ chối, rút hoặc dừng. Bằng trước hạn + đúng hạn + quá hạn.", KSTT
    ),
    Count.RESOLVED_EARLY: Meaning("Hồ sơ kết thúc trong kỳ, trước ngày hẹn trả.", KSTT),
    Count.RESOLVED_ON_TIME: Meaning(
        "Hồ sơ kết thúc trong kỳ, vào đúng ngày hẹn trả; hồ sơ trả lại và hồ sơ rút cũng ở cột này.", KSTT
    ),
    Count.RESOLVED_LATE: Meaning("Hồ sơ kết thúc trong kỳ, sau ngày hẹn trả.", KSTT),
    Count.RESOLVED_LATE_SORRY: Meaning("Trong số kết thúc quá hạn: đã có thư xin lỗi gửi người nộp.", BTP),
    Count.WITHDRAWN: Meaning("Hồ sơ người nộp xin rút trong kỳ.", BTP),
    Count.STOPPED: Meaning("Hồ sơ dừng giải quyết trong kỳ.", BTP),
    Count.REJECTED: Meaning("Hồ sơ kết thúc trong kỳ bằng văn bản từ chối giải quyết.", OWN),
    Count.DECLINED: Meaning("Hồ sơ không được tiếp nhận trong kỳ; không vào số tiếp nhận.", BTP),
    Count.OPEN: Meaning("Hồ sơ đã tiếp nhận, đến cuối kỳ chưa kết thúc. Bằng trong hạn + quá hạn.", KSTT),
    Count.OPEN_ON_TIME: Meaning(
        "Hồ sơ đang giải quyết, cuối kỳ chưa qua ngày hẹn trả hoặc đang chờ người nộp bổ sung.", KSTT
    ),
    Count.OPEN_LATE: Meaning("Hồ sơ đang giải quyết, cuối kỳ đã qua ngày hẹn trả.", KSTT),
    Count.OPEN_LATE_SORRY: Meaning("Trong số đang giải quyết quá hạn: đã có thư xin lỗi gửi người nộp.", BTP),
    Count.UNKEPT: Meaning(
        "Hồ sơ chưa kết thúc mà đến cuối kỳ đã qua ngày hẹn đầu tiên, trừ thời gian chờ; yêu cầu bổ sung quá một lần "
        "cũng tính là trễ.",
        QD766,
    ),
    Count.RESOLVED_UNKEPT: Meaning(
        "Hồ sơ kết thúc trong kỳ sau ngày hẹn đầu tiên, trừ thời gian chờ; yêu cầu bổ sung quá một lần cũng tính là "
        "trễ.",
        QD766,
    ),
    Count.HANDLED_ON_TIME: Meaning("Hồ sơ tiếp nhận và xử lý trong kỳ, trừ số trễ theo chỉ số 2.1.", QD766),
    Count.HANDLED: Meaning("Hồ sơ tiếp nhận trong kỳ cộng hồ sơ từ kỳ trước chuyển qua.", QD766),
    Count.COMPLETED: Meaning("Hồ sơ kết thúc trong kỳ có kết quả giải quyết.", QD766),
    Count.ELAPSED_HOURS: Meaning(
        "Tổng số giờ từ tiếp nhận đến khi có kết quả, kể cả đêm và ngày nghỉ, không kể thời gian chờ người nộp.", QD766
    ),
    Count.SYNCED: Meaning("Hồ sơ tiếp nhận trong kỳ đã đồng bộ lên Cổng Dịch vụ công quốc gia.", QD766),
    Count.FEE_DUE: Meaning("Hồ sơ tiếp nhận trong kỳ phải nộp phí, lệ phí lớn hơn 0.", QD766),
    Count.FEE_PAID: Meaning("Hồ sơ tiếp nhận trong kỳ đã nộp đủ phí, lệ phí.", BTP),
    Count.FEE_PAID_ONLINE: Meaning("Hồ sơ tiếp nhận trong kỳ đã nộp đủ phí, lệ phí bằng thanh toán trực tuyến.", QD766),
    Count.RESULT_FILED: Meaning("Hồ sơ có kết quả trong kỳ, kết quả có bản điện tử.", QD766),
    Count.DIGITISED: Meaning("Hồ sơ tiếp nhận trong kỳ có tệp thành phần và có kết quả điện tử.", QD766),
    Count.REUSED: Meaning("Hồ sơ tiếp nhận trong kỳ có ít nhất một thành phần dùng lại từ lần trước.", QD766),
    Count.STORED: Meaning(
        "Hồ sơ tiếp nhận trong kỳ có thành phần lấy từ kho dữ liệu cá nhân, hoặc kết quả được đưa vào kho.", QD766
    ),
    Count.CITIZEN_DATA: Meaning(
        "Hồ sơ tiếp nhận trong kỳ có người nộp xác thực VNeID hoặc được tra trong dữ liệu dân cư.", QD766
    ),
    Count.CERTIFIED: Meaning("Hồ sơ tiếp nhận trong kỳ có bản sao chứng thực điện tử.", QD766),
    Count.RATED: Meaning("Hồ sơ kết thúc trong kỳ được người nộp đánh giá.", RATINGS),
    Count.PLEASED: Meaning("Hồ sơ kết thúc trong kỳ được người nộp đánh giá hài lòng.", RATINGS),
    Count.BLAMED: Meaning("Hồ sơ trong kỳ bị người nộp chê hoặc phản ánh, tính một lần.", QD766),
    Count.UNBLAMED: Meaning(
        "Hồ sơ tiếp nhận và xử lý, trừ số trễ theo chỉ số 2.1, trừ số bị chê hoặc phản ánh; vừa trễ vừa bị chê trừ hai "
        "lần.",
        QD766,
    ),
    Count.PETITIONS: Meaning("Phản ánh, kiến nghị đến đơn vị trong kỳ.", QD766),
    Count.PETITIONS_CARRIED: Meaning("Phản ánh, kiến nghị đến trước kỳ, đầu kỳ chưa xử lý xong.", QD766),
    Count.PETITIONS_SETTLED: Meaning(
        "Phản ánh, kiến nghị trong kỳ đã trả lời và công khai, bị từ chối hoặc chuyển đi nơi khác.", QD766
    ),
    Count.PETITIONS_SETTLED_LATE: Meaning("Trong số đã xử lý: có việc làm sau hạn.", QD766),
    Count.PETITIONS_OPEN: Meaning("Phản ánh, kiến nghị cuối kỳ chưa xử lý xong.", QD766),
    Count.PETITIONS_OVERDUE: Meaning("Trong số chưa xử lý xong: đã qua hạn.", QD766),
    Count.PETITIONS_DISLIKED: Meaning("Phản ánh, kiến nghị bị người gửi chê cách xử lý hoặc gửi lại.", QD766),
    Count.PETITIONS_HANDLED: Meaning("Phản ánh, kiến nghị đến trong kỳ cộng số từ kỳ trước.", QD766),
    Count.PETITIONS_ON_TIME: Meaning("Phản ánh, kiến nghị nhận và xử lý, trừ số quá hạn.", QD766),
    Count.PETITIONS_GOOD: Meaning("Phản ánh, kiến nghị đúng hạn, trừ số bị chê hoặc gửi lại.", QD766),
    Count.RECEIVED_SYNC: Meaning(f"Hồ sơ tiếp nhận trong kỳ ở đơn vị đã báo việc đồng bộ. {_TOLD}", QD766),
    Count.RECEIVED_COPIES: Meaning(f"Hồ sơ tiếp nhận trong kỳ ở đơn vị đã báo việc số hóa. {_TOLD}", QD766),
    Count.RECEIVED_APPLICANTS: Meaning(
        f"Hồ sơ tiếp nhận trong kỳ ở đơn vị đã báo việc xác thực người nộp. {_TOLD}", QD766
    ),
    Count.COMPLETED_COPIES: Meaning(f"Hồ sơ có kết quả trong kỳ ở đơn vị đã báo việc số hóa. {_TOLD}", QD766),
    Count.RESOLVED_RATINGS: Meaning(f"Hồ sơ kết thúc trong kỳ ở đơn vị đã có đánh giá. {_TOLD}", RATINGS),
    Count.HANDLED_RATINGS: Meaning(f"Hồ sơ tiếp nhận và xử lý trong kỳ ở đơn vị đã có đánh giá. {_TOLD}", QD766),
}
