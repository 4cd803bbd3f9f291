"""Keep what another system says of its own dossiers: read-only here, none of our numbers, no step, no clock of ours.

Law: 224/2026/NĐ-CP, Điều 18 (the dossier stays in the system that handles it).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal, Stale
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import organisation as agencies

from .. import policies
from ..events import DossierEvent, DossierMirrored
from ..models import Dossier
from ..rules import tokens
from ..rules.lifecycle import State
from ..rules.submission import PartyDraft
from ..vocabulary import Flag, Permission, Status
from . import _numbers, _rows
from ._advance import perform
from .acts import Change, Done, Locked, Request, replay

_CODE = re.compile(r"(?=.*\d)[0-9A-Z][0-9A-Z./-]{5,58}[0-9A-Z]")
_PARTNER = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_AHEAD = timedelta(minutes=5)
_WITH_RESULT = frozenset({Status.COMPLETED, Status.RETURNED})
_FIXED = ("partner", "procedure", "agency_id")
_OVER = frozenset({Status.WITHDRAWN, Status.STOPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What another system says of one of its dossiers, whole each time.

    code       its number there, e.g. ``G22.99.05-261119-0007``
    partner    short name of the system, e.g. ``bo-tu-phap``
    agency_id  at which of ours it is shown
    seen_at    when the status became so there; the other moments where that system tells them
    applicant  name of its owner, "" where it is not told
    """

    code: str
    partner: str
    procedure: str
    agency_id: int
    status: Status
    seen_at: datetime
    received_at: datetime | None = None
    due_at: datetime | None = None
    completed_at: datetime | None = None
    returned_at: datetime | None = None
    applicant: str = ""


