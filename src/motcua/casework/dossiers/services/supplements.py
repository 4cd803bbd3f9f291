"""Ask the applicant for what is missing, all of it at once, and take it in when it comes (Mẫu 02).

Law: 61/2018/NĐ-CP, Điều 17 khoản 1–2, Điều 19 khoản 4; 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 2
(one notice with content, reason and full guidance), Điều 4 khoản 2a (what the State has is not asked for).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean, prose
from motcua.people.agencies.vocabulary import DocumentType

from .. import policies
from ..errors import Incomplete, SupplementSpent
from ..events import DossierEvent, DossierSupplemented, SupplementRequested
from ..models import Paper, Pause, Supplement
from ..queries import legs
from ..rules import completeness
from ..rules.completeness import Seen
from ..rules.rulesets import Parameters
from ..vocabulary import Act, DueKind, Flag, PauseCause, Permission, Status, SupplementReason
from . import _authority, _clock, papersets
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about, worked_on

_MOST_ITEMS, _LONGEST = 60, 1000
_BY_DATA = frozenset({SupplementReason.DB_UNAVAILABLE, SupplementReason.DB_MISMATCH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing to complete. ``key``: of the dossier's papers, "" for an entry of the form to correct."""

    key: str
    name: str
    want: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The one notice: everything wanted, why, and how to come by it.

    basis   the provision behind a request for something that is not on the published list, or a further request
    """

    items: Sequence[Wanted]
    reasons: Sequence[SupplementReason]
    guidance: str = ""
    basis: str = ""


def ask(code: str, notice: Notice, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Ask for papers: before receipt no clock runs, after it the clock stops until all is there.

    Raises  NotAllowed · SupplementSpent for a further request without ground and approver · Invalid naming every fault.
    """
    tidy = _tidied(notice)
    return ask_by(code, tidy, Request(verb="ask", by=by, at=at, key=key, item_id=item_id, said=repr(tidy)))


def ask_by(code: str, notice: Notice, request: Request) -> Done:
    """Ask under a request of another verb, of which asking is the end."""
    tidy, by, at = _tidied(notice), request.by, request.at

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        before = locked.status is Status.REGISTERED
        (policies.may_receive if before else policies.may_ask)(locked, by)
        _clock.require_running(locked)
        rules = _clock.rules_of(locked).parameters
        _refuse_flaws(tidy, locked.id)
        number = Supplement.objects.filter(dossier_id=locked.id, before_receipt=before).count() + 1
        _within_rules(tidy, locked, number, rules, at)
        _authority.require(locked, DocumentType.SUPPLEMENT, by=by, at=at)
        days = legs.wait_days(locked.id, rules.supplement_wait_days)
        row = write_down(tidy, locked, number, before_receipt=before, days=days, at=at)
        event = SupplementRequested(
            **worked_on(locked, Act.ASK),
            supplement_id=row.pk,
            before_receipt=before,
            number=number,
            reasons=sorted(tidy.reasons),
            answer_by=row.answer_by.isoformat(),
            item_id=locked.item_id,
        )
        if before:
            return Change(act=Act.ASK), event
        Pause.objects.create(
            dossier_id=locked.id,
            cause=PauseCause.SUPPLEMENT,
            basis="61/2018/NĐ-CP, Điều 19 khoản 4",
            document_no=str(number),
            began_at=at,
        )
        return Change(act=Act.ASK, item_state="waiting"), event

    return perform(code, request, act)


def supply(code: str, seen: Mapping[str, Seen], note: str = "", *, by: Actor, at: datetime, key: str = "") -> Done:
    """Take in what was asked for: all of it, or none; the clock is counted from zero again, or runs on.

    seen    what was handed in of each paper asked for, counts of this time
    Raises  NotAllowed · ActNotAllowed where nothing was asked · Incomplete naming every paper still missing.
    """
    note = clean(note)
    if len(note) > 300:
        raise Invalid("Ghi chú dài quá 300 chữ.", fields={"note": "Ghi chú dài quá 300 chữ."})

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_receive(locked, by)
        said = about(locked, Act.SUPPLY)
        asked = Supplement.objects.filter(dossier_id=locked.id, supplied_at__isnull=True).get()
        _bring(asked, locked.id, seen)
        papersets.brought(locked.id, seen, by=by, at=at)
        asked.supplied_at, asked.supplied_note = at, note
        asked.save(update_fields=["supplied_at", "supplied_note"])
        rules = _clock.rules_of(locked).parameters
        if locked.flag is Flag.BEFORE_RECEIPT:
            by_then = _clock.calendar(locked.agency_id, local(at).date()).add_open_minutes(
                at, rules.acceptance_hours * 60
            )
            event = DossierSupplemented(**said, supplement_id=asked.pk, accept_by=by_then.isoformat())
            return Change(act=Act.SUPPLY, columns={"accept_by": by_then}), event
        end_pause(locked.id, at)
        promise = _clock.restarted(locked, at) if rules.supplement_restarts else _clock.resumed(locked, at)
        kind = DueKind.RESTARTED if rules.supplement_restarts else DueKind.RESUMED
        _clock.row(locked, promise, kind, at).save()
        event = DossierSupplemented(
            **said,
            supplement_id=asked.pk,
            due_at=promise.due_at.isoformat(),
            restarted=rules.supplement_restarts,
            item_id=locked.item_id,
        )
        return running_again(Act.SUPPLY, promise, locked, at), event

    return perform(code, Request(verb="supply", by=by, at=at, key=key, said=repr((dict(seen), note))), act)


