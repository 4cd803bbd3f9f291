"""Write a new dossier, with all that is born with it, and its first event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.casework.procedures.queries.catalogue import OfferView
from motcua.casework.procedures.rules.content import Paper as PaperSpec
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.identity import services as identity
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.queries import ActivityView, DefinitionView
from motcua.tools.workflow.vocabulary import Place

from ..errors import NotOffered
from ..events import DossierDeclined, DossierReceived, DossierSubmitted
from ..models import Dossier, DueDate, Party
from ..rules import lifecycle, tokens
from ..rules.completeness import Seen
from ..rules.deadlines import Due
from ..rules.rulesets import RuleSet
from ..rules.submission import PartyDraft, Submission
from ..vocabulary import Act, DueKind, PartyKind, PartyRole, Status
from . import _bags, _clock, _rows
from ._numbers import Number
from .acts import Done, Request

Parties = Mapping[PartyRole, PartyDraft]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """All that is decided about a dossier before it is written.

    crosses         its time runs from the receipt by the competent agency, of another commune
    received_by_id  who took in the whole that this is a part of; else whoever asks
    """

    number: Number
    submission: Submission
    parties: Parties
    papers: Sequence[PaperSpec]
    promise_due: Due
    offer: OfferView
    definition: DefinitionView
    dues: Mapping[str, datetime]
    fee_text: str
    rules: RuleSet
    crosses: bool = False
    received_by_id: int | None = None


def receive(opening: Opening, request: Request) -> Done:
    """Write the dossier as received, with its parties, papers, process and first work item."""
    at, offer, due_at, number = request.at, opening.offer, opening.promise_due.at, opening.number
    first = opening.definition.activities[0]
    dossier = _dossier(Act.ACCEPT, number, opening.submission, opening.parties, offer, request)
    dossier.instance_id = start(
        opening.definition,
        opening.dues,
        offer,
        subject_id=number.id,
        due_at=due_at,
        at=at,
        hours=opening.rules.parameters.handover_hours,
    )
    dossier.ruleset_id = opening.rules.id
    dossier.received_at, dossier.cross_boundary = at, opening.crosses
    dossier.received_by_id = opening.received_by_id or request.by.staff_id
    dossier.due_at = dossier.legal_due_at = due_at
    dossier.due_why = opening.promise_due.why
    dossier.due_steps = opening.promise_due.to_json()
    dossier.fee_text = opening.fee_text
    event = DossierReceived(
        subject=f"dossier:{dossier.pk}",
        code=dossier.code,
        status=dossier.status,
        procedure=offer.version.code,
        version_id=offer.version.id,
        channel=dossier.channel,
        agency_id=dossier.agency_id,
        competent_id=dossier.competent_id,
        received_at=at.isoformat(),
        due_at=due_at.isoformat(),
        ruleset=f"{opening.rules.code}/{opening.rules.version}",
        activity=first.key,
        item_agency_id=agency_of(first, offer, at),
    )
    promised = due_row(number.id, DueKind.RECEIVED, opening.promise_due, at, 1)
    return _write(dossier, event, opening.parties, opening.papers, opening.submission.papers, request, promised)


def submit(
    *,
    number: Number,
    submission: Submission,
    parties: Parties,
    offer: OfferView,
    accept_by: datetime,
    request: Request,
) -> Done:
    """Write the dossier as submitted; ``accept_by``: when the decision on it is due."""
    dossier = _dossier(Act.SUBMIT, number, submission, parties, offer, request)
    dossier.submitted_at, dossier.accept_by = request.at, accept_by
    event = DossierSubmitted(
        subject=f"dossier:{dossier.pk}",
        code=dossier.code,
        status=dossier.status,
        procedure=offer.version.code,
        version_id=offer.version.id,
        channel=dossier.channel,
        agency_id=dossier.agency_id,
        competent_id=dossier.competent_id,
        accept_by=accept_by.isoformat(),
        on_behalf=submission.consented,
    )
    papers = offer.version.content.papers_for(submission.case)
    return _write(dossier, event, parties, papers, submission.papers, request)


def start(
    definition: DefinitionView,
    dues: Mapping[str, datetime],
    offer: OfferView,
    *,
    subject_id: int,
    due_at: datetime,
    at: datetime,
    hours: int,
) -> int:
    """Start the process of a dossier; ``hours``: in which another agency takes the first step. Return the id."""
    places = {
        step.key: workflow.Place(agency_id=agency_of(step, offer, at), due_at=dues[step.key])
        for step in definition.activities
    }
    first = places[definition.activities[0].key].agency_id
    return workflow.start(
        definition,
        places,
        subject_id=subject_id,
        due_at=due_at,
        at=at,
        accept_by=_clock.take_by(first, hours, at) if first != offer.agency_id else None,
    )


def due_row(dossier_id: int, kind: DueKind, due: Due, at: datetime, seq: int) -> DueDate:
    """Return the line of the ledger of promises that an event makes."""
    return DueDate(
        dossier_id=dossier_id,
        kind=kind,
        due_at=due.at,
        legal_due_at=due.at,
        why=due.why,
        steps=due.to_json(),
        set_at=at,
        event_seq=seq,
    )


def decline(
    *,
    number: Number,
    submission: Submission,
    parties: Parties,
    offer: OfferView,
    grounds: tuple[str, str],
    request: Request,
) -> Done:
    """Write the dossier as declined; ``grounds``: reason and rule behind it."""
    dossier = _dossier(Act.DECLINE, number, submission, parties, offer, request)
    dossier.declined_at = request.at
    dossier.decline_reason, dossier.decline_basis = grounds
    event = DossierDeclined(
        subject=f"dossier:{dossier.pk}",
        code=dossier.code,
        status=dossier.status,
        procedure=offer.version.code,
        agency_id=dossier.agency_id,
        competent_id=dossier.competent_id,
        channel=dossier.channel,
    )
    papers = offer.version.content.papers_for(submission.case)
    return _write(dossier, event, parties, papers, submission.papers, request)


def _dossier(
    act: Act, number: Number, submission: Submission, parties: Parties, offer: OfferView, request: Request
) -> Dossier:
    owner = parties.get(PartyRole.OWNER) or parties[PartyRole.SUBMITTER]
    return Dossier(
        pk=number.id,
        status=lifecycle.advance(None, act).status,
        flag=lifecycle.advance(None, act).flag,
        code=number.code,
        serial=number.serial,
        series=number.series,
        registered_on=request.at.date(),
        agency_id=offer.agency_id,
        competent_id=offer.competent_id,
        version_id=offer.version.id,
        case=submission.case,
        channel=submission.channel,
        return_method=submission.return_method,
        applicant=owner.name,
        tokens=tokens.of_parties({offer.agency_id, offer.competent_id}, parties.values()),
        event_seq=1,
    )


def _write(
    dossier: Dossier,
    event: DossierReceived | DossierDeclined | DossierSubmitted,
    parties: Parties,
    papers: Sequence[PaperSpec],
    seen: Mapping[str, Seen],
    request: Request,
    *more: DueDate,
) -> Done:
    by, at, fingerprint = request.by, request.at, request.fingerprint(event.procedure)
    dossier.event_hash = outbox.begin(event, by=by, at=at, key=request.key, request=fingerprint)
    brought = _bags.brought(dossier, papers, seen, by=by, at=at)
    _rows.insert([dossier, *more, *_parties(dossier, parties, at), *brought])
    return Done(
        code=dossier.code,
        status=Status(dossier.status),
        event=event.name,
        seq=1,
        at=at,
        hash=dossier.event_hash,
        due_at=dossier.due_at,
    )


def agency_of(step: ActivityView, offer: OfferView, at: datetime) -> int:
    """Return the agency at which a step of a new dossier is done."""
    if step.place == Place.RECEIVING:
        return offer.agency_id
    if step.place == Place.COMPETENT:
        return offer.competent_id
    named = [agency.id for agency in agencies.agencies(on=at.date()) if agency.kind == step.agency_kind]
    if not named:
        raise NotOffered(f"Quy trình cần một cơ quan loại “{step.agency_kind}” mà hệ thống chưa có. Báo quản trị.")
    return named[0]


def _parties(dossier: Dossier, parties: Parties, at: datetime) -> Iterator[Party]:
    registered = persons(parties, at)
    for role, party in parties.items():
        yield Party(
            dossier=dossier,
            role=role,
            kind=party.kind,
            person_id=registered.get(role),
            name=party.name,
            id_number=party.id_number,
            born_on=party.born_on,
            sex=party.sex,
            address=party.address,
            phone=party.phone,
            email=party.email,
            mandate=party.mandate,
        )


def persons(parties: Parties, at: datetime) -> dict[PartyRole, int]:
    """Register who has a number, everywhere in the order of numbers: two counters with the same two people at once."""
    people = [(role, p) for role, p in parties.items() if p.kind is PartyKind.PERSON and p.id_number]
    return {
        role: identity.register_person(
            personal_id=party.id_number,
            full_name=party.name,
            born_on=party.born_on,
            sex=party.sex,
            address=party.address,
            phone=party.phone,
            email=party.email,
            at=at,
        )
        for role, party in sorted(people, key=lambda pair: pair[1].id_number)
    }
