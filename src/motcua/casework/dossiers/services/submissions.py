"""What comes from afar: kept as submitted until the agency decides within its hours to take it in, ask, or decline.

Law: 61/2018/NĐ-CP, Điều 17 khoản 2; 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 17 khoản 3 (time counts from a
complete and correct receipt, not from submission).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from motcua.casework.procedures.rules.content import Paper as PaperSpec
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean, prose
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.ground.outbox import queries as outbox_queries
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.vocabulary import DocumentType

from .. import policies
from ..errors import Incomplete
from ..events import DossierDeclined, DossierEvent, DossierReceived
from ..models import Dossier, Paper
from ..queries import rulesets
from ..rules import completeness
from ..rules.completeness import Seen
from ..rules.submission import Submission
from ..vocabulary import Act, DueKind, Permission
from . import _authority, _clock, _numbers, _open, intake, papersets, supplements, transfer
from ._advance import perform
from ._plans import Plan
from .acts import Change, Done, Locked, Request, replay
from .processing import about
from .supplements import Notice


def submit(handed_in: Submission, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Register what was handed in from afar; no clock runs yet, but the decision on it has a time.

    A citizen or partner submits for himself; an officer who opens an envelope, or submits online for somebody who
    agreed to it, needs the right to receive.
    Raises  NotAllowed, NotOffered, Invalid with every complaint at once. Missing papers are no reason to refuse.
    """
    request = Request(verb="submit", by=by, at=at, key=key, said=repr(handed_in))
    return intake.once(request, handed_in.procedure, lambda: _submit(handed_in, request))


