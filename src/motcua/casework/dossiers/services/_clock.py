"""The clock of one dossier as a verb needs it: its rules, its calendar, and the promise that follows from both.

Law: 61/2018/NĐ-CP, Điều 19 khoản 4 (counted from zero again once complete); what is suspended is added
(`rules.counting`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import calendars
from motcua.tools.workflow import queries as workflow

from .. import policies
from ..models import Dossier, DueDate, Pause
from ..queries import legs, rulesets
from ..rules import deadlines, plan
from ..rules.deadlines import Due, Step
from ..rules.rulesets import Parameters, RuleSet
from ..vocabulary import DueKind
from .acts import Locked

_HORIZON = timedelta(days=800)
_COUNTED = (DueKind.RECEIVED, DueKind.STARTED, DueKind.RESTARTED, DueKind.CORRECTED)
_COMPETENT = "cơ quan có thẩm quyền nhận hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A new promise: what the law counts, and what holds (a letter's later date stays where it is later)."""

    legal: Due
    due_at: datetime
    plan: Mapping[str, Any]
    step_due: datetime | None

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns of the dossier that say so."""
        return {
            "due_at": self.due_at,
            "legal_due_at": self.legal.at,
            "due_why": self.legal.why,
            "due_steps": self.legal.to_json(),
        }


def calendar(agency_id: int | None, on: date) -> WorkCalendar:
    """Return the calendar of an agency (the nation's for None) for all that a dossier of that day may need."""
    return calendars.calendar_of(agency_id, first=on - timedelta(days=7), last=on + _HORIZON)


def calendar_of(locked: Locked, at: datetime) -> WorkCalendar:
    """Return the calendar of the agency that received the dossier, from its receipt on until long after now."""
    first = min(locked.registered_on, local(at).date()) - timedelta(days=7)
    return calendars.calendar_of(locked.agency_id, first=first, last=local(at).date() + _HORIZON)


def require_running(locked: Locked) -> None:
    """Refuse while the clock of the dossier stands still."""
    policies.not_paused(Pause.objects.filter(dossier_id=locked.id, ended_at__isnull=True).exists())


def rules_of(locked: Locked) -> RuleSet:
    """Return the rules that were fixed on the dossier at receipt."""
    return rulesets.of_dossier(locked.ruleset_id, locked.registered_on)


def accept_by(locked: Locked, agency_id: int | None, at: datetime) -> datetime | None:
    """Return until when another agency has to take what is handed to it; None inside one agency."""
    if agency_id is None or agency_id == locked.item_agency_id:
        return None
    return take_by(agency_id, rules_of(locked).parameters.handover_hours, at)


def take_by(agency_id: int, hours: int, at: datetime) -> datetime:
    """Return when an agency's working hours to take a hand-over are up."""
    return calendar(agency_id, local(at).date()).add_open_minutes(at, hours * 60)


def crosses(offer: OfferView, rules: Parameters) -> bool:
    """Tell whether the time of a dossier runs from the receipt by the competent agency, of another commune.

    Law: 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 3 (dossiers received regardless of boundaries).
    """
    return offer.cross_boundary and rules.competent_starts


def expected(limit: Limit, agency_id: int, competent_id: int, *, offered: bool, rules: Parameters, at: datetime) -> Due:
    """Return the promise of a dossier whose time runs from the receipt by an agency elsewhere: at the latest then.

    offered  it is handed to that agency now; else the counter still has to send it on
    Law      61/2018/NĐ-CP, Điều 18 (sent on the same working day, after 15:00 at the beginning of the next)
    """
    here = calendar(agency_id, local(at).date())
    latest = take_by(competent_id, rules.handover_hours, at if offered else _sent_on(here, rules.cutoff, at))
    return deadlines.due(latest, limit, here, cutoff=rules.cutoff, receiver=f"{_COMPETENT}, chậm nhất")


def started(locked: Locked, at: datetime) -> Promise | None:
    """Return the promise that begins with this taking by the competent agency; None where the time runs already."""
    if not locked.starts_here:
        return None
    here, cutoff = calendar_of(locked, at), _cutoff(locked)
    return _promise(locked, deadlines.due(at, _limit(locked), here, cutoff=cutoff, receiver=_COMPETENT), at)


def require_started(locked: Locked) -> None:
    """Refuse work by the competent agency on what it has not taken yet: its time runs from the taking."""
    if locked.starts_here:
        raise Refusal(
            "Hồ sơ phi địa giới: thời hạn tính từ khi cơ quan có thẩm quyền nhận. Bấm “Nhận việc” rồi làm tiếp.",
            code="not_started",
            source="118/2025/NĐ-CP, Điều 17 khoản 3",
        )


def restarted(locked: Locked, at: datetime) -> Promise:
    """Return the promise counted from zero again from now on."""
    if locked.awaits_start:
        return _promise(locked, _still_expected(locked, _limit(locked), at), at)
    return _promise(locked, deadlines.due(at, _limit(locked), calendar_of(locked, at), cutoff=_cutoff(locked)), at)


def resumed(locked: Locked, at: datetime) -> Promise:
    """Return the promise with everything that was suspended since the count began; the open pause ends now."""
    return _promise(locked, _counted(locked, _limit(locked), at), at)


def recounted(locked: Locked, version_id: int, case: str, at: datetime) -> Promise:
    """Return the promise of a corrected intake: the limit of another case, with what was suspended as before."""
    return _promise(locked, _counted(locked, _limit_of(version_id, locked, case), at), at)


def began(locked: Locked) -> datetime:
    """Return the moment the count runs from: the receipt, or when all that was asked for had come."""
    begun = DueDate.objects.filter(dossier_id=locked.id, kind__in=_COUNTED).order_by("-event_seq").first()
    start = begun.set_at if begun else locked.received_at
    if start is None:
        raise LookupError(f"dossier {locked.code} has no receipt to count from")
    return start


def _sent_on(here: WorkCalendar, cutoff: time, at: datetime) -> datetime:
    day = local(at)
    if here.is_workday(day.date()) and day.time() <= cutoff:
        return here.close_time(day.date())
    return here.open_time(here.next_workday(day.date()))


def _still_expected(locked: Locked, limit: Limit, at: datetime) -> Due:
    rules = rules_of(locked).parameters
    return expected(limit, locked.agency_id, locked.competent_id, offered=locked.starts_here, rules=rules, at=at)


def _counted(locked: Locked, limit: Limit, at: datetime) -> Due:
    if locked.awaits_start:
        return _still_expected(locked, limit, at)
    start = began(locked)
    pauses = [
        deadlines.Pause(begin=max(row.began_at, start), end=row.ended_at or at, reason=row.get_cause_display())
        for row in Pause.objects.filter(dossier_id=locked.id, counts=True).order_by("began_at")
        if (row.ended_at or at) > start
    ]
    return deadlines.due(start, limit, calendar_of(locked, at), cutoff=_cutoff(locked), pauses=pauses)


def moved(locked: Locked, new_due_at: datetime, at: datetime) -> Promise:
    """Return the promise of a letter: the law's date stays, the open steps share the time until the new one."""
    calendar_here = calendar_of(locked, at)
    day = local(new_due_at)
    text = f"Xin lỗi và hẹn lại {day:%H:%M} ngày {day:%d/%m/%Y}."
    steps = (Step(rule="letter", text=text, on=day.date()), Step(rule="due", text=text, on=day.date()))
    replanned = plan.replan(
        tuple(_steps(locked)), locked.activity_key, locked.plan or {}, at, new_due_at, calendar_here
    )
    here = replanned.get(locked.activity_key or "")
    return Promise(
        legal=Due(at=day, why=text, steps=steps),
        due_at=new_due_at,
        plan=replanned,
        step_due=datetime.fromisoformat(here["due"]) if here else None,
    )


def carried(locked: Locked, legal: Due, due_at: datetime, at: datetime) -> Promise:
    """Return the promise of a whole that moved with one of its parts: what the law counts, and what was appointed."""
    promise = _promise(locked, legal, at)
    if due_at <= promise.due_at:
        return promise
    return _appointed(locked, legal, due_at, at)


def row(locked: Locked, promise: Promise, kind: DueKind, at: datetime) -> DueDate:
    """Return the line of the ledger of promises, for the event that is about to be written."""
    return DueDate(
        dossier_id=locked.id,
        kind=kind,
        due_at=promise.due_at,
        legal_due_at=locked.legal_due_at or promise.due_at if kind is DueKind.REAPPOINTED else promise.legal.at,
        why=promise.legal.why,
        steps=promise.legal.to_json(),
        set_at=at,
        event_seq=locked.event_seq + 1,
    )


def _promise(locked: Locked, legal: Due, at: datetime) -> Promise:
    return _appointed(locked, legal, _kept_letter(locked, legal, calendar_of(locked, at)), at)


def _appointed(locked: Locked, legal: Due, due_at: datetime, at: datetime) -> Promise:
    calendar_here = calendar_of(locked, at)
    steps = tuple(_steps(locked))
    replanned = plan.replan(steps, locked.activity_key, locked.plan or {}, at, due_at, calendar_here)
    here = replanned.get(locked.activity_key or "")
    return Promise(
        legal=legal, due_at=due_at, plan=replanned, step_due=datetime.fromisoformat(here["due"]) if here else None
    )


def _kept_letter(locked: Locked, legal: Due, calendar_here: WorkCalendar) -> datetime:
    """Return the date that holds: a letter's date moves by as many working days as the law's own, never back."""
    if locked.due_at is None or locked.legal_due_at is None or locked.due_at <= locked.legal_due_at:
        return legal.at
    moved = calendar_here.workdays_between(local(locked.legal_due_at).date(), local(legal.at).date())
    if moved <= 0:
        return max(local(locked.due_at), legal.at)
    day = calendar_here.add_workdays(local(locked.due_at).date(), moved)
    return max(calendar_here.close_time(day), legal.at)


def _steps(locked: Locked) -> Iterator[plan.Step]:
    if locked.instance_id is not None:
        yield from workflow.definition(workflow.definition_of(locked.instance_id)).activities


def _limit(locked: Locked) -> Limit:
    if own := legs.limit_of(locked.id):
        return own
    version_id, case = Dossier.objects.values_list("version_id", "case").get(pk=locked.id)
    return _limit_of(version_id, locked, case)


def _limit_of(version_id: int, locked: Locked, case: str) -> Limit:
    version = catalogue.by_id(version_id)
    channel = Dossier.objects.values_list("channel", flat=True).get(pk=locked.id)
    terms = version.content.terms_for(Channel(channel), case) if version else None
    if terms is None or terms.limit is None:
        raise Invalid("Danh mục chưa có thời hạn cho cách nộp này. Báo quản trị danh mục.", code="no_limit")
    return terms.limit


def _cutoff(locked: Locked) -> Any:
    return rules_of(locked).parameters.cutoff
