"""Biên bản thẩm tra, xác minh, a form of our own: when, where, who took part, what was found.

Law: 61/2018/NĐ-CP, Điều 19 khoản 3 (time, place, participants and content are recorded); the layout is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.text import clean

from .house import FormName, Matter, Text, contact, in_short, opening, request, rows
from .words import moment, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who took part, and as what, e.g. “Công chức địa chính”; ``agency`` where it is another's."""

    name: str
    role: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesData(Matter):
    """What the minutes need to know; content, findings and conclusion may have several lines. Times are local.

    took_place   when it was, in the words it was written down in; then began_at and ended_at are not known
    recorded_at  when the minutes were filed, where that is known
    """

    began_at: datetime | None = None
    ended_at: datetime | None = None
    took_place: str = ""
    recorded_at: datetime | None = None
    place: str
    participants: Sequence[Participant]
    content: str
    findings: str = ""
    opinions: str = ""
    conclusion: str = ""


def minutes_text(data: MinutesData, name: FormName) -> Text:
    """Return what the template of the minutes prints. Raises ValueError where nobody took part, or no time is told."""
    if not data.participants:
        raise ValueError("minutes name who took part")
    issued_at = data.recorded_at or data.ended_at or data.began_at
    if issued_at is None or not (data.took_place or data.began_at):
        raise ValueError("minutes say when it was")
    parts = (
        ("Nội dung thẩm tra, xác minh", data.content),
        ("Kết quả", data.findings),
        ("Ý kiến khác", data.opinions),
        ("Kết luận", data.conclusion),
    )
    return opening(name, data, issued_at) | {
        "rows": rows(
            [
                ("Thời gian", data.took_place),
                ("Bắt đầu lúc", moment(data.began_at) if data.began_at else ""),
                ("Kết thúc lúc", moment(data.ended_at) if data.ended_at else ""),
                ("Địa điểm", data.place),
                ("Về hồ sơ", request(data)),
                ("Chủ hồ sơ", in_short(data.holder)),
                ("Địa chỉ", data.holder.address),
            ]
        ),
        "participants": [_row(number, who) for number, who in enumerate(data.participants, 1)],
        "parts": [[label, said] for label, text in parts if (said := paragraphs(text))],
        "foot": contact(data.agency),
    }


def _row(number: int, who: Participant) -> list[str]:
    role = ", ".join(part for part in (clean(who.role), clean(who.agency)) if part)
    return [str(number), clean(who.name), role]
