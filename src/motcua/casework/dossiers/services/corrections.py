"""Put a wrong intake right: one act, with reason, what stood there and what stands there now; a new receipt.

Who corrects may not move the moment of receipt; another procedure or case counts its own limit from that same moment.
Law: 61/2018/NĐ-CP, Điều 21 (an officer's error is not the applicant's burden).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.procedures.queries import catalogue
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import clean, prose
from motcua.people.identity.vocabulary import Sex

from .. import policies
from ..events import DossierCorrected, DossierEvent
from ..models import Correction, Dossier, Party
from ..queries import legs
from ..rules import submission, tokens
from ..rules.submission import PartyDraft
from ..vocabulary import Act, DueKind, PartyKind, PartyRole, ReturnMethod
from . import _clock, _open
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about

_OF_PARTY = ("name", "id_number", "born_on", "sex", "address", "phone", "email", "mandate")


class _Stands(Refusal):
    code = "nothing_to_correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What should have been written. Whoever is not named stays; ``case`` and ``return_method`` None stay too."""

    parties: Mapping[PartyRole, PartyDraft] = field(default_factory=dict)
    case: str | None = None
    return_method: ReturnMethod | None = None


def correct(code: str, wanted: Corrected, reason: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Correct the parties, the case or the way of return of a dossier that is being worked on.

    The parties of a whole are corrected in each part that is not concluded, in the same transaction.
    Raises  NotAllowed for others than the counter that received it · ActNotAllowed · Invalid naming every fault
    """
    reason = prose(reason)
    parties = {role: submission.tidy(party) for role, party in wanted.parties.items()}

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_receive(locked, by)
        said = about(locked, Act.CORRECT)
        _clock.require_running(locked)
        dossier, rows = _standing(locked)
        _refuse_flaws(dossier, rows, parties, wanted, reason, at)
        before, after = _differences(dossier, rows, parties, wanted)
        if not after:
            raise Invalid("Chưa có gì khác với lúc tiếp nhận.", fields={"reason": "Chưa có gì khác."})
        row = _keep(dossier, reason, before, after, locked, at)
        columns = _write(dossier, rows, parties, wanted, at)
        change = Change(act=Act.CORRECT, columns=columns)
        due_at = locked.due_at
        if "case" in after and dossier.received_at is not None:
            promise = _clock.recounted(locked, dossier.version_id, wanted.case or "", at)
            _clock.row(locked, promise, DueKind.CORRECTED, _clock.began(locked)).save()
            due_at = promise.due_at
            change = Change(
                act=Act.CORRECT, step_due=promise.step_due, plan=promise.plan, columns=columns | promise.columns
            )
        event = DossierCorrected(
            **said, correction_id=row.pk, fields=sorted(after), due_at=due_at.isoformat() if due_at else ""
        )
        return change, event

    with transaction.atomic():
        done = perform(code, Request(verb="correct", by=by, at=at, key=key, said=repr((wanted, reason))), act)
        for part in legs.open_parts(code) if parties else ():
            _correct_part(part, parties, reason, by=by, at=at)
    return done


def _correct_part(code: str, parties: Mapping[PartyRole, PartyDraft], reason: str, *, by: Actor, at: datetime) -> None:
    """Write the parties of the whole into a part of it; nothing where they stand there already."""

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        dossier, rows = _standing(locked)
        wanted = Corrected(parties={role: party for role, party in parties.items() if role in rows})
        before, after = _differences(dossier, rows, wanted.parties, wanted)
        if not after:
            raise _Stands("Phần việc này đã ghi đúng.")
        kept = _keep(dossier, reason, before, after, locked, at)
        said = about(locked, Act.CORRECT)
        due_at = locked.due_at.isoformat() if locked.due_at else ""
        columns = _write(dossier, rows, wanted.parties, wanted, at)
        event = DossierCorrected(**said, correction_id=kept.pk, fields=sorted(after), due_at=due_at)
        return Change(act=Act.CORRECT, columns=columns), event

    with suppress(_Stands):
        perform(code, Request(verb="correct", by=by, at=at), act)


def _standing(locked: Locked) -> tuple[Dossier, dict[PartyRole, Party]]:
    """Return a dossier with its parties, as they stand there."""
    dossier = Dossier.objects.get(pk=locked.id)
    return dossier, {PartyRole(row.role): row for row in Party.objects.filter(dossier=dossier)}


def _keep(
    dossier: Dossier, reason: str, before: Mapping[str, Any], after: Mapping[str, Any], locked: Locked, at: datetime
) -> Correction:
    return Correction.objects.create(
        dossier=dossier,
        reason=reason,
        before=before,
        after=after,
        at=at,
        staff_id=locked.staff_id,
        post_id=locked.post_id,
    )


def _refuse_flaws(
    dossier: Dossier,
    rows: Mapping[PartyRole, Party],
    parties: Mapping[PartyRole, PartyDraft],
    wanted: Corrected,
    reason: str,
    at: datetime,
) -> None:
    whole = {role: _draft(row) for role, row in rows.items()} | dict(parties)
    wrong = dict(submission.flaws(whole, at.date()))
    wrong |= {f"{role}.name": "Hồ sơ không có bên này." for role in parties if role not in rows}
    if not reason or len(reason) > 2000:
        wrong["reason"] = "Ghi sai ở đâu, vì sao sửa, không quá 2000 chữ."
    version = catalogue.by_id(dossier.version_id)
    if wanted.case and (version is None or wanted.case not in {case.key for case in version.content.cases}):
        wrong["case"] = "Trường hợp đã chọn không có trong thủ tục. Chọn lại."
    elif wanted.case is not None and not legs.fits(dossier.pk, wanted.case):
        wrong["case"] = (
            "Các cơ quan đã nhận phần việc theo trường hợp cũ. Rút hồ sơ này rồi tiếp nhận lại theo trường hợp đúng."
        )
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)


def _differences(
    dossier: Dossier, rows: Mapping[PartyRole, Party], parties: Mapping[PartyRole, PartyDraft], wanted: Corrected
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stood there and what stands there now, by field: ``submitter.name``, ``case``."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for role, party in parties.items():
        stood, stands = asdict(_draft(rows[role])), asdict(party)
        for name in _OF_PARTY:
            if stood[name] != stands[name]:
                before[f"{role}.{name}"], after[f"{role}.{name}"] = _plain(stood[name]), _plain(stands[name])
    for name, value in (("case", wanted.case), ("return_method", wanted.return_method)):
        if value is not None and value != getattr(dossier, name):
            before[name], after[name] = getattr(dossier, name), clean(value)
    return before, after


def _write(
    dossier: Dossier,
    rows: Mapping[PartyRole, Party],
    parties: Mapping[PartyRole, PartyDraft],
    wanted: Corrected,
    at: datetime,
) -> dict[str, Any]:
    """Write the parties, each with the person its number names now; return the columns that change with them."""
    registered = _open.persons(parties, at)
    for role, party in parties.items():
        for name in _OF_PARTY:
            setattr(rows[role], name, getattr(party, name))
        rows[role].person_id = registered.get(role)
        rows[role].save(update_fields=[*_OF_PARTY, "person"])
    owner = rows.get(PartyRole.OWNER) or rows[PartyRole.SUBMITTER]
    drafts = [_draft(row) for row in rows.values()]
    columns: dict[str, Any] = {
        "applicant": owner.name,
        "tokens": list(tokens.of_parties({dossier.agency_id, dossier.competent_id}, drafts)),
    }
    if wanted.case is not None:
        columns["case"] = wanted.case
    if wanted.return_method is not None:
        columns["return_method"] = wanted.return_method
    return columns


def _draft(row: Party) -> PartyDraft:
    return PartyDraft(
        name=row.name,
        kind=PartyKind(row.kind),
        id_number=row.id_number,
        born_on=row.born_on,
        sex=Sex(row.sex),
        address=row.address,
        phone=row.phone,
        email=row.email,
        mandate=row.mandate,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
