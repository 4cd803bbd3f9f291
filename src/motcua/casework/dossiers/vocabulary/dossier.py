"""The closed lists of the dossier."""

from motcua.ground.kernel.vocabulary import Term


class Status(Term):
    """Trạng thái hồ sơ, as reported to the National Public Service Portal."""

    REGISTERED = "registered", "Mới đăng ký", 1
    RECEIVED = "received", "Được tiếp nhận", 2
    DECLINED = "declined", "Không được tiếp nhận", 3
    PROCESSING = "processing", "Đang xử lý", 4
    SUPPLEMENT = "supplement", "Yêu cầu bổ sung giấy tờ", 5
    FINANCE = "finance", "Yêu cầu thực hiện nghĩa vụ tài chính", 6
    WITHDRAWN = "withdrawn", "Công dân yêu cầu rút hồ sơ", 7
    STOPPED = "stopped", "Dừng xử lý", 8
    COMPLETED = "completed", "Đã xử lý xong", 9
    RETURNED = "returned", "Đã trả kết quả", 10


class Flag(Term):
    """Điều luật cần biết thêm về một trạng thái."""

    NONE = "", "Thường"
    BEFORE_RECEIPT = "before_receipt", "Trước khi tiếp nhận"
    REJECTED = "rejected", "Không đủ điều kiện giải quyết"
    MIRRORED = "mirrored", "Giải quyết ở hệ thống khác"


class Act(Term):
    """Việc làm theo luật: each changes the status, the clock, or what is promised."""

    SUBMIT = "submit", "Nộp hồ sơ"
    ACCEPT = "accept", "Tiếp nhận"
    DECLINE = "decline", "Từ chối tiếp nhận"
    ASK = "ask", "Yêu cầu bổ sung"
    SUPPLY = "supply", "Nhận bổ sung"
    PROCESS = "process", "Bắt đầu xử lý"
    CORRECT = "correct", "Sửa tiếp nhận sai"
    DEMAND = "demand", "Yêu cầu nghĩa vụ tài chính"
    SETTLE = "settle", "Xác nhận đã nộp nghĩa vụ tài chính"
    PAUSE = "pause", "Tạm dừng tính thời hạn"
    RESUME = "resume", "Tiếp tục tính thời hạn"
    EXTEND = "extend", "Xin lỗi và hẹn lại"
    COMPLETE = "complete", "Xử lý xong"
    REJECT = "reject", "Trả lời không đủ điều kiện"
    RETURN = "return", "Trả kết quả"
    WITHDRAW = "withdraw", "Rút hồ sơ"
    STOP = "stop", "Dừng giải quyết"


class ClockEffect(Term):
    """Tác động của một việc lên đồng hồ thời hạn."""

    NONE = "none", "Không đổi"
    STARTS = "starts", "Bắt đầu"
    SUSPENDS = "suspends", "Tạm dừng"
    RESUMES = "resumes", "Chạy tiếp hoặc tính lại"
    MOVES = "moves", "Đổi ngày hẹn"
    ENDS = "ends", "Kết thúc"


class PauseCause(Term):
    """Vì sao thời hạn tạm dừng."""

    SUPPLEMENT = "supplement", "Chờ bổ sung hồ sơ"
    FINANCE = "finance", "Chờ thực hiện nghĩa vụ tài chính"
    OUTAGE = "outage", "Sự cố hệ thống hoặc bất khả kháng đã công bố"
    CONFIRMATION = "confirmation", "Chờ công dân xác nhận qua VNeID"
    APPLICANT = "applicant", "Theo đề nghị của người nộp"


class SupplementReason(Term):
    """Vì sao yêu cầu bổ sung (118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 2 điểm a)."""

    INCOMPLETE = "incomplete", "Thiếu thành phần hồ sơ"
    INACCURATE = "inaccurate", "Nội dung chưa chính xác"
    WRONG_AGENCY = "wrong_agency", "Không đúng cơ quan có thẩm quyền"
    DB_UNAVAILABLE = "db_unavailable", "Không khai thác được dữ liệu"
    DB_MISMATCH = "db_mismatch", "Dữ liệu trong cơ sở dữ liệu không khớp"


