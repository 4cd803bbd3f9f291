"""Plain words for citizens. The legal term stays one click away; the national code decides nothing here."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from motcua.casework.dossiers.vocabulary import DueKind, Flag, PauseCause, Status
from motcua.casework.procedures.rules.content import Fee, Limit
from motcua.casework.procedures.vocabulary import Channel, Level, LimitUnit
from motcua.doors.web.ui.jinja import vnd

STATUS = {
    Status.REGISTERED: _("Đã gửi, chờ nhận"),
    Status.RECEIVED: _("Đã nhận"),
    Status.DECLINED: _("Không nhận, có lý do"),
    Status.PROCESSING: _("Đang giải quyết"),
    Status.SUPPLEMENT: _("Cần bổ sung"),
    Status.FINANCE: _("Cần nộp tiền"),
    Status.WITHDRAWN: _("Đã rút"),
    Status.STOPPED: _("Đã dừng"),
    Status.COMPLETED: _("Có kết quả"),
    Status.RETURNED: _("Đã trả"),
}
PROMISED = {
    DueKind.RECEIVED: _("khi nhận hồ sơ"),
    DueKind.STARTED: _("khi cơ quan có thẩm quyền nhận hồ sơ"),
    DueKind.RESTARTED: _("tính lại từ đầu sau khi bổ sung đủ"),
    DueKind.RESUMED: _("cộng thêm thời gian tạm dừng"),
    DueKind.CORRECTED: _("sửa lại thông tin lúc nhận"),
    DueKind.REAPPOINTED: _("hẹn lại, kèm thư xin lỗi"),
}
PAUSED = {
    PauseCause.SUPPLEMENT: _("chờ bổ sung"),
    PauseCause.FINANCE: _("chờ nộp tiền"),
    PauseCause.OUTAGE: _("sự cố đã công bố"),
    PauseCause.CONFIRMATION: _("chờ ông/bà xác nhận qua VNeID"),
    PauseCause.APPLICANT: _("theo đề nghị của ông/bà"),
}
CHANNEL = {
    Channel.IN_PERSON: _("Tại quầy"),
    Channel.ONLINE: _("Trên mạng"),
    Channel.POSTAL: _("Qua bưu chính"),
}
LEVEL = {
    Level.COMMUNE: _("Xã, phường"),
    Level.PROVINCE: _("Tỉnh"),
    Level.MINISTRY: _("Bộ, ngành trung ương"),
    Level.OTHER: _("Cơ quan khác"),
}
UNPUBLISHED = _("Chưa công bố")
BY_CASE = _("Tùy trường hợp")
FREE = _("Không mất phí")


def status_words(status: Status, flag: Flag) -> str:
    """Return a state in plain words; a result that says no is said to be one."""
    if flag is Flag.REJECTED:
        return str(_("Có văn bản trả lời") if status is Status.COMPLETED else _("Đã trả văn bản trả lời"))
    if flag is Flag.BEFORE_RECEIPT:
        return str(_("Cần bổ sung trước khi nhận"))
    return str(STATUS[status])


def limit_words(limit: Limit | None) -> str:
    """Return how long it takes: ``Trong ngày``, ``5 ngày làm việc``; what was not published is said to be so."""
    if limit is None:
        return str(UNPUBLISHED)
    match limit.unit:
        case LimitUnit.SAME_DAY:
            return str(_("Trong ngày"))
        case LimitUnit.WORKING_DAY:
            words = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", limit.value)
        case LimitUnit.DAY:
            words = ngettext("%(n)s ngày", "%(n)s ngày", limit.value)
        case LimitUnit.HOUR:
            words = ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", limit.value)
        case LimitUnit.RUNNING_HOUR:
            words = ngettext("%(n)s giờ liên tục", "%(n)s giờ liên tục", limit.value)
        case _:
            words = ngettext("%(n)s tháng", "%(n)s tháng", limit.value)
    return words % {"n": limit.value}


def fee_words(fee: Fee) -> str:
    """Return one sum: ``8.000 đ/bản``; a sum that the People's Council sets is never shown as nothing."""
    if fee.amount_vnd is None or (fee.local and not fee.amount_vnd):
        return str(_("Theo nghị quyết của HĐND tỉnh")) if fee.local else fee.text or str(UNPUBLISHED)
    if fee.amount_vnd == 0:
        return str(FREE)
    return f"{vnd(fee.amount_vnd)}/{fee.per}" if fee.per else vnd(fee.amount_vnd)
