"""The log of a dossier: its events, newest first, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.ground.kernel.clock import local
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies.queries import organisation as agencies

from ..vocabulary import EnquiryKind, EnquiryState, LateKind, LegState, Reminder, SendBack, Status, Timeliness
from .detail import DossierView
from .story import Story, words_of

_MOVES = frozenset({"StepMoved", "StepSentBack", "DossierCompleted", "DossierRejected", "DossierReturned"})
_DONE = _MOVES - {"StepSentBack"} | {"DossierSupplemented", "ObligationSettled", "DossierResumed", "ApologySent"}
_BAD = frozenset({"LatenessNoted", "StepSentBack", "DossierStopped"})
_POINTERS = ("supplement_id", "pause_id", "enquiry_id", "correction_id", "letter_id", "ending_id")
_ALARMS = frozenset(
    {
        Reminder.STEP_LATE,
        Reminder.OVERDUE,
        Reminder.ACCEPTANCE_LATE,
        Reminder.CONSULTATION_LATE,
        Reminder.PING_PONG,
        Reminder.LETTER_WAITS,
        Reminder.SUPPLEMENT_OVERDUE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. ``tone`` is done, late or plain."""

    title: str
    at: datetime
    who: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Words for the keys and numbers that events carry."""

    steps: Mapping[str, str]
    posts: Mapping[int, str]
    agencies: Mapping[int, str]

    def step(self, key: str) -> str:
        return self.steps.get(key, key)


def timeline(seen: DossierView, told: Story) -> tuple[Line, ...]:
    """Return the log of a dossier, newest first; for an agency that is asked, only its questions and answers."""
    entries = outbox.history(f"dossier:{seen.id}")
    said = words_of(told)
    if seen.asked_only:
        entries = tuple(entry for entry in entries if (entry.name, _pointer(entry)) in said)
    staff_ids, post_ids = _ids([entry.actor for entry in entries])
    given = [int(entry.payload["post_id"]) for entry in entries if entry.name == "StepAssigned"]
    people, posts = agencies.names_of(staff_ids, [*post_ids, *given])
    items = {item.id: item for item in seen.items}
    names = _Names(
        steps={item.activity_key: item.activity_name for item in items.values()},
        posts=posts,
        agencies={item.agency_id: item.agency_name for item in items.values()}
        | {enquiry.agency_id: enquiry.agency.short_name for enquiry in told.enquiries},
    )
    notes = {note.pk: note.text for note in seen.notes}
    lines = []
    for entry in reversed(entries):
        item = items.get(entry.payload.get("item_id") or 0) if entry.name in _MOVES else None
        lines.append(
            Line(
                title=_TITLES.get(entry.name, _unnamed)(entry.payload, names),
                at=entry.at,
                who=_who(entry.actor, people, posts),
                note=notes.get(entry.payload.get("note_id") or 0, "")
                or said.get((entry.name, _pointer(entry)), "")
                or (item.note if item else ""),
                tone=_tone(entry),
            )
        )
    return tuple(lines)


def _pointer(entry: EntryView) -> int:
    return next((int(entry.payload[name]) for name in _POINTERS if name in entry.payload), 0)


def _tone(entry: EntryView) -> str:
    said = entry.payload
    bad = entry.name in _BAD or said.get("timeliness") == Timeliness.LATE or said.get("late") is True
    if bad or (entry.name == "ReminderGiven" and said["kind"] in _ALARMS):
        return "late"
    return "done" if entry.name in _DONE else "plain"


def _unnamed(*_: object) -> str:
    return "Sự kiện khác"


def _day(moment: str) -> str:
    return f"{local(datetime.fromisoformat(moment)):%d/%m/%Y}"


def _timely(verb: str) -> Callable[[Mapping[str, Any], _Names], str]:
    def title(said: Mapping[str, Any], _: _Names) -> str:
        verdict = said.get("timeliness")
        return f"{verb}, {Timeliness(verdict).label.lower()}" if verdict else verb

    return title


def _promised(verb: str) -> Callable[[Mapping[str, Any], _Names], str]:
    """Return a title that ends with the date promised from then on, where the event has one."""

    def title(said: Mapping[str, Any], _: _Names) -> str:
        return f"{verb}, hẹn trả {_day(said['due_at'])}" if said.get("due_at") else verb

    return title


def _assigned(said: Mapping[str, Any], names: _Names) -> str:
    post = names.posts.get(said["post_id"], "một vị trí")
    return f"Giao bước “{names.step(said['activity'])}” cho {post}{_begins(said)}"


def _begins(said: Mapping[str, Any]) -> str:
    return f", thời hạn tính từ lúc này, hẹn trả {_day(said['due_at'])}" if said.get("due_at") else ""


def _sent_back(said: Mapping[str, Any], names: _Names) -> str:
    back = names.agencies.get(said.get("next_agency_id") or 0, "nơi giao")
    return f"Việc quay lại {back}: {SendBack(said['reason']).label.lower()}"


def _asked(said: Mapping[str, Any], _: _Names) -> str:
    stage = " trước khi tiếp nhận" if said["before_receipt"] else ""
    return f"Yêu cầu bổ sung lần {said['number']}{stage}, chờ đến {_day(said['answer_by'])}"


def _supplied(said: Mapping[str, Any], _: _Names) -> str:
    if not said.get("due_at"):
        return "Nhận đủ bổ sung, chờ quyết định tiếp nhận"
    again = ", thời hạn tính lại từ đầu" if said["restarted"] else ""
    return f"Nhận đủ bổ sung{again}, hẹn trả {_day(said['due_at'])}"


def _enquiry_opened(said: Mapping[str, Any], names: _Names) -> str:
    until = f", trả lời trước {_day(said['due_at'])}"
    if said["kind"] == EnquiryKind.VERIFICATION:
        return f"Thẩm tra, xác minh, xong trước {_day(said['due_at'])}"
    return f"Lấy ý kiến {names.agencies.get(said['agency_id'], 'một cơ quan')}{until}"


def _enquiry_closed(said: Mapping[str, Any], names: _Names) -> str:
    late = ", trễ hạn" if said["late"] else ""
    verification = said["kind"] == EnquiryKind.VERIFICATION
    asked = "biên bản xác minh" if verification else f"ý kiến {names.agencies.get(said['agency_id'], 'cơ quan')}"
    if said["state"] == EnquiryState.WAIVED:
        return f"Giải quyết không chờ {asked}"
    return f"{'Ghi' if verification else 'Nhận'} {asked}{late}"


def _late(said: Mapping[str, Any], _: _Names) -> str:
    which = "hẹn lại" if said["kind"] == LateKind.REAPPOINTED else "hẹn"
    return f"Qua ngày {which} {_day(said['due_at'])} mà chưa có kết quả"


def _apology(said: Mapping[str, Any], _: _Names) -> str:
    again = f", hẹn lại {_day(said['due_at'])}" if said.get("due_at") else ", không hẹn lại"
    return f"Duyệt, gửi thư xin lỗi lần {said['number']}{again}"


def _drafted(said: Mapping[str, Any], _: _Names) -> str:
    return f"Dự thảo thư xin lỗi lần {said['number']} cho ngày hẹn {_day(said['for_due_at'])}"


def _reminded(said: Mapping[str, Any], _: _Names) -> str:
    if said["kind"] == Reminder.UNCOLLECTED:
        return f"Nhắc người nộp và quầy: kết quả chờ {said['about']} ngày, chưa ai đến nhận"
    whom = ("người đang giữ", "lãnh đạo nơi đang giữ", "cấp trên")[min(int(said["level"]), 2)]
    return f"Nhắc {whom}: {Reminder(said['kind']).label.lower()}"


def _leg(said: Mapping[str, Any], _: _Names) -> str:
    if said["whole_due_at"]:
        return "Ngày hẹn của cả hồ sơ lùi theo một phần việc"
    part = f", hồ sơ {said['child']}" if said["child"] else ""
    state = LegState(said["state"])
    return f"Phần việc liên thông {'được chuyển' if state is LegState.OPEN else state.label.lower()}{part}"


_TITLES: dict[str, Callable[[Mapping[str, Any], _Names], str]] = {
    "DossierSubmitted": lambda said, _: f"Nộp hồ sơ, quyết định tiếp nhận trước {_day(said['accept_by'])}",
    "DossierMirrored": lambda said, _: f"Hệ thống khác báo: {Status(said['status']).label.lower()}",
    "DossierReceived": lambda *_: "Tiếp nhận hồ sơ",
    "DossierDeclined": lambda *_: "Từ chối tiếp nhận",
    "StepMoved": lambda said, names: f"Chuyển sang bước “{names.step(said['next_activity'])}”",
    "StepTaken": lambda said, names: f"Nhận bước “{names.step(said['activity'])}”{_begins(said)}",
    "StepAssigned": _assigned,
    "StepReleased": lambda said, names: f"Trả bước “{names.step(said['activity'])}” về hàng chờ chung",
    "StepSentBack": _sent_back,
    "DossierCompleted": _timely("Xử lý xong"),
    "DossierRejected": _timely("Trả lời không đủ điều kiện"),
    "DossierReturned": lambda *_: "Trả kết quả cho người dân",
    "ProcessMigrated": lambda said, names: f"Chuyển sang bản quy trình mới, bước “{names.step(said['next_activity'])}”",
    "ProcessMigrationUndone": lambda *_: "Trở lại bản quy trình trước",
    "LegMoved": _leg,
    "DossierNoted": lambda *_: "Ghi chú nội bộ",
    "ResultAttached": lambda *_: "Gắn kết quả",
    "PaperFiled": lambda *_: "Quét giấy tờ vào hồ sơ",
    "SupplementRequested": _asked,
    "DossierSupplemented": _supplied,
    "ObligationDemanded": lambda *_: "Yêu cầu thực hiện nghĩa vụ tài chính",
    "ObligationSettled": _promised("Đã thực hiện nghĩa vụ tài chính"),
    "DossierPaused": lambda *_: "Tạm dừng tính thời hạn",
    "DossierResumed": _promised("Tiếp tục tính thời hạn"),
    "DossierCorrected": _promised("Sửa tiếp nhận sai"),
    "DossierWithdrawn": lambda *_: "Người nộp rút hồ sơ",
    "DossierStopped": lambda *_: "Dừng giải quyết",
    "EnquiryOpened": _enquiry_opened,
    "EnquiryClosed": _enquiry_closed,
    "LatenessNoted": _late,
    "ApologyDrafted": _drafted,
    "ApologyDropped": lambda *_: "Bỏ dự thảo thư xin lỗi, không còn cần",
    "ApologySent": _apology,
    "ReminderGiven": _reminded,
}


def _ids(actors: Iterable[str]) -> tuple[list[int], list[int]]:
    staff, posts = [], []
    for actor in actors:
        person, _, post = actor.partition("/")
        if person.startswith("staff:"):
            staff.append(int(person[6:]))
            posts.append(int(post[5:]))
    return staff, posts


def _who(actor: str, people: Mapping[int, str], posts: Mapping[int, str]) -> str:
    if not actor.startswith("staff:"):
        return "Hệ thống, tự động" if actor.startswith("system") else "Người dân"
    person, _, post = actor.partition("/")
    return f"{people.get(int(person[6:]), 'Cán bộ')}, {posts.get(int(post[5:]), '')}".rstrip(", ")
