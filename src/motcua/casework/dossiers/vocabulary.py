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


class Act(Term):
    """Việc làm đổi trạng thái: the acts of law that this release knows."""

    ACCEPT = "accept", "Tiếp nhận"
    DECLINE = "decline", "Từ chối tiếp nhận"
    PROCESS = "process", "Bắt đầu xử lý"
    COMPLETE = "complete", "Xử lý xong"
    RETURN = "return", "Trả kết quả"


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