def observe(told: Observed, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Write down where a dossier of another system stands; the first time it becomes known here.

    Raises  NotAllowed · Invalid naming every fault · Stale for news older than what is known · Refusal where the code
            is one of ours
    """
    _require(told, by, at)
    told = _tidied(told, at)
    request = Request(verb="observe", by=by, at=at, key=key, said=repr(told), mirror=True)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two first reports of one dossier wait for each other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mirror:{told.code}"])
        known = Dossier.objects.filter(code=told.code).values_list("pk", "flag").first()
        if known is None:
            return _first(told, request)
        if known[1] != Flag.MIRRORED:
            raise Refusal("Mã này là của một hồ sơ giải quyết tại đây. Xem lại mã hồ sơ.", code="code_taken")
        if key and (done := outbox_queries.by_key(by.ref, key)):
            return replay(outbox.same_request(done, request.fingerprint(told.code)))
        newest = outbox_queries.history(f"dossier:{known[0]}")[-1]
        event = _event(told, known[0])
        if any(newest.payload[name] != event.payload()[name] for name in _FIXED):
            raise Refusal(
                "Hồ sơ này đã ghi theo hệ thống, thủ tục hoặc nơi hiện khác. Xem lại mã hồ sơ.", code="other_mirror"
            )
        if datetime.fromisoformat(newest.payload["seen_at"]) > told.seen_at:
            raise Stale("Đã có tin mới hơn về hồ sơ này. Hỏi lại hệ thống đang giải quyết rồi gửi tin mới nhất.")
        if newest.payload == event.payload() and not _differs(told, known[0]):
            return replay(newest)
        return perform(told.code, request, lambda locked: _change(told, locked))


def _first(told: Observed, request: Request) -> Done:
    """Write a dossier that was not known here. Its event opens a chain like any other's."""
    if request.key and (done := outbox_queries.by_key(request.by.ref, request.key)):
        return replay(outbox.same_request(done, request.fingerprint(told.code)))
    day = request.at.date()
    if ours := next(
        (unit for unit in agencies.agencies(on=day, receiving=True) if _numbers.is_of(unit, told.code)), None
    ):
        raise Refusal(f"Mã này thuộc sổ hồ sơ của {ours.short_name}. Xem lại mã hồ sơ.", code="code_taken")
    number = _numbers.foreign(told.code)
    version = catalogue.in_force(told.procedure, on=day)
    if version is None:
        raise LookupError(f"procedure {told.procedure} has gone between two statements")
    event = _event(told, number.id)
    dossier = Dossier(
        pk=number.id,
        code=told.code,
        agency_id=told.agency_id,
        competent_id=told.agency_id,
        version_id=version.id,
        channel=Channel.ONLINE,
        status=told.status,
        flag=Flag.MIRRORED,
        serial=number.serial,
        series=number.series,
        registered_on=day,
        applicant=told.applicant,
        tokens=tokens.of_parties({told.agency_id}, [PartyDraft(name=told.applicant)]),
        legal_due_at=told.due_at,
        event_seq=1,
        **_moments(told),
    )
    fingerprint = request.fingerprint(told.code)
    dossier.event_hash = outbox.begin(event, by=request.by, at=request.at, key=request.key, request=fingerprint)
    _rows.insert([dossier])
    return Done(
        code=told.code,
        status=told.status,
        event=event.name,
        seq=1,
        at=request.at,
        hash=dossier.event_hash,
        due_at=told.due_at,
    )


def _change(told: Observed, locked: Locked) -> tuple[Change, DossierEvent]:
    first = locked.legal_due_at
    columns = {
        **_moments(told),
        "legal_due_at": min(first, told.due_at) if first and told.due_at else first or told.due_at,
        "applicant": told.applicant,
        "tokens": tokens.of_parties({told.agency_id}, [PartyDraft(name=told.applicant)]),
    }
    return Change(mirrored=State(told.status, Flag.MIRRORED), columns=columns), _event(told, locked.id)


def _moments(told: Observed) -> dict[str, datetime | None]:
    """Return the columns of time that go with the status; what is not told is when the status was seen."""
    return {
        "received_at": told.received_at,
        "due_at": told.due_at,
        "completed_at": (told.completed_at or told.seen_at) if told.status in _WITH_RESULT else None,
        "returned_at": (told.returned_at or told.seen_at) if told.status is Status.RETURNED else None,
        "declined_at": told.seen_at if told.status is Status.DECLINED else None,
        "ended_at": told.seen_at if told.status in _OVER else None,
    }


def _event(told: Observed, dossier_id: int) -> DossierMirrored:
    return DossierMirrored(
        subject=f"dossier:{dossier_id}",
        code=told.code,
        status=told.status,
        procedure=told.procedure,
        agency_id=told.agency_id,
        partner=told.partner,
        seen_at=told.seen_at.isoformat(),
        due_at=told.due_at.isoformat() if told.due_at else "",
    )


def _differs(told: Observed, dossier_id: int) -> bool:
    """Tell whether anything that no event carries is told otherwise than it is kept."""
    wanted = {**_moments(told), "applicant": told.applicant}
    kept = Dossier.objects.filter(pk=dossier_id).values(*wanted).get()
    return any(kept[name] != value for name, value in wanted.items())


def _require(told: Observed, by: Actor, at: datetime) -> None:
    """Let a partner speak for its own system, and an officer write down what he reads there for his counter."""
    if by.kind is ActorKind.STAFF:
        policies.require(by, Permission.RECEIVE, agency_id=told.agency_id, on=at.date())
    elif by.kind not in (ActorKind.PARTNER, ActorKind.SYSTEM):
        raise NotAllowed("Chỉ hệ thống đối tác hoặc cán bộ tiếp nhận ghi hồ sơ giải quyết ở hệ thống khác.")


def _tidied(told: Observed, at: datetime) -> Observed:
    """Return it as it is kept. Raises Invalid naming every fault."""
    code, partner, procedure = clean(told.code).upper(), clean(told.partner), clean(told.procedure)
    tidy = Observed(
        code=code,
        partner=partner,
        procedure=procedure,
        agency_id=told.agency_id,
        status=told.status,
        seen_at=local(told.seen_at),
        received_at=_here(told.received_at),
        due_at=_here(told.due_at),
        completed_at=_here(told.completed_at),
        returned_at=_here(told.returned_at),
        applicant=clean(told.applicant),
    )
    if wrong := dict(_flaws(tidy, at)):
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    return tidy


def _here(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None


def _flaws(told: Observed, at: datetime) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(told.code):
        yield "code", "Mã hồ sơ gồm chữ cái, chữ số và dấu . / -, từ 7 đến 60 ký tự, có chữ số."
    if not _PARTNER.fullmatch(told.partner):
        yield "partner", "Tên hệ thống viết thường, không dấu, nối bằng gạch ngang, ví dụ bo-tu-phap."
    if catalogue.in_force(told.procedure, on=at.date()) is None:
        yield "procedure", "Không có thủ tục mang mã này đang có hiệu lực."
    if not agencies.by_ids([told.agency_id]):
        yield "agency", "Không có cơ quan này."
    if len(told.applicant) > 200:
        yield "applicant", "Họ tên dài quá 200 chữ."
    yield from _flaws_of_time(told, at)


def _flaws_of_time(told: Observed, at: datetime) -> Iterator[tuple[str, str]]:
    if told.seen_at > at + _AHEAD:
        yield "seen_at", "Thời điểm của trạng thái ở tương lai. Xem lại đồng hồ và múi giờ."
    for name, moment in (("completed_at", told.completed_at), ("returned_at", told.returned_at)):
        if moment and moment > at + _AHEAD:
            yield name, "Thời điểm này ở tương lai. Xem lại đồng hồ và múi giờ."
    if told.completed_at and told.status not in _WITH_RESULT:
        yield "completed_at", "Trạng thái này chưa có kết quả, nên chưa có lúc xong."
    if told.returned_at and told.status is not Status.RETURNED:
        yield "returned_at", "Trạng thái này chưa trả kết quả, nên chưa có lúc trả."
    order = [moment for moment in (told.received_at, told.completed_at, told.returned_at) if moment]
    if order != sorted(order):
        yield "received_at", "Nhận trước, xong sau, trả sau cùng: các thời điểm không theo thứ tự đó."
