"""The log of a dossier: its events, newest first, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from ..models import Note
from ..vocabulary import LegState, Status, Timeliness


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. ``tone`` is done, late or plain."""

    title: str
    at: datetime
    who: str
    note: str
    tone: str


def timeline(dossier_id: int) -> tuple[Line, ...]:
    """Return the log of a dossier, newest first."""
    entries = outbox.history(f"dossier:{dossier_id}")
    people, posts = agencies.names_of(*_ids([entry.actor for entry in entries]))
    items = {item.id: item for item in workflow.items(dossier_id)}
    steps = {item.activity_key: item.activity_name for item in items.values()}
    notes = dict(Note.objects.filter(dossier_id=dossier_id).values_list("pk", "text"))
    lines = []
    for entry in reversed(entries):
        said = entry.payload
        item = items.get(said.get("item_id") or 0)
        moved = entry.name in ("StepMoved", "DossierCompleted", "DossierReturned")
        lines.append(
            Line(
                title=_TITLES.get(entry.name, _unnamed)(said, steps, posts),
                at=entry.at,
                who=_who(entry.actor, people, posts),
                note=notes.get(said.get("note_id") or 0, "") or (item.note if item and moved else ""),
                tone="late" if said.get("timeliness") == Timeliness.LATE else "done" if moved else "plain",
            )
        )
    return tuple(lines)


def _unnamed(*_: object) -> str:
    return "Sự kiện khác"


def _completed(said: dict[str, Any], *_: object) -> str:
    return f"Xử lý xong, {Timeliness(said['timeliness']).label.lower()}"


def _assigned(said: dict[str, Any], steps: dict[str, str], posts: dict[int, str]) -> str:
    return f"Giao bước “{steps.get(said['activity'], said['activity'])}” cho {posts.get(said['post_id'], 'một vị trí')}"


def _leg(said: dict[str, Any], *_: object) -> str:
    if said["whole_due_at"]:
        return "Ngày hẹn của cả hồ sơ lùi theo một phần việc"
    part = f", hồ sơ {said['child']}" if said["child"] else ""
    state = LegState(said["state"])
    return f"Phần việc liên thông {'được chuyển' if state is LegState.OPEN else state.label.lower()}{part}"


_TITLES: dict[str, Callable[[dict[str, Any], dict[str, str], dict[int, str]], str]] = {
    "DossierMirrored": lambda said, *_: f"Hệ thống khác báo: {Status(said['status']).label.lower()}",
    "DossierReceived": lambda *_: "Tiếp nhận hồ sơ",
    "DossierDeclined": lambda *_: "Từ chối tiếp nhận",
    "StepMoved": lambda said, steps, _: f"Chuyển sang bước “{steps.get(said['next_activity'], said['next_activity'])}”",
    "StepTaken": lambda said, steps, _: f"Nhận bước “{steps.get(said['activity'], said['activity'])}”",
    "StepAssigned": _assigned,
    "StepReleased": lambda said, steps, _: (
        f"Trả bước “{steps.get(said['activity'], said['activity'])}” về hàng chờ chung"
    ),
    "DossierCompleted": _completed,
    "DossierReturned": lambda *_: "Trả kết quả cho người dân",
    "ProcessMigrated": lambda said, steps, _: (
        f"Chuyển sang bản quy trình mới, bước “{steps.get(said['next_activity'], said['next_activity'])}”"
    ),
    "ProcessMigrationUndone": lambda *_: "Trở lại bản quy trình trước",
    "LegMoved": _leg,
    "DossierNoted": lambda *_: "Ghi chú nội bộ",
    "ResultAttached": lambda *_: "Gắn kết quả",
    "PaperFiled": lambda *_: "Quét giấy tờ vào hồ sơ",
}


def _ids(actors: list[str]) -> tuple[list[int], list[int]]:
    staff, posts = [], []
    for actor in actors:
        person, _, post = actor.partition("/")
        if person.startswith("staff:"):
            staff.append(int(person[6:]))
            posts.append(int(post[5:]))
    return staff, posts


def _who(actor: str, people: dict[int, str], posts: dict[int, str]) -> str:
    if not actor.startswith("staff:"):
        return "Hệ thống, tự động" if actor.startswith("system") else "Người dân"
    person, _, post = actor.partition("/")
    return f"{people.get(int(person[6:]), 'Cán bộ')}, {posts.get(int(post[5:]), '')}".rstrip(", ")
