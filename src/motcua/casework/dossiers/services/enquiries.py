"""Ask while the work goes on: an opinion of another agency, a verification on the spot. No clock stops for it.

Law: 61/2018/NĐ-CP, Điều 19 khoản 3 (minutes of a verification: time, place, participants, content), khoản 5 (each
agency asked has its own term; the head of the one-stop unit is told of an overdue answer).
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.kernel.text import clean, prose
from motcua.people.agencies.queries import organisation as agencies

from .. import policies
from ..events import DossierEvent, EnquiryClosed, EnquiryOpened
from ..models import Enquiry
from ..rules import lifecycle
from ..vocabulary import EnquiryKind, EnquiryState
from . import _clock
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about, worked_on

_LONGEST = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the minutes of a verification say; ``took_place`` as typed, e.g. “09:30 ngày 21/11/2026”."""

    took_place: str
    place: str
    participants: str
    content: str


def consult(
    code: str, agency_id: int, question: str, days: int | None = None, *, by: Actor, at: datetime, key: str = ""
) -> Done:
    """Ask another agency for its opinion, with a date of its own.

    days    working days of the agency asked; None as the rules of the dossier say
    Raises  NotAllowed · Refusal once the dossier is not worked on · Invalid
    """
    question = prose(question)
    wrong = _said("question", question, "Ghi nội dung cần lấy ý kiến")
    if not agencies.is_open(agency_id, on=local(at).date()):
        wrong["agency"] = "Chọn cơ quan được hỏi trong các cơ quan đang hoạt động."
    if days is not None and not 1 <= days <= 60:
        wrong["days"] = "Thời hạn trả lời từ 1 đến 60 ngày làm việc."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        _worked_on(locked, by)
        if agency_id == locked.item_agency_id:
            raise Invalid("Cơ quan này đang giải quyết hồ sơ.", fields={"agency": "Chọn cơ quan khác."})
        term = days or _clock.rules_of(locked).parameters.consultation_days
        calendar = _clock.calendar(agency_id, local(at).date())
        due_at = calendar.close_time(calendar.add_workdays(local(at).date(), term))
        return _open(locked, EnquiryKind.CONSULTATION, agency_id, question, due_at, at)

    request = Request(verb="consult", by=by, at=at, key=key, said=repr((agency_id, question, days)))
    return perform(code, request, act)


