"""What the page of a dossier shows: the tracker, the papers, the parties, the log, the way through the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework.dossiers.queries import legs, timeline, twin
from motcua.casework.dossiers.queries.detail import DossierView
from motcua.casework.dossiers.queries.papers import issued
from motcua.casework.dossiers.rules import deadlines, lifecycle
from motcua.casework.dossiers.rules.deadlines import Chip
from motcua.casework.dossiers.rules.forms.words import phone
from motcua.casework.dossiers.vocabulary import (
    Act,
    IdentityCheck,
    Initiator,
    PartyKind,
    PartyRole,
    ReturnMethod,
    SetKind,
    SupplementReason,
    Whereabouts,
)
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel import clock
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.forecasts import queries as forecasts
from motcua.steering.forecasts.queries import RiskView
from motcua.steering.forecasts.vocabulary import Band
from motcua.tools.documents import queries as documents
from motcua.tools.documents.queries import FiledVersion
from motcua.tools.workflow.queries import ActivityView, ItemView
from motcua.tools.workflow.vocabulary import ItemState

from ..timing import calendar_around, working_time
from .actions import actions
from .case import Case
from .clockface import clockface

_CUT = frozenset({Act.WITHDRAW, Act.STOP})
_KEPT = frozenset({Whereabouts.AGENCY, Whereabouts.ARCHIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStep:
    """A step of the tracker.

    state    done, now, todo; out where the dossier ended in it
    verdict  late or early, in words, "" on time, and for a step that opened with the result: the citizen's own time
    """

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


def sheet(case: Case) -> dict[str, Any]:
    """Return what the template is given of a dossier."""
    dossier = case.dossier
    calendar = calendar_around(dossier.agency_id, case.at)
    files = files_of(dossier)
    held = dossier.dossier
    face = clockface(case)
    return {
        "dossier": dossier,
        "actions": actions(case),
        "face": face,
        "told": case.told,
        "is_offered": case.is_offered,
        "end": Initiator(case.told.ending.initiator).label if case.told.ending else "",
        "kept": _kept(case),
        "wanted": _wanted(case),
        "steps": _steps(dossier, calendar, case.at, paused=bool(face.said and face.said.chip.kind == "paused")),
        "files": files,
        "issued": () if dossier.asked_only else issued.lines(dossier.id, issued.form_set(held)),
        "log": timeline.timeline(dossier, case.told),
        "may": dossier.words,
        "mine": bool(dossier.open_item and dossier.open_item.post_id == case.by.post_id),
        "parties": [
            (PartyRole(party.role), party, PartyKind(party.kind), phone(party.phone)) for party in dossier.parties
        ],
        "channel": Channel(held.channel).label,
        "method": ReturnMethod(held.return_method).label if held.return_method else "",
        "checked": IdentityCheck(dossier.handover.identity_check).label if dossier.handover else "",
        "papers_said": _papers(dossier),
        "risk": _risk(dossier),
        "case": next((one.name for one in dossier.version.content.cases if one.key == held.case), ""),
    }


def _risk(dossier: DossierView) -> RiskView | None:
    """Return how likely an open dossier was to be late this morning, None where that is low or nobody could say."""
    if dossier.asked_only or dossier.status not in lifecycle.RUNNING:
        return None
    risk = forecasts.risk_of([dossier.id]).get(dossier.id)
    return None if risk is None or risk.band is Band.LOW else risk


def files_of(dossier: DossierView) -> dict[int, FiledVersion]:
    """Return the files of a dossier by document, for a part also those it was given from its group."""
    files = {filed.document_id: filed for filed in documents.of_subject(f"dossier:{dossier.id}")}
    if dossier.is_part:
        given = {paper.document_id for paper in dossier.papers} - files.keys()
        for subject in legs.carried_from(dossier.id) if given - {None} else ():
            files |= {one.document_id: one for one in documents.of_subject(subject) if one.document_id in given}
    return files


def _kept(case: Case) -> tuple[str, ...]:
    """Return the originals that wait for the applicant once a dossier has ended; () when their bag has gone back."""
    ending, dossier = case.told.ending, case.dossier
    if ending is None or dossier.asked_only:
        return ()
    left = tuple(
        paper.name
        for paper in dossier.papers
        if paper.originals and not paper.shown_only and paper.key not in ending.originals
    )
    bags = twin.of_dossier(dossier.id) if left else ()
    return left if any(bag.kind is SetKind.PAPERS and bag.place in _KEPT for bag in bags) else ()


def _wanted(case: Case) -> tuple[tuple[str, ...], ...]:
    """Return the reasons of each request for papers, in words, in the order in which they were sent."""
    return tuple(
        tuple(SupplementReason(reason).label for reason in request.reasons) for request in case.told.supplements
    )


def _papers(dossier: DossierView) -> str:
    """Return how many kinds of paper apply and how many are here: on paper, as a file or as data of the State."""
    asked = [paper for paper in dossier.papers if not paper.not_applicable]
    here = sum(
        bool(p.originals or p.copies or p.photocopies or p.from_data or p.shown_only or p.document_id) for p in asked
    )
    return f"{len(asked)} loại, {here} đủ" if asked else ""


def _steps(dossier: DossierView, calendar: WorkCalendar, at: datetime, *, paused: bool) -> list[TrackStep]:
    if dossier.definition is None:
        return []
    newest = {item.activity_key: item for item in dossier.items}
    names = {a.id: a.short_name for a in agencies.by_ids([int(p["agency"]) for p in dossier.plan.values()])}
    open_item = dossier.open_item
    order = [activity.key for activity in dossier.definition.activities]
    here = order.index(open_item.activity_key) if open_item else len(order)
    return [
        _step(
            place,
            activity,
            newest.get(activity.key) if place <= here else None,
            dossier,
            names,
            (calendar, None if paused else at),
        )
        for place, activity in enumerate(dossier.definition.activities)
    ]


def _step(
    place: int,
    activity: ActivityView,
    item: ItemView | None,
    dossier: DossierView,
    names: Mapping[int, str],
    now: tuple[WorkCalendar, datetime | None],
) -> TrackStep:
    calendar, at = now
    planned = dossier.plan.get(activity.key, {})
    due_at = item.due_at if item else _moment(planned.get("due"))
    done_at = item.closed_at if item and item.state == ItemState.DONE else None
    cut = bool(item and item.outcome in _CUT)
    ready_at = dossier.dossier.completed_at
    is_timed = not (item and ready_at and item.opened_at >= ready_at)
    state = "out" if cut else "done" if done_at else "now" if item else "todo"
    verdict, late = _verdict(done_at if is_timed and not cut else None, due_at, calendar)
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
        chip=_step_chip(due_at, calendar, at) if state == "now" and due_at and is_timed else None,
    )


def _step_chip(due_at: datetime, calendar: WorkCalendar, at: datetime | None) -> Chip:
    """Return the chip of the step that is under way; ``at`` None: the clock stands still."""
    return deadlines.chip(at, due_at, calendar) if at else Chip(kind="paused", text="Tạm dừng")


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
