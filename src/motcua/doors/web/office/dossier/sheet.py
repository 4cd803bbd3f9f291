"""What the page of a dossier shows: the tracker, the papers, the parties, the log, the way through the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework.dossiers.queries import legs, timeline
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.papers import issued
from motcua.casework.dossiers.rules import deadlines
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.rules.forms.words import phone
from motcua.casework.dossiers.vocabulary import IdentityCheck, PartyKind, PartyRole, ReturnMethod
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.documents import queries as documents
from motcua.tools.documents.queries import FiledVersion
from motcua.tools.workflow.queries import ActivityView, ItemView
from motcua.tools.workflow.vocabulary import ItemState

from ..timing import calendar_around, working_time
from .actions import actions


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStep:
    """A step of the tracker. ``state``: done, now, todo; ``verdict``: late or early, in words, "" on time."""

    number: int
    state: str
    name: str
    outcome: str
    place: str
    who: str
    due_at: datetime | None
    done_at: datetime | None
    verdict: str
    late: bool
    chip: Chip | None


def sheet(dossier: DossierView, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what the template is given of a dossier."""
    calendar = calendar_around(dossier.agency_id, at)
    files = files_of(dossier)
    held = dossier.dossier
    return {
        "dossier": dossier,
        "actions": actions(dossier, by=by, at=at),
        "chip": _chip(dossier, calendar, at),
        "steps": _steps(dossier, calendar, at),
        "files": files,
        "issued": issued.lines(dossier.id, issued.form_set(dossier.dossier)),
        "log": timeline.timeline(dossier.id),
        "may": dossier.words,
        "mine": bool(dossier.open_item and dossier.open_item.post_id == by.post_id),
        "parties": [
            (PartyRole(party.role), party, PartyKind(party.kind), phone(party.phone)) for party in dossier.parties
        ],
        "channel": Channel(held.channel).label,
        "method": ReturnMethod(held.return_method).label if held.return_method else "",
        "checked": IdentityCheck(dossier.handover.identity_check).label if dossier.handover else "",
        "used": _used(dossier, calendar, at),
        "why": held.due_steps["steps"] if isinstance(held.due_steps, Mapping) else (),
        "papers_said": _papers(dossier),
        "case": next((case.name for case in dossier.version.content.cases if case.key == held.case), ""),
    }


def files_of(dossier: DossierView) -> dict[int, FiledVersion]:
    """Return the files of a dossier by document, for a part also those it was given from its group."""
    files = {filed.document_id: filed for filed in documents.of_subject(f"dossier:{dossier.id}")}
    if dossier.is_part:
        given = {paper.document_id for paper in dossier.papers} - files.keys()
        for subject in legs.carried_from(dossier.id) if given - {None} else ():
            files |= {one.document_id: one for one in documents.of_subject(subject) if one.document_id in given}
    return files


def _papers(dossier: DossierView) -> str:
    """Return how many kinds of paper apply and how many are here: on paper, as a file or as data of the State."""
    asked = [paper for paper in dossier.papers if not paper.not_applicable]
    here = sum(
        bool(p.originals or p.copies or p.photocopies or p.from_data or p.shown_only or p.document_id) for p in asked
    )
    return f"{len(asked)} loại, {here} đủ" if asked else ""


def _chip(dossier: DossierView, calendar: WorkCalendar, at: datetime) -> Chip | None:
    held = dossier.dossier
    return deadlines.chip(at, held.due_at, calendar, held.completed_at) if held.due_at else None


def _used(dossier: DossierView, calendar: WorkCalendar, at: datetime) -> str:
    held = dossier.dossier
    if held.received_at is None or held.due_at is None:
        return ""
    begun = clock.local(held.received_at).date()
    whole = calendar.workdays_between(begun, clock.local(held.due_at).date())
    used = calendar.workdays_between(begun, clock.local(held.completed_at or at).date())
    return f"Đã dùng {used} trên {whole} ngày làm việc" if whole else ""


def _steps(dossier: DossierView, calendar: WorkCalendar, at: datetime) -> list[TrackStep]:
    if dossier.definition is None:
        return []
    newest = {item.activity_key: item for item in dossier.items}
    names = {a.id: a.short_name for a in agencies.by_ids([int(p["agency"]) for p in dossier.plan.values()])}
    open_item = dossier.open_item
    order = [activity.key for activity in dossier.definition.activities]
    here = order.index(open_item.activity_key) if open_item else len(order)
    return [
        _step(place, activity, newest.get(activity.key) if place <= here else None, dossier, names, (calendar, at))
        for place, activity in enumerate(dossier.definition.activities)
    ]


def _step(
    place: int,
    activity: ActivityView,
    item: ItemView | None,
    dossier: DossierView,
    names: Mapping[int, str],
    now: tuple[WorkCalendar, datetime],
) -> TrackStep:
    calendar, at = now
    planned = dossier.plan.get(activity.key, {})
    due_at = item.due_at if item else _moment(planned.get("due"))
    done_at = item.closed_at if item and item.state == ItemState.DONE else None
    state = "done" if done_at else "now" if item else "todo"
    verdict, late = _verdict(done_at, due_at, calendar)
    return TrackStep(
        number=place + 2,
        state=state,
        name=activity.name,
        outcome=item.note if item else "",
        place=item.agency_name if item else names.get(int(planned.get("agency", 0)), ""),
        who=_who(item) if item else activity.role_name,
        due_at=due_at,
        done_at=done_at,
        verdict=verdict,
        late=late,
        chip=deadlines.chip(at, due_at, calendar) if state == "now" and due_at else None,
    )


def _who(item: ItemView) -> str:
    return item.closed_by_name or item.post_title or "Chưa ai nhận"


def _verdict(done_at: datetime | None, due_at: datetime | None, calendar: WorkCalendar) -> tuple[str, bool]:
    if done_at is None or due_at is None:
        return "", False
    late = clock.local(done_at) > clock.local(due_at)
    length = working_time(done_at, due_at, calendar)
    return (f"{'trễ' if late else 'sớm'} {length}" if length else "", late and bool(length))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
