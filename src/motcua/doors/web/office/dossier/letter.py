"""The letter of apology as its head reads it before it goes out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.casework.dossiers.services import apologies
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.vocabulary import LateCause
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid

from ..timing import calendar_around, end_of
from . import case as asked
from .forms import Deed, Opened


def approve(opened: Opened) -> Done:
    """Send it as it stands now; the new date is the end of the chosen day."""
    said: dict[str, Any] = {"cause": opened.text("cause"), "cause_text": opened.text("cause_text")}
    if opened.letter.new_due_at:
        said["new_due_at"] = _end_of(opened, opened.text("new_due_at"))
    return apologies.approve(opened.code, opened.letter.pk, said, by=opened.case.by, at=opened.case.at, key=opened.key)


def shown(opened: Opened) -> Mapping[str, Any]:
    """Return the letter as drafted, under what was typed over it."""
    letter, typed = opened.letter, opened.typed
    drafted = f"{clock.local(letter.new_due_at):%Y-%m-%d}" if letter.new_due_at else ""
    return {
        "letter": letter,
        "causes": LateCause.choices(),
        "values": {
            "cause": typed.get("cause", letter.cause),
            "cause_text": typed.get("cause_text", letter.cause_text),
            "new_due_at": typed.get("new_due_at", drafted),
        },
    }


def _end_of(opened: Opened, typed: str) -> datetime:
    drafted = opened.letter.new_due_at
    if drafted and f"{clock.local(drafted):%Y-%m-%d}" == typed:
        return drafted
    end = end_of(typed, calendar_around(opened.case.dossier.agency_id, opened.case.at), opened.case.at)
    if isinstance(end, str):
        raise Invalid(end, fields={"new_due_at": end})
    return end


APPROVE = Deed(
    title="Duyệt thư xin lỗi",
    button="Duyệt và gửi thư",
    template="office/dossier/letter.html",
    may=lambda opened: asked.may_approve_letter(opened.case, opened.letter),
    do=approve,
    shown=shown,
    said="Đã duyệt và gửi thư xin lỗi.",
    lead="Hệ thống đã viết sẵn. Xem lại nguyên nhân và ngày hẹn, sửa cho đúng rồi gửi.",
)
