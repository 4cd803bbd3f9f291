"""The process-control slip of a dossier, out of its journal and its work items: every hand-over, and how each was kept.

Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 06; 01/2018/TT-VPCP, Mẫu 05; 61/2018/NĐ-CP, Điều 18.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from motcua.ground.kernel import clock
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import ItemView
from motcua.tools.workflow.vocabulary import ItemState

from ...models import Dossier, Handover, Supplement
from ...rules import deadlines, possession
from ...rules.forms.control import ControlData, HandOver, Side
from ...rules.possession import Span
from ...vocabulary import Act, HolderKind, SendBack, Timeliness
from .. import possession as ledger
from . import matter

_NOT_KEPT = frozenset({*SendBack, Act.WITHDRAW, Act.STOP})
"""Outcomes of steps that were not carried through: nobody was early or late with them."""
_CONCLUDED = frozenset({"DossierCompleted", "DossierRejected"})
_APPLICANT = "Người nộp hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the slip is made of. ``takers``: {work item: who took it first}; ``done``: the event of the result."""

    dossier: Dossier
    items: Sequence[ItemView]
    spans: Sequence[Span]
    takers: Mapping[int, str]
    posts: Mapping[int, str]
    units: Mapping[int, str]
    done: EntryView | None


def control(dossier_id: int, _about: int, number: str, *, at: datetime) -> ControlData:
    """Return what the slip says of the dossier up to a moment. Raises ValueError for one that was not taken in."""
    told = _told(dossier_id, at)
    dossier = told.dossier
    if dossier.received_at is None or dossier.received_by is None:
        raise ValueError(f"dossier {dossier_id} was not taken in")
    return ControlData(
        **matter.about(dossier, dossier.agency_id, number),
        issued_at=clock.local(at),
        received_at=clock.local(dossier.received_at),
        due_at=clock.local(dossier.due_at) if dossier.due_at else None,
        lead=agencies.agency(dossier.competent_id).name,
        papers=matter.papers(dossier),
        dossier_legs=_in_order([*_steps(told), *_inside(told), *_with_applicant(told)]),
        result_legs=_in_order([*_result(told), *_returned(told)]),
        officer=dossier.received_by.name,
    )


def _told(dossier_id: int, at: datetime) -> _Told:
    entries = outbox.history(f"dossier:{dossier_id}")
    spans = possession.spans(ledger.facts(entries), at)
    items = workflow.items(dossier_id)
    held = {span.holder.id for span in spans if span.holder.kind is HolderKind.POST and span.holder.id}
    posts = {post_id: agencies.post(post_id).title for post_id in held}
    units = {one.id: one.short_name for one in agencies.by_ids([span.agency_id for span in spans if span.agency_id])}
    return _Told(
        dossier=Dossier.objects.select_related("received_by").get(pk=dossier_id),
        items=items,
        spans=spans,
        takers=_takers(entries),
        posts=posts,
        units=units,
        done=next((entry for entry in entries if entry.name in _CONCLUDED), None),
    )


def _takers(entries: Sequence[EntryView]) -> dict[int, str]:
    """Return who took each step first: by himself, or because a head gave it to his post."""
    found: dict[int, str] = {}
    for entry in entries:
        item_id = entry.payload.get("item_id")
        if not item_id or item_id in found:
            continue
        if entry.name == "StepTaken":
            found[item_id] = matter.person(entry.actor)[0]
        elif entry.name == "StepAssigned":
            found[item_id] = agencies.post(entry.payload["post_id"]).title
    return found


def _steps(told: _Told) -> Iterator[HandOver]:
    """Yield how each step came to who worked on it, and whether he was done in time."""
    dossier = told.dossier
    counter = Side(
        agency=agencies.agency(dossier.agency_id).short_name,
        person=dossier.received_by.name if dossier.received_by else "",
    )
    giver = counter
    for item in told.items:
        if _is_result(item, told):
            return
        receiver = Side(agency=item.agency_name, person=_worker(item, told))
        yield _leg(item, giver, receiver)
        giver = Side(agency=item.agency_name, person=item.closed_by_name)


