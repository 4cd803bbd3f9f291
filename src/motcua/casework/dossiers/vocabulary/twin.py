"""The closed lists of the paper half: bags, where they are, slips."""

from motcua.ground.kernel.vocabulary import Term


class SetKind(Term):
    """Bộ giấy gì; the number is the first digit of its label."""

    PAPERS = "papers", "Giấy tờ của hồ sơ", 1
    RESULT = "result", "Kết quả bản giấy", 2


class Whereabouts(Term):
    """Bộ giấy đang ở đâu: exactly one of these at every moment."""

    AGENCY = "agency", "Tại cơ quan"
    TRANSIT = "transit", "Đang chuyển"
    APPLICANT = "applicant", "Ở người nộp"
    ARCHIVE = "archive", "Đã lưu"
    LOST = "lost", "Thất lạc"


class MoveCause(Term):
    """Vì sao bộ giấy đổi chỗ."""

    TAKEN_IN = "taken_in", "Nhận từ người nộp"
    ISSUED = "issued", "Có kết quả bản giấy"
    SENT = "sent", "Bàn giao đi"
    ARRIVED = "arrived", "Nhận bàn giao"
    ASTRAY = "astray", "Đến nhầm nơi"
    SURPLUS = "surplus", "Đến mà không có trong phiếu"
    KEPT = "kept", "Vẫn còn ở nơi gửi"
    LOST = "lost", "Ghi thất lạc"
    FOUND = "found", "Tìm thấy"
    GIVEN_BACK = "given_back", "Trả người nộp"
    SHELVED = "shelved", "Đưa vào lưu"


class Carrier(Term):
    """Ai mang giấy đi."""

    OWN = "own", "Người của cơ quan"
    POST = "post", "Bưu chính công ích"


class SlipState(Term):
    """Phiếu bàn giao đang ở đâu."""

    DRAFT = "draft", "Đang xếp"
    SENT = "sent", "Đang đi"
    CLOSED = "closed", "Đã ký nhận"


class LineState(Term):
    """Một dòng của phiếu bàn giao."""

    PACKED = "packed", "Đã xếp"
    ON_WAY = "on_way", "Đang đi"
    MISSING = "missing", "Nơi nhận không thấy"
    ARRIVED = "arrived", "Đã nhận"
    DAMAGED = "damaged", "Đã nhận, hư hỏng"
    KEPT = "kept", "Vẫn ở nơi gửi"
    ASTRAY = "astray", "Đến nhầm nơi khác"
    LOST = "lost", "Thất lạc"
    SURPLUS = "surplus", "Thừa, không có trong phiếu"