def write_down(
    notice: Notice, locked: Locked, number: int, *, before_receipt: bool, days: int, at: datetime
) -> Supplement:
    """Keep the notice; the applicant is waited for until the end of the last day."""
    calendar = _clock.calendar(locked.agency_id, local(at).date())
    return Supplement.objects.create(
        dossier_id=locked.id,
        before_receipt=before_receipt,
        number=number,
        reasons=sorted(notice.reasons),
        items=[asdict(item) for item in notice.items],
        guidance=notice.guidance,
        basis=notice.basis,
        asked_at=at,
        asked_by_id=locked.staff_id,
        asked_post_id=locked.post_id,
        answer_by=calendar.close_time(calendar.add_workdays(local(at).date(), days)),
    )


def end_pause(dossier_id: int, at: datetime, proof: str = "") -> Pause | None:
    """End the open pause, if there is one."""
    pause = Pause.objects.filter(dossier_id=dossier_id, ended_at__isnull=True).first()
    if pause is not None:
        pause.ended_at, pause.proof = at, proof
        pause.save(update_fields=["ended_at", "proof"])
    return pause


def running_again(act: Act, promise: _clock.Promise, locked: Locked, at: datetime) -> Change:
    """Return the change by which the open step goes on under a new promise; who is to take it has his hours anew."""
    hours = _clock.rules_of(locked).parameters.handover_hours
    return Change(
        act=act,
        item_state="open",
        accept_by=_clock.take_by(locked.item_agency_id, hours, at) if locked.item_agency_id else None,
        step_due=promise.step_due,
        plan=promise.plan,
        columns=promise.columns,
    )


def _tidied(notice: Notice) -> Notice:
    items = tuple(
        replace(item, key=clean(item.key), name=clean(item.name), want=prose(item.want), why=prose(item.why))
        for item in notice.items
    )
    reasons = tuple(dict.fromkeys(notice.reasons))
    return Notice(items=items, reasons=reasons, guidance=prose(notice.guidance), basis=clean(notice.basis))


def _refuse_flaws(notice: Notice, dossier_id: int) -> None:
    wrong = dict(_flaws(notice, dict(Paper.objects.filter(dossier_id=dossier_id).values_list("key", "from_data"))))
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)


def _flaws(notice: Notice, papers: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    if not notice.items:
        yield "items", "Ghi mọi thứ cần bổ sung trong một phiếu: giấy tờ nào, cần thế nào."
    if len(notice.items) > _MOST_ITEMS:
        yield "items", f"Một phiếu nhiều nhất {_MOST_ITEMS} dòng."
    if not notice.reasons:
        yield "reasons", "Chọn ít nhất một lý do."
    for place, item in enumerate(notice.items):
        if not item.want:
            yield f"items.{place}", f"Ghi cần bổ sung gì cho “{item.name or item.key}”."
        elif max(len(item.want), len(item.why), len(item.name)) > _LONGEST:
            yield f"items.{place}", f"Mỗi dòng dài nhất {_LONGEST} chữ."
        elif item.key and item.key not in papers and not notice.basis:
            yield "basis", "Giấy tờ ngoài danh mục chỉ được yêu cầu khi ghi điều luật cho phép."
        elif papers.get(item.key) and not _BY_DATA & set(notice.reasons):
            yield (
                "reasons",
                f"“{item.name}” cơ quan nhà nước đã có: chỉ yêu cầu khi không khai thác được hoặc không khớp.",
            )
    if len(notice.guidance) > 2000 or len(notice.basis) > 300:
        yield "guidance", "Hướng dẫn dài nhất 2000 chữ, căn cứ dài nhất 300 chữ."


def _within_rules(notice: Notice, locked: Locked, number: int, rules: Parameters, at: datetime) -> None:
    """Refuse a request beyond the number the rules allow, or later than they allow, without ground and approver."""
    if number > rules.max_supplements and not (notice.basis and Permission.APPROVE in locked.words):
        raise SupplementSpent(rules.max_supplements)
    if locked.received_at is None or notice.basis:
        return
    received = local(locked.received_at).date()
    gone = _clock.calendar_of(locked, at).workdays_between(received, local(at).date())
    if gone > rules.supplement_within_days:
        raise Refusal(
            f"Yêu cầu bổ sung chỉ trong {rules.supplement_within_days} ngày làm việc từ khi tiếp nhận; "
            f"đã qua {gone} ngày. Ghi căn cứ của pháp luật chuyên ngành nếu có.",
            code="supplement_too_late",
            source="61/2018/NĐ-CP, Điều 19 khoản 4",
        )


def _bring(asked: Supplement, dossier_id: int, seen: Mapping[str, Seen]) -> None:
    """Write what came of each paper that was asked for; refuse naming all that did not come."""
    wrong = dict(completeness.flaws(seen))
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    items: list[dict[str, Any]] = asked.items
    missing = [item["name"] or item["key"] for place, item in enumerate(items) if not _came(item, place, seen)]
    if missing:
        raise Incomplete(missing)
    papers = {paper.key: paper for paper in Paper.objects.filter(dossier_id=dossier_id)}
    for name, brought in seen.items():
        if (paper := papers.get(name)) is None:
            continue
        paper.originals += brought.originals
        paper.copies += brought.copies
        paper.photocopies += brought.photocopies
        paper.from_data = paper.from_data or brought.from_data
        paper.note = clean(brought.note) or paper.note
        paper.save(update_fields=["originals", "copies", "photocopies", "from_data", "note"])


def _came(item: Mapping[str, Any], place: int, seen: Mapping[str, Seen]) -> bool:
    """Tell whether something came for an item; an entry that is corrected has no paper and is named by its place."""
    brought = seen.get(item["key"] or f"#{place}")
    return brought is not None and bool(
        brought.originals or brought.copies or brought.photocopies or brought.from_data or brought.note
    )