class Initiator(Term):
    """Ai đề nghị dừng giải quyết."""

    APPLICANT = "applicant", "Người nộp"
    AGENCY = "agency", "Cơ quan giải quyết"
    INACTION = "inaction", "Quá thời gian chờ bổ sung"


class EnquiryKind(Term):
    """Việc hỏi thêm trong khi giải quyết."""

    CONSULTATION = "consultation", "Lấy ý kiến cơ quan"
    VERIFICATION = "verification", "Thẩm tra, xác minh"


class EnquiryState(Term):
    """Trạng thái việc hỏi thêm."""

    OPEN = "open", "Đang chờ"
    ANSWERED = "answered", "Đã trả lời"
    WAIVED = "waived", "Giải quyết không chờ"


class DueKind(Term):
    """Vì sao có ngày hẹn này."""

    RECEIVED = "received", "Tiếp nhận"
    STARTED = "started", "Cơ quan có thẩm quyền nhận"
    RESTARTED = "restarted", "Tính lại từ đầu sau bổ sung"
    RESUMED = "resumed", "Cộng thời gian tạm dừng"
    CORRECTED = "corrected", "Sửa tiếp nhận sai"
    REAPPOINTED = "reappointed", "Hẹn lại"


class LateKind(Term):
    """Ngày hẹn nào đã qua mà chưa có kết quả."""

    ORIGINAL = "original", "Quá ngày hẹn đầu"
    REAPPOINTED = "reappointed", "Quá ngày hẹn lại"


class LateCause(Term):
    """Nguyên nhân chậm, chọn trong danh mục."""

    WORKLOAD = "workload", "Khối lượng hồ sơ lớn"
    VERIFICATION = "verification", "Chờ kết quả thẩm tra, xác minh"
    CONSULTATION = "consultation", "Chờ ý kiến cơ quan phối hợp"
    SIGNER_ABSENT = "signer_absent", "Chờ người có thẩm quyền ký"
    RECORDS = "records", "Hồ sơ gốc cần tra cứu, đối chiếu lâu"
    SYSTEM = "system", "Sự cố phần mềm, đường truyền"
    TRANSFER = "transfer", "Luân chuyển hồ sơ chậm"
    OTHER = "other", "Nguyên nhân khác"


class LetterState(Term):
    """Thư xin lỗi đang ở đâu."""

    DRAFTED = "drafted", "Dự thảo chờ duyệt"
    SENT = "sent", "Đã duyệt và gửi"
    DROPPED = "dropped", "Không cần nữa"


class HolderKind(Term):
    """Ai giữ hồ sơ."""

    POST = "post", "Vị trí"
    AGENCY = "agency", "Cơ quan, chưa ai nhận"
    APPLICANT = "applicant", "Người nộp"
    PARTNER = "partner", "Cơ quan ngoài hệ thống"
    SYSTEM = "system", "Hệ thống"


class SendBack(Term):
    """Vì sao việc quay lại nơi giao."""

    REFUSED = "refused", "Nơi nhận trả lại"
    UNACCEPTED = "unaccepted", "Quá giờ chưa ai nhận"


