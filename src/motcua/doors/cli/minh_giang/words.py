"""What the people of the demo write: reasons, notes, remarks, complaints, names of results."""

from motcua.casework.procedures.rules.content import Content

GROUNDS = (
    ("Nơi giải quyết thủ tục này là cơ quan khác; đã hướng dẫn ông/bà nơi nộp đúng.", "61/2018/NĐ-CP, Điều 17 khoản 1"),
    ("Giấy tờ đã nộp không còn giá trị sử dụng vào ngày nộp.", "61/2018/NĐ-CP, Điều 17 khoản 1"),
    ("Thửa đất đang có tranh chấp, tòa án đã thụ lý.", "Luật Đất đai 31/2024/QH15"),
    ("Người yêu cầu không có văn bản ủy quyền của người có quyền nộp hồ sơ.", "Bộ luật Dân sự 2015, Điều 138"),
)
REMARKS = (
    "Hồ sơ đủ điều kiện, đề nghị ký.",
    "Đã đối chiếu cơ sở dữ liệu, thông tin khớp.",
    "Đã kiểm tra thực địa cùng trưởng thôn.",
    "Đã gọi điện xác nhận với người nộp.",
)
SENT_BACK = (
    "Ghi lại họ tên theo đúng căn cước rồi trình lại.",
    "Dự thảo thiếu căn cứ pháp lý, bổ sung rồi trình lại.",
    "Làm rõ diện tích giữa hai giấy tờ.",
)
NOTES = (
    "Chờ trưởng thôn xác nhận nơi cư trú, hẹn chiều mai.",
    "Bản chính để ở tủ 2, ngăn của quầy 1.",
    "Người nộp hẹn qua ký bổ sung tờ khai trong tuần.",
    "Đã trao đổi với văn phòng đăng ký đất đai về sơ đồ thửa.",
)
COMPLAINTS = (
    "Chờ ở quầy gần một giờ mới tới lượt.",
    "Phải đi lại hai lần vì lần đầu hướng dẫn thiếu giấy tờ.",
    "Trả kết quả chậm hơn ngày hẹn mà không báo trước.",
)
_MARKS = {
    "civil-status": "TL-HT",
    "civil-status-day": "TL-HT",
    "civil-status-verify": "TL-HT",
    "certification": "SCT",
    "certification-register": "BS",
    "construction": "GPXD",
    "construction-short": "GPXD",
    "business-household": "GCN-HKD",
    "disability": "GXN-KT",
    "residence": "TB",
    "residence-short": "XN",
}


def result_mark(process: str) -> str:
    """Return the mark in the number of a result, e.g. ``GPXD``."""
    return _MARKS.get(process, "QĐ")


def result_name(content: Content) -> str:
    """Return what the result is called on the hand-over slip."""
    return (content.results[0].name if content.results else f"Kết quả: {content.name}")[:300]
