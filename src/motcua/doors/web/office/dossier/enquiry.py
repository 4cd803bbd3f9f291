"""Questions while the work goes on: an opinion of an agency, a verification on the spot, and how each ends."""

from collections.abc import Mapping
from typing import Any

from motcua.casework.dossiers.services import enquiries
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.services.enquiries import Minutes
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries import organisation

from ..choices import whole
from ..timing import calendar_around, end_of
from . import case as asked
from .forms import Deed, Opened

_MOST_DAYS = 60


def consult(opened: Opened) -> Done:
    """Ask an agency."""
    days = whole(opened.text("days"), _MOST_DAYS) if opened.text("days").strip() else None
    if opened.text("days").strip() and days is None:
        sentence = f"Thời hạn trả lời từ 1 đến {_MOST_DAYS} ngày làm việc."
        raise Invalid(sentence, fields={"days": sentence})
    return enquiries.consult(
        opened.code,
        whole(opened.text("agency")) or 0,
        opened.text("question"),
        days,
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
    )


def consult_shown(opened: Opened) -> Mapping[str, Any]:
    """Return whom one may ask, and the usual term."""
    here = opened.case.dossier.item_agency_id
    found = organisation.agencies(on=opened.case.at.date())
    return {
        "agencies": [("", "Chọn cơ quan"), *((row.id, row.name) for row in found if row.id != here)],
        "usual_days": opened.case.rules.consultation_days,
    }


def verify(opened: Opened) -> Done:
    """Begin a verification that is to be done by the end of a day."""
    agency_id = opened.case.dossier.item_agency_id or opened.case.dossier.competent_id
    due_at = end_of(opened.text("due_at"), calendar_around(agency_id, opened.case.at), opened.case.at)
    if isinstance(due_at, str):
        raise Invalid(due_at, fields={"due_at": due_at})
    return enquiries.verify(
        opened.code, opened.text("question"), due_at, by=opened.case.by, at=opened.case.at, key=opened.key
    )


def answer(opened: Opened) -> Done:
    """Answer for one's agency."""
    return enquiries.answer(
        opened.code,
        opened.about.pk,
        opened.text("answer"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
    )


def record(opened: Opened) -> Done:
    """Record minutes."""
    minutes = Minutes(
        took_place=opened.text("took_place"),
        place=opened.text("place"),
        participants=opened.text("participants"),
        content=opened.text("content"),
    )
    return enquiries.record(opened.code, opened.about.pk, minutes, by=opened.case.by, at=opened.case.at, key=opened.key)


def waive(opened: Opened) -> Done:
    """Go on without the answer."""
    return enquiries.waive(
        opened.code,
        opened.about.pk,
        opened.text("reason"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
    )


CONSULT = Deed(
    title="Lấy ý kiến cơ quan",
    button="Gửi hỏi ý kiến",
    template="office/dossier/consult.html",
    may=lambda opened: asked.may_enquire(opened.case),
    do=consult,
    shown=consult_shown,
    said="Đã gửi hỏi ý kiến.",
    lead="Thời hạn của hồ sơ vẫn chạy. Cơ quan được hỏi thấy nội dung hỏi, tên các bên và giấy tờ của hồ sơ.",
    takes=True,
)
VERIFY = Deed(
    title="Thẩm tra, xác minh",
    button="Bắt đầu xác minh",
    template="office/dossier/verify.html",
    may=lambda opened: asked.may_enquire(opened.case),
    do=verify,
    said="Đã ghi việc xác minh. Xong thì ghi biên bản.",
    lead="Thời hạn của hồ sơ vẫn chạy. Việc xác minh kết thúc bằng biên bản.",
    takes=True,
)
ANSWER = Deed(
    title="Trả lời ý kiến",
    button="Gửi ý kiến trả lời",
    template="office/dossier/answer.html",
    may=lambda opened: asked.may_answer(opened.case, opened.about),
    do=answer,
    said="Đã gửi ý kiến trả lời.",
)
RECORD = Deed(
    title="Biên bản thẩm tra, xác minh",
    button="Ghi biên bản",
    template="office/dossier/record.html",
    may=lambda opened: asked.may_record(opened.case, opened.about),
    do=record,
    said="Đã ghi biên bản xác minh.",
    takes=True,
)
WAIVE = Deed(
    title="Giải quyết không chờ",
    button="Giải quyết không chờ",
    template="office/dossier/waive.html",
    may=lambda opened: asked.may_waive(opened.case, opened.about),
    do=waive,
    said="Đã ghi: giải quyết không chờ.",
    lead="Lý do được lưu cùng hồ sơ. Sau đó không nhận trả lời cho việc này nữa.",
    grave=True,
    takes=True,
)