class Reminder(Term):
    """Lời nhắc của đồng hồ."""

    DUE_SOON = "due_soon", "Sắp đến hạn"
    STEP_LATE = "step_late", "Bước quá hạn"
    OVERDUE = "overdue", "Hồ sơ quá hạn"
    IDLE = "idle", "Để lâu không động tới"
    ACCEPTANCE_LATE = "acceptance_late", "Quá giờ chưa quyết định tiếp nhận"
    CONSULTATION_LATE = "consultation_late", "Cơ quan được hỏi quá hạn trả lời"
    PING_PONG = "ping_pong", "Chuyển qua lại nhiều lần"
    UNACCEPTED = "unaccepted", "Việc chuyển đến quá giờ chưa ai nhận"
    LETTER_WAITS = "letter_waits", "Thư xin lỗi chờ duyệt"
    SUPPLEMENT_OVERDUE = "supplement_overdue", "Người nộp quá hạn bổ sung"
    LEG_UNACKNOWLEDGED = "leg_unacknowledged", "Phần việc liên thông quá giờ chưa nhận"
    LEG_NOT_SENT = "leg_not_sent", "Phần việc liên thông quá giờ chưa chuyển"
    UNCOLLECTED = "uncollected", "Kết quả lâu chưa ai đến nhận"


class PartyRole(Term):
    """Tư cách của một bên."""

    SUBMITTER = "submitter", "Người nộp"
    OWNER = "owner", "Chủ hồ sơ"
    REPRESENTATIVE = "representative", "Người được ủy quyền"


class PartyKind(Term):
    """Loại đối tượng."""

    PERSON = "person", "Cá nhân", 1
    ORGANISATION = "organisation", "Tổ chức", 2


class ReturnMethod(Term):
    """Cách nhận kết quả."""

    COUNTER = "counter", "Tại quầy"
    POST = "post", "Qua bưu chính"
    ELECTRONIC = "electronic", "Bản điện tử"


class IdentityCheck(Term):
    """Cách kiểm tra người nhận kết quả."""

    CARD = "card", "Đối chiếu căn cước"
    RECEIPT = "receipt", "Đối chiếu giấy hẹn"
    MANDATE = "mandate", "Văn bản ủy quyền và căn cước"


class Timeliness(Term):
    """Kết quả so với hạn."""

    EARLY = "early", "Trước hạn"
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Quá hạn"


class Permission(Term):
    """Quyền trên hồ sơ."""

    VIEW = "dossiers.view", "Xem hồ sơ được giao"
    VIEW_AGENCY = "dossiers.view_agency", "Xem hồ sơ của đơn vị"
    VIEW_ALL = "dossiers.view_all", "Xem hồ sơ toàn tỉnh"
    RECEIVE = "dossiers.receive", "Tiếp nhận hồ sơ"
    DECLINE = "dossiers.decline", "Từ chối tiếp nhận"
    WORK = "dossiers.work", "Xử lý hồ sơ"
    ASSIGN = "dossiers.assign", "Giao việc"
    RETURN = "dossiers.return", "Trả kết quả"
    SIGN = "dossiers.sign", "Ký kết quả"
    APPROVE = "dossiers.approve", "Duyệt thư xin lỗi, dừng giải quyết, bổ sung lần hai"
    RULES = "dossiers.rules", "Sửa bộ quy tắc thời hạn"
    PROCESSES = "dossiers.processes", "Vẽ và ban hành quy trình"


class FormSet(Term):
    """Bộ mẫu giấy theo thông tư."""

    TT01_2018 = "TT01_2018", "Thông tư số 01/2018/TT-VPCP"
    TT03_2025 = "TT03_2025", "Thông tư số 03/2025/TT-VPCP"


class Form(Term):
    """Loại giấy in ra từ hồ sơ."""

    RECEIPT = "receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    SUPPLEMENT = "supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    REFUSAL = "refusal", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"
    APOLOGY = "apology", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    STOP = "stop", "Thông báo dừng giải quyết hồ sơ"
    CONTROL = "control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    REGISTER = "register", "Sổ theo dõi hồ sơ"
    HANDOVER = "handover", "Phiếu bàn giao hồ sơ"
    LABEL = "label", "Nhãn túi hồ sơ giấy"
    RESULT_RECEIPT = "result_receipt", "Biên nhận trả kết quả"
    WITHDRAWAL = "withdrawal", "Biên bản trả lại hồ sơ"
    MINUTES = "minutes", "Biên bản thẩm tra, xác minh"
