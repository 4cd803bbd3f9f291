"""How figures are said to citizens: names, numbers, and small numbers that are not written out."""

from fractions import Fraction

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.doors.web.ui import typography
from motcua.steering.indicators.rules.disclosure import Share, Shown
from motcua.steering.indicators.rules.measures import Value
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.vocabulary import Disclosure

NAMES = {
    "received": gettext_lazy("Đã nhận"),
    "received_online": gettext_lazy("Nộp trên mạng"),
    "online_rate": gettext_lazy("Tỷ lệ nộp trên mạng"),
    "resolved": gettext_lazy("Đã giải quyết xong"),
    "on_time_rate": gettext_lazy("Xong đúng hoặc trước hạn"),
    "resolved_late": gettext_lazy("Xong quá hạn"),
    "resolved_late_sorry": gettext_lazy("Xong quá hạn, đã có thư xin lỗi"),
    "open_late": gettext_lazy("Đang quá hạn"),
    "open_late_sorry": gettext_lazy("Đang quá hạn, đã có thư xin lỗi"),
    "hours_each": gettext_lazy("Thời gian giải quyết trung bình"),
}
"""The measures told to everybody, by their codes in the dictionary."""
MEANINGS = {
    "received": gettext_lazy("Hồ sơ đã tiếp nhận trong tháng, nộp bằng cách nào cũng tính."),
    "received_online": gettext_lazy("Trong số đã nhận: hồ sơ nộp trên mạng."),
    "online_rate": gettext_lazy("Hồ sơ nộp trên mạng chia cho hồ sơ đã nhận."),
    "resolved": gettext_lazy("Hồ sơ kết thúc trong tháng: có kết quả, bị từ chối, rút hoặc dừng."),
    "on_time_rate": gettext_lazy("Hồ sơ xong trước hoặc đúng ngày hẹn trả chia cho hồ sơ đã giải quyết xong."),
    "resolved_late": gettext_lazy("Hồ sơ kết thúc trong tháng, sau ngày hẹn trả."),
    "resolved_late_sorry": gettext_lazy("Trong số xong quá hạn: cơ quan đã gửi thư xin lỗi."),
    "open_late": gettext_lazy("Hồ sơ chưa xong mà cuối tháng đã qua ngày hẹn trả."),
    "open_late_sorry": gettext_lazy("Trong số đang quá hạn: cơ quan đã gửi thư xin lỗi."),
    "hours_each": gettext_lazy(
        "Từ lúc nhận đến khi có kết quả, tính cả đêm và ngày nghỉ, không tính thời gian chờ người nộp bổ sung."
    ),
}
"""What they mean, in words for everybody; the dictionary says it in those of the law."""
_HOURS_A_DAY = 24


def number(count: int) -> str:
    """Return ``4.812`` (4,812 in English)."""
    return f"{count:,}" if _english() else typography.number(count)


def percent(ratio: Fraction | float | None) -> str:
    """Return ``96,4%`` (96.4% in English); a ratio nobody has is a dash."""
    if ratio is None:
        return "–"
    rounded = round(float(ratio) * 100, 1)
    return f"{rounded:.1f}".removesuffix(".0").replace(".", "." if _english() else ",") + "%"


def value(one: Value) -> str:
    """Return an exact measure: a count, a ratio in percent, or hours as days."""
    if one.number is None:
        return _("chưa có số")
    if one.whole is None:
        return number(int(one.number))
    return percent(one.number)


def time(one: Share | None) -> str:
    """Return hours as ``3,2 ngày``, under two days ``31 giờ``; what nobody tells is a dash."""
    if one is None:
        return "–"
    if one.how is Disclosure.HELD or one.number is None:
        return _("không ghi riêng")
    hours = float(one.number)
    if hours < 2 * _HOURS_A_DAY:
        return ngettext("%(n)s giờ", "%(n)s giờ", round(hours)) % {"n": round(hours)}
    days = f"{hours / _HOURS_A_DAY:.1f}".replace(".", "." if _english() else ",")
    return ngettext("%(n)s ngày", "%(n)s ngày", 2) % {"n": days}


def shown(one: Shown | None) -> str:
    """Return a count of a unit as everybody may read it; a unit without anything yet has a dash."""
    if one is None:
        return "–"
    if one.how is Disclosure.HELD or one.number is None:
        return _("không ghi riêng")
    return _by_kind(one.how, number(one.number))


def share(one: Share) -> str:
    """Return a ratio of a unit as everybody may read it; a ratio of nothing is a dash."""
    if one.how is Disclosure.HELD:
        return _("không ghi riêng")
    if one.number is None:
        return "–"
    return _by_kind(one.how, percent(one.number))


def month(period: Period) -> str:
    """Return ``tháng 10/2026``, as it stands within a sentence."""
    return _("tháng %(month)s") % {"month": f"{period.first:%m/%Y}"}


def _by_kind(how: Disclosure, said: str) -> str:
    if how is Disclosure.BELOW:
        return _("dưới %(n)s") % {"n": said}
    if how is Disclosure.ABOVE:
        return _("trên %(n)s") % {"n": said}
    return said


def _english() -> bool:
    return translation.get_language() == "en"
