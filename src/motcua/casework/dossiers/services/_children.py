"""The dossier in which one agency does its part of a whole: opened with all that was handed in once, or closed with it.

Law: 61/2018/NĐ-CP, Điều 19 khoản 6–7 (the one-stop sends each agency what its task needs; nobody asks twice).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.rules.content import Paper as PaperSpec
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.identity.vocabulary import Sex
from motcua.tools.workflow import queries as workflow

from ..events import DossierEvent, DossierStopped, DossierWithdrawn
from ..models import Dossier, Ending, Enquiry, Paper, Participation, Party, Result
from ..queries import rulesets
from ..rules import deadlines, groups, plan
from ..rules.completeness import Seen
from ..rules.groups import Leg, Template
from ..rules.submission import PartyDraft, Submission
from ..vocabulary import Act, EnquiryState, Initiator, LegState, PartyKind, PartyRole, ReturnMethod
from . import _clock, _numbers, _open, _plans
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about
from .supplements import end_pause

BY: Actor = system("transfer")
"""Who sends parts on and closes wholes: the house, never a person."""


def open_child(parent: Dossier, row: Participation, template: Template, at: datetime) -> tuple[int, Done]:
    """Open the dossier of a part at its agency: number of its own register, process and clock of its own.

    Return the id of the child with what its reception answers.
    """
    leg = next(leg for leg in template.legs if leg.key == row.key)
    own = agencies.agency(row.agency_id)
    books = own if own.receives else agencies.agency(parent.agency_id)
    offer = _plans.own_offer(leg, _offer(parent), row.agency_id, books.id, at)
    rules = rulesets.in_force(local(at).date())
    calendar = _clock.calendar(row.agency_id, local(at).date())
    cutoff = rules.parameters.cutoff
    start = at if row.depends_on else groups.begins(template, at, calendar, cutoff)
    due = deadlines.due(start, _limit(row), calendar, cutoff=cutoff)
    definition = workflow.newest(row.process)
    if definition is None:
        raise LookupError(f"process {row.process} is not published")
    carried = [*_papers(parent, leg), *_results(parent, leg)]
    number = _numbers.allot(books, local(at).date())
    parties = _parties(parent)
    opening = _open.Opening(
        number=number,
        submission=Submission(
            procedure=offer.version.code,
            agency_id=books.id,
            channel=parent.channel,
            parties=parties,
            papers={one.key: Seen(key=one.key, from_data=True, note=one.note) for one in carried},
            return_method=ReturnMethod(parent.return_method or ReturnMethod.COUNTER),
        ),
        parties=parties,
        papers=tuple(PaperSpec(key=one.key, name=one.name, required=False) for one in carried),
        promise_due=due,
        offer=offer,
        definition=definition,
        dues=plan.step_dues(definition.activities, at, due.at, calendar),
        fee_text="",
        rules=rules,
        received_by_id=parent.received_by_id,
    )
    done = _open.receive(opening, Request(verb="open_leg", by=BY, at=at, key=f"leg:{parent.pk}:{row.key}"))
    for one in carried:
        if one.document_id:
            Paper.objects.filter(dossier_id=number.id, key=one.key).update(document_id=one.document_id)
    return number.id, done


def end_like(code: str, ending: Ending, act: Act, *, at: datetime) -> Done:
    """Close a dossier of a group as another of it was closed: the same ground, the same person who wrote it down."""

    def deed(locked: Locked) -> tuple[Change, DossierEvent]:
        said = about(locked, act)
        copied = Ending.objects.create(
            dossier_id=locked.id,
            initiator=ending.initiator,
            reason=ending.reason,
            basis=ending.basis,
            ended_at=at,
            staff_id=ending.staff_id,
            post_id=ending.post_id,
        )
        end_pause(locked.id, at)
        Enquiry.objects.filter(dossier_id=locked.id, state=EnquiryState.OPEN).update(
            state=EnquiryState.WAIVED, answer="Hồ sơ đã kết thúc.", closed_at=at, closed_by_id=ending.staff_id
        )
        event: DossierEvent
        if act is Act.STOP:
            initiator = Initiator(ending.initiator)
            event = DossierStopped(**said, ending_id=copied.pk, initiator=initiator, item_id=locked.item_id)
        else:
            event = DossierWithdrawn(**said, ending_id=copied.pk, item_id=locked.item_id)
        open_step = locked.item_id is not None
        return Change(act=act, close=open_step, ends=True, outcome=act.value, columns={"ended_at": at}), event

    return perform(code, Request(verb=f"group_{act}", by=BY, at=at, machine=True), deed)


def _offer(parent: Dossier) -> OfferView:
    version = catalogue.by_id(parent.version_id)
    if version is None:
        raise LookupError(f"version {parent.version_id} is not there")
    return OfferView(
        version=version, agency_id=parent.agency_id, competent_id=parent.competent_id, process=groups.PROCESS
    )


def _limit(row: Participation) -> Limit:
    return Limit(value=row.limit_value, unit=LimitUnit(row.limit_unit))


def _parties(parent: Dossier) -> dict[PartyRole, PartyDraft]:
    return {
        PartyRole(party.role): PartyDraft(
            name=party.name,
            kind=PartyKind(party.kind),
            id_number=party.id_number,
            born_on=party.born_on,
            sex=Sex(party.sex),
            address=party.address,
            phone=party.phone,
            email=party.email,
            mandate=party.mandate,
        )
        for party in Party.objects.filter(dossier=parent).order_by("id")
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """Something that goes down to a part; ``document_id``: its file stays where it is and is read from there."""

    key: str
    name: str
    note: str
    document_id: int | None


def _papers(parent: Dossier, leg: Leg) -> Iterator[_Carried]:
    for row in Paper.objects.filter(dossier=parent, key__in=leg.papers, not_applicable=False).order_by("id"):
        said = f"Chuyển từ hồ sơ {parent.code}"
        yield _Carried(key=row.key, name=row.name, note=said, document_id=row.document_id)


def _results(parent: Dossier, leg: Leg) -> Iterator[_Carried]:
    before = Participation.objects.filter(dossier=parent, key__in=leg.depends_on, state=LegState.DONE)
    for row in before.select_related("child").order_by("place"):
        result = Result.objects.filter(dossier=row.child_id).order_by("-id").first()
        said = f"Số {result.number}, hồ sơ" if result and result.number else "Hồ sơ"
        yield _Carried(
            key=f"ket-qua-{row.key}",
            name=f"Kết quả: {row.name}",
            note=f"{said} {row.child.code if row.child else ''}".strip(),
            document_id=result.document_id if result else None,
        )