def submit_and_ask(handed_in: Submission, notice: Notice, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Register what was brought incomplete and ask for the rest, in one act; the key stands with the asking.

    Raises  NotAllowed, NotOffered, Invalid naming every fault of the submission, or of the notice.
    Law     61/2018/NĐ-CP, Điều 17 khoản 1 điểm a (one notice, complete, in writing).
    """
    request = Request(verb="submit_and_ask", by=by, at=at, key=key, said=repr((handed_in, notice)))
    try:
        with transaction.atomic():
            done = _submit(handed_in, replace(request, key=""))
            return supplements.ask_by(done.code, notice, request)
    except (Refusal, IntegrityError):
        if (first := outbox_queries.by_key(by.ref, key)) is None:
            raise
        return replay(outbox.same_request(first, request.fingerprint(first.payload.get("code", ""))))


def accept(code: str, seen: Mapping[str, Seen], *, by: Actor, at: datetime, key: str = "") -> Done:
    """Take in a submitted dossier: number and clock from this moment, first step, receipt.

    seen    what the officer found of each paper
    Raises  NotAllowed · ActNotAllowed where it is no longer waiting · Incomplete naming all missing papers.
    """
    parts: list[tuple[int, Plan]] = []

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_receive(locked, by)
        said = about(locked, Act.ACCEPT)
        dossier = Dossier.objects.get(pk=locked.id)
        offer, terms = intake.terms_of(dossier.version_id, dossier.agency_id, dossier.channel, dossier.case, at)
        _check(dossier, offer.version.content.papers_for(dossier.case), seen, by=by, at=at)
        promised = intake.promised(offer, terms, dossier.agency_id, at, dossier.case)
        parts.extend((locked.id, group) for group in (promised.group,) if group)
        rules = rulesets.in_force(local(at).date())
        dues = intake.step_dues(promised.definition, at, promised.due.at, dossier.agency_id)
        instance_id = _open.start(
            promised.definition,
            dues,
            offer,
            subject_id=locked.id,
            due_at=promised.due.at,
            at=at,
            hours=rules.parameters.handover_hours,
        )
        _open.due_row(locked.id, DueKind.RECEIVED, promised.due, at, locked.event_seq + 1).save()
        first = promised.definition.activities[0]
        event = DossierReceived(
            **said,
            procedure=offer.version.code,
            version_id=offer.version.id,
            channel=dossier.channel,
            agency_id=dossier.agency_id,
            competent_id=dossier.competent_id,
            received_at=at.isoformat(),
            due_at=promised.due.at.isoformat(),
            ruleset=f"{rules.code}/{rules.version}",
            activity=first.key,
            item_agency_id=_open.agency_of(first, offer, at),
        )
        columns = _received(promised, locked, at) | {"instance_id": instance_id, "ruleset_id": rules.id}
        return Change(act=Act.ACCEPT, columns=columns), event

    with transaction.atomic():
        done = perform(code, Request(verb="accept", by=by, at=at, key=key, said=repr(dict(seen))), act)
        for dossier_id, group in parts:
            transfer.begin(dossier_id, group, at=at)
    return done


def _received(promised: intake.Promise, locked: Locked, at: datetime) -> dict[str, Any]:
    """Return the columns that say when it was taken in, by whom, and what was promised."""
    return {
        "received_at": at,
        "cross_boundary": promised.crosses,
        "received_by_id": locked.staff_id,
        "due_at": promised.due.at,
        "legal_due_at": promised.due.at,
        "due_why": promised.due.why,
        "due_steps": promised.due.to_json(),
        "fee_text": promised.fee_text,
    }


def decline(code: str, reason: str, basis: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Decline a submitted dossier in writing (Mẫu 03).

    Raises  NotAllowed · ActNotAllowed once it was received · Invalid
    """
    reason, basis = prose(reason), clean(basis)
    if wrong := dict(intake.grounds_flaws(reason, basis)):
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_decline(locked)
        said = about(locked, Act.DECLINE)
        _authority.require(locked, DocumentType.DECLINE, by=by, at=at)
        version_id, channel = Dossier.objects.values_list("version_id", "channel").get(pk=locked.id)
        event = DossierDeclined(
            **said,
            procedure=intake.procedure_of(version_id),
            agency_id=locked.agency_id,
            competent_id=locked.competent_id,
            channel=channel,
        )
        columns = {"declined_at": at, "decline_reason": reason, "decline_basis": basis}
        return Change(act=Act.DECLINE, columns=columns), event

    return perform(code, Request(verb="decline", by=by, at=at, key=key, said=repr((reason, basis))), act)


def _submit(handed_in: Submission, request: Request) -> Done:
    by, at = request.by, request.at
    if by.kind is ActorKind.STAFF:
        policies.require(by, Permission.RECEIVE, agency_id=handed_in.agency_id, on=at)
    promised = intake.promise(handed_in.procedure, handed_in.agency_id, handed_in.channel, handed_in.case, at=at)
    parties = intake.tidied(handed_in)
    wrong = intake.complaints(handed_in, parties, promised.offer.version.content, at.date())
    if by.kind is ActorKind.STAFF and handed_in.channel == Channel.ONLINE and not handed_in.consented:
        wrong["consented"] = "Hỏi người nộp có đồng ý để cán bộ nộp hộ trên mạng không, rồi đánh dấu."
    intake.refuse_if(wrong)
    agency = intake.agency_of(handed_in)
    hours = rulesets.in_force(local(at).date()).parameters.acceptance_hours
    accept_by = _clock.calendar(handed_in.agency_id, at.date()).add_open_minutes(at, hours * 60)
    return _open.submit(
        number=_numbers.allot(agency, at.date()),
        submission=handed_in,
        parties=parties,
        offer=promised.offer,
        accept_by=accept_by,
        request=request,
    )


def _check(dossier: Dossier, papers: Sequence[PaperSpec], seen: Mapping[str, Seen], *, by: Actor, at: datetime) -> None:
    """Keep what the officer found of the papers, what came on paper in its bag; refuse naming all that are missing."""
    if wrong := dict(completeness.flaws(seen)):
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
    rows = {row.key: row for row in Paper.objects.filter(dossier=dossier)}
    found = {key: seen.get(key) or _kept(row) for key, row in rows.items()}
    if missing := completeness.missing(papers, found):
        raise Incomplete(missing)
    for key, brought in seen.items():
        if (row := rows.get(key)) is not None:
            row.originals, row.copies, row.photocopies = brought.originals, brought.copies, brought.photocopies
            row.from_data, row.not_applicable = brought.from_data or row.from_data, brought.not_applicable
            row.note = clean(brought.note)
            row.save(update_fields=["originals", "copies", "photocopies", "from_data", "not_applicable", "note"])
    papersets.brought(dossier.pk, seen, by=by, at=at)


def _kept(row: Paper) -> Seen:
    return Seen(
        key=row.key,
        originals=row.originals,
        copies=row.copies,
        photocopies=row.photocopies,
        from_data=row.from_data,
        not_applicable=row.not_applicable,
    )
