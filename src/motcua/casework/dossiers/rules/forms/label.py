"""Nhãn túi hồ sơ giấy, a form of our own: glued on the bag, so that whoever holds it can scan it."""

from dataclasses import dataclass
from datetime import datetime

from .house import FormName, Matter, Text, opening, request, rows
from .words import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelData(Matter):
    """What the label needs to know. ``bag`` of ``bags``; ``papers``: pieces inside. Times are local."""

    issued_at: datetime
    received_at: datetime
    due_at: datetime | None = None
    bag: int = 1
    bags: int = 1
    papers: int = 0


def label_text(data: LabelData, name: FormName) -> Text:
    """Return what the template of the label prints: no number of a person, the bag passes through many hands.

    Raises   ValueError for a bag beyond the last
    """
    if not 1 <= data.bag <= data.bags:
        raise ValueError(f"there is no bag {data.bag} of {data.bags}")
    return opening(name, data, data.issued_at, due_at=data.due_at) | {
        "bag": f"Túi {data.bag}/{data.bags}",
        "papers": f"{data.papers} giấy tờ" if data.papers else "",
        "rows": rows(
            [
                ("Chủ hồ sơ", data.holder.name),
                ("Thủ tục", request(data)),
                ("Nhận lúc", moment(data.received_at)),
                ("Hẹn trả", moment(data.due_at) if data.due_at else ""),
            ]
        ),
    }