def _result(told: _Told) -> Iterator[HandOver]:
    """Yield how the result came to the counter; it is in time or not as the dossier is."""
    verdict = told.done.payload.get("timeliness") if told.done else ""
    signed = [item for item in told.items if not _is_result(item, told)]
    if told.done is None or not signed:
        return
    for item in told.items:
        if _is_result(item, told):
            yield HandOver(
                giver=Side(agency=signed[-1].agency_name, person=signed[-1].closed_by_name),
                receiver=Side(agency=item.agency_name, person=_worker(item, told)),
                given_at=clock.local(item.opened_at),
                accepted_at=_local(item.taken_at or item.closed_at),
                due_at=_local(told.dossier.due_at),
                timeliness=Timeliness(verdict) if verdict else None,
                note=item.activity_name,
            )


def _returned(told: _Told) -> Iterator[HandOver]:
    for row in Handover.objects.filter(dossier=told.dossier).select_related("staff", "post__agency"):
        at = clock.local(row.at)
        giver = Side(agency=row.post.agency.short_name, person=row.staff.name)
        receiver = Side(agency="Người nhận kết quả", person=row.recipient)
        yield HandOver(giver=giver, receiver=receiver, given_at=at, accepted_at=at, note="Trả kết quả")


def _inside(told: _Told) -> Iterator[HandOver]:
    """Yield how a step passed from one post to another while it was open."""
    for before, after in pairwise(told.spans):
        both = before.holder.kind is after.holder.kind is HolderKind.POST
        if both and before.activity == after.activity and before.agency_id == after.agency_id:
            at = clock.local(after.since)
            yield HandOver(
                giver=_side(before, told),
                receiver=_side(after, told),
                given_at=at,
                accepted_at=at,
                note="Giao lại trong đơn vị",
            )


def _with_applicant(told: _Told) -> Iterator[HandOver]:
    """Yield what went to the applicant while he was waited for, and what came back from him."""
    answers = dict(
        Supplement.objects.filter(dossier=told.dossier, before_receipt=False).values_list("asked_at", "answer_by")
    )
    for before, span, after in zip(told.spans, told.spans[1:], (*told.spans[2:], None), strict=False):
        if span.holder != possession.APPLICANT:
            continue
        out, back = clock.local(span.since), clock.local(span.until)
        asked = span.since in answers
        yield HandOver(
            giver=_side(before, told),
            receiver=Side(agency=_APPLICANT),
            given_at=out,
            accepted_at=out,
            due_at=_local(answers.get(span.since)),
            note="Yêu cầu bổ sung hồ sơ" if asked else "Thực hiện nghĩa vụ tài chính",
        )
        if after is not None:
            yield HandOver(
                giver=Side(agency=_APPLICANT),
                receiver=_side(after, told),
                given_at=back,
                accepted_at=back,
                note="Đã bổ sung hồ sơ" if asked else "Đã thực hiện nghĩa vụ tài chính",
            )


def _leg(item: ItemView, giver: Side, receiver: Side) -> HandOver:
    kept = item.closed_at is not None and item.state == ItemState.DONE and item.outcome not in _NOT_KEPT
    return HandOver(
        giver=giver,
        receiver=receiver,
        given_at=clock.local(item.opened_at),
        accepted_at=_local(item.taken_at or (item.closed_at if kept else None)),
        due_at=clock.local(item.due_at),
        timeliness=deadlines.timeliness(item.due_at, item.closed_at) if kept and item.closed_at else None,
        note=_note(item),
    )


def _note(item: ItemView) -> str:
    back = next((term.label.lower() for term in SendBack if term == item.outcome), "")
    return f"{item.activity_name}; {back}" if back else item.activity_name


def _worker(item: ItemView, told: _Told) -> str:
    return told.takers.get(item.id) or item.closed_by_name or item.post_title


def _is_result(item: ItemView, told: _Told) -> bool:
    return told.done is not None and item.id > told.done.payload["item_id"]


def _side(span: Span, told: _Told) -> Side:
    unit = told.units.get(span.agency_id or 0, "")
    if span.holder.kind is HolderKind.POST:
        return Side(agency=unit, person=told.posts.get(span.holder.id or 0, ""))
    return Side(agency=unit or span.holder.kind.label)


def _in_order(legs: Sequence[HandOver]) -> tuple[HandOver, ...]:
    return tuple(sorted(legs, key=lambda leg: leg.given_at))


def _local(at: datetime | None) -> datetime | None:
    return clock.local(at) if at else None