def verify(code: str, question: str, due_at: datetime, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Begin a verification on the spot; it ends with minutes.

    Raises  NotAllowed · Invalid, e.g. for a date that has passed
    """
    question = prose(question)
    wrong = _said("question", question, "Ghi nội dung cần xác minh")
    if due_at <= at:
        wrong["due_at"] = "Chọn ngày xong sau lúc này."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        _worked_on(locked, by)
        agency_id = locked.item_agency_id or locked.competent_id
        return _open(locked, EnquiryKind.VERIFICATION, agency_id, question, due_at, at)

    return perform(code, Request(verb="verify", by=by, at=at, key=key, said=repr((question, due_at))), act)


def answer(code: str, enquiry_id: int, text: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Answer what one's agency was asked.

    Raises  NotAllowed for others · NotFound · Refusal where it is closed · Invalid
    """
    text = prose(text)
    if wrong := _said("answer", text, "Ghi ý kiến trả lời"):
        raise Invalid(" ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        enquiry = _of(locked, enquiry_id, EnquiryKind.CONSULTATION)
        policies.may_answer(locked, enquiry.agency_id)
        return _close(locked, enquiry, EnquiryState.ANSWERED, text, at)

    return perform(code, Request(verb="answer", by=by, at=at, key=key, said=repr((enquiry_id, text))), act)


def record(code: str, enquiry_id: int, minutes: Minutes, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Record the minutes of a verification and close it.

    Raises  NotAllowed · NotFound · Refusal where it is closed · Invalid naming every entry left empty
    """
    tidy = Minutes(
        took_place=clean(minutes.took_place),
        place=clean(minutes.place),
        participants=prose(minutes.participants),
        content=prose(minutes.content),
    )
    wrong = {name: "Biên bản cần ghi phần này." for name, text in asdict(tidy).items() if not text}
    wrong |= {name: f"Phần này dài quá {_LONGEST} chữ." for name, text in asdict(tidy).items() if len(text) > _LONGEST}
    if wrong:
        raise Invalid("Xem lại biên bản: thời gian, địa điểm, thành phần, nội dung.", fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_work(locked, by)
        enquiry = _of(locked, enquiry_id, EnquiryKind.VERIFICATION)
        enquiry.minutes = asdict(tidy)
        return _close(locked, enquiry, EnquiryState.ANSWERED, tidy.content, at)

    return perform(code, Request(verb="record", by=by, at=at, key=key, said=repr((enquiry_id, tidy))), act)


def waive(code: str, enquiry_id: int, reason: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Go on without the answer, saying why, once its date has passed.

    Raises  NotAllowed · NotFound · Refusal before the date · Invalid
    """
    reason = prose(reason)
    if wrong := _said("reason", reason, "Ghi vì sao giải quyết không chờ"):
        raise Invalid(" ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_work(locked, by)
        enquiry = _of(locked, enquiry_id)
        if enquiry.kind == EnquiryKind.CONSULTATION and at <= enquiry.due_at:
            raise Refusal("Cơ quan được hỏi còn thời hạn trả lời. Chờ đến hạn đã hẹn.", code="enquiry_in_time")
        return _close(locked, enquiry, EnquiryState.WAIVED, reason, at)

    return perform(code, Request(verb="waive", by=by, at=at, key=key, said=repr((enquiry_id, reason))), act)


def _worked_on(locked: Locked, by: Actor) -> None:
    policies.may_work(locked, by)
    if locked.status not in lifecycle.RUNNING:
        raise Refusal("Hồ sơ không còn đang giải quyết.", code="not_running")


def _open(
    locked: Locked, kind: EnquiryKind, agency_id: int, question: str, due_at: datetime, at: datetime
) -> tuple[Change, DossierEvent]:
    row = Enquiry.objects.create(
        dossier_id=locked.id,
        kind=kind,
        agency_id=agency_id,
        question=question,
        asked_at=at,
        asked_by_id=locked.staff_id,
        due_at=due_at,
    )
    event = EnquiryOpened(
        **worked_on(locked, None), enquiry_id=row.pk, kind=kind, agency_id=agency_id, due_at=due_at.isoformat()
    )
    return Change(), event


def _of(locked: Locked, enquiry_id: int, kind: EnquiryKind | None = None) -> Enquiry:
    enquiry = Enquiry.objects.filter(dossier_id=locked.id, pk=enquiry_id).first()
    if enquiry is None or (kind and enquiry.kind != kind):
        raise NotFound("Không có việc hỏi ý kiến hay xác minh này trong hồ sơ.")
    if enquiry.state != EnquiryState.OPEN:
        raise Refusal("Việc này đã kết thúc. Mở lại hồ sơ để xem.", code="enquiry_closed")
    return enquiry


def _close(
    locked: Locked, enquiry: Enquiry, state: EnquiryState, text: str, at: datetime
) -> tuple[Change, DossierEvent]:
    enquiry.state, enquiry.answer, enquiry.closed_at, enquiry.closed_by_id = state, text, at, locked.staff_id
    enquiry.save(update_fields=["state", "answer", "minutes", "closed_at", "closed_by"])
    answered = enquiry.kind == EnquiryKind.CONSULTATION and state is EnquiryState.ANSWERED
    event = EnquiryClosed(
        **(about if answered else worked_on)(locked, None),  # an answer is no work on the step
        enquiry_id=enquiry.pk,
        kind=enquiry.kind,
        agency_id=enquiry.agency_id,
        state=state,
        late=at > enquiry.due_at,
    )
    return Change(), event


def _said(field: str, text: str, wanted: str) -> dict[str, str]:
    if not text:
        return {field: f"{wanted}."}
    return {field: f"Phần này dài {len(text)} chữ, nhiều nhất {_LONGEST}."} if len(text) > _LONGEST else {}
