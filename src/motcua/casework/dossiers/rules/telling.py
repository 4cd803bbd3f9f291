"""What the applicant and the officers are told of a dossier: one short text a fact, nobody's name in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.worktime import Hours
from motcua.ground.notifications.rules.messages import Said

from ..vocabulary import Reminder
from .forms.words import WEEKDAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a text may use of a dossier. ``until``: the date the fact brings, e.g. until when to complete it."""

    code: str
    procedure: str
    agency: str
    phone: str = ""
    due_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where a result lies. ``hours``: when it is open there, as `opening` says it; "" where nobody knows."""

    name: str
    address: str = ""
    hours: str = ""


def said(event: str, about: About) -> Said | None:
    """Return what the applicant is told of an event, None for events that are no news to him."""
    text = _TEXTS.get(event)
    if text is None:
        return None
    title, body = text(about)
    return Said(kind=f"dossier.{event}", title=title, text=f"{body}{_contact(about)}", short=body)


def reminder(kind: Reminder, level: int, about: About) -> Said:
    """Return what an officer or a head is told when the clock reminds him."""
    if kind is Reminder.UNCOLLECTED:
        text = f"{about.procedure}. Người nộp cũng được nhắc theo cách liên lạc đã để lại."
        return Said(kind=f"reminder.{kind}", title=f"{kind.label}: {about.code}", text=f"{kind.label}. {text}")
    due = f" Hạn {_day(about.due_at)}." if about.due_at else ""
    asked = " Có lời nhắc xử lý ngay từ đơn vị theo dõi." if kind is Reminder.OVERDUE else ""
    level_said = asked if level == 0 else " Cần lãnh đạo xem." if level == 1 else " Đã quá hẹn lại: cần cấp trên xem."
    title = f"{kind.label}: {about.code}"
    return Said(kind=f"reminder.{kind}", title=title, text=f"{kind.label}. {about.procedure}.{due}{level_said}")


def uncollected(code: str, counter: Counter) -> Said:
    """Return what the applicant is told whose result lies at a counter and who has not come for it."""
    place = f"{counter.name}, {counter.address}" if counter.address else counter.name
    bring = f"Mang giấy hẹn và căn cước đến nhận{f', giờ mở cửa: {counter.hours}' if counter.hours else ''}."
    return Said(
        kind="dossier.uncollected",
        title=f"Kết quả hồ sơ {code} chờ người nộp đến nhận",
        text=f"Kết quả hồ sơ {code} vẫn chờ tại {place}. {bring}",
        short=f"Kết quả hồ sơ {code} vẫn chờ tại {counter.name}. {bring}",
    )


def opening(week: Sequence[Hours]) -> str:
    """Return when an office is open, e.g. “thứ Hai đến thứ Sáu 07:30–11:30, 13:30–17:00; thứ Bảy 07:30–11:30”.

    week   the spans of each weekday, Monday first; days that follow each other with the same hours are said together
    """
    runs: list[tuple[int, int, Hours]] = []
    for day, hours in enumerate(week):
        if hours and runs and runs[-1][1:] == (day - 1, hours):
            runs[-1] = (runs[-1][0], day, hours)
        elif hours:
            runs.append((day, day, hours))
    return "; ".join(f"{_days(first, last)} {_spans(hours)}" for first, last, hours in runs)


def _days(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} đến {WEEKDAYS[last]}"


def _spans(hours: Hours) -> str:
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)


def _supplement(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} cần bổ sung",
        f"Hồ sơ {about.code} cần bổ sung trước {_day(about.until)}. Xem cần gì trong phiếu hoặc tra cứu bằng mã hồ sơ.",
    )


def _supplied(about: About) -> tuple[str, str]:
    due = f" Hẹn trả {_day(about.due_at)}." if about.due_at else " Cơ quan sẽ báo có tiếp nhận hay không."
    return f"Đã nhận bổ sung hồ sơ {about.code}", f"Đã nhận đủ giấy tờ bổ sung của hồ sơ {about.code}.{due}"


def _received(about: About) -> tuple[str, str]:
    return (
        f"Đã tiếp nhận hồ sơ {about.code}",
        f"Hồ sơ {about.code} đã được tiếp nhận. Hẹn trả {_day(about.due_at)}.",
    )


def _declined(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} không được tiếp nhận",
        f"Hồ sơ {about.code} không được tiếp nhận. Lý do và việc có thể làm ghi trong phiếu từ chối.",
    )


def _owing(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} chờ nghĩa vụ tài chính",
        f"Hồ sơ {about.code} chờ nộp nghĩa vụ tài chính theo thông báo đã gửi. Nộp xong, báo nơi tiếp nhận.",
    )


def _apology(about: About) -> tuple[str, str]:
    again = f" Hẹn lại {_day(about.until)}." if about.until else " Chúng tôi sẽ báo ngay khi có kết quả."
    return (
        f"Xin lỗi vì hồ sơ {about.code} chậm hẹn",
        f"{about.agency} xin lỗi: hồ sơ {about.code} không kịp ngày đã hẹn.{again} Nguyên nhân ghi trong thư xin lỗi.",
    )


def _ready(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} đã có kết quả",
        f"Hồ sơ {about.code} đã có kết quả. Nhận theo cách đã đăng ký; đến quầy thì mang giấy hẹn và căn cước.",
    )


def _refused(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} có văn bản trả lời",
        f"Hồ sơ {about.code} không đủ điều kiện giải quyết. Văn bản trả lời nêu lý do, căn cứ; nhận tại nơi tiếp nhận.",
    )


def _stopped(about: About) -> tuple[str, str]:
    return (
        f"Hồ sơ {about.code} dừng giải quyết",
        f"Hồ sơ {about.code} dừng giải quyết. Lý do ghi trong thông báo; bản chính được trả lại tại nơi tiếp nhận.",
    )


_TEXTS: Mapping[str, Callable[[About], tuple[str, str]]] = {
    "DossierReceived": _received,
    "DossierDeclined": _declined,
    "SupplementRequested": _supplement,
    "DossierSupplemented": _supplied,
    "ObligationDemanded": _owing,
    "ApologySent": _apology,
    "DossierCompleted": _ready,
    "DossierRejected": _refused,
    "DossierStopped": _stopped,
}
"""Events that are news to the applicant."""
TOLD = tuple(_TEXTS)
"""Their names."""


def _day(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M ngày %d/%m/%Y}" if moment else "chưa có"


def _contact(about: About) -> str:
    return f" Cần hỏi: {about.agency}{f', {about.phone}' if about.phone else ''}."
