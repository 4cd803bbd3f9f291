"""What the statutory papers of a dossier say, gathered from the dossier, its parties, papers, agency and procedure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from motcua.casework.procedures.queries import catalogue as procedures
from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import organisation as agencies

from ..models import Dossier, Paper, Party
from ..rules.forms import table
from ..rules.forms.house import Agency, PaperLine, Text, return_words
from ..rules.forms.house import Party as PartyOnPaper
from ..rules.forms.receipt import ReceiptData
from ..rules.forms.refusal import RefusalData
from ..rules.forms.words import place_of
from ..vocabulary import Flag, Form, FormSet, PartyRole, ReturnMethod, Status
from . import legs, rulesets

_HEADING = ("id", "code", "status", "flag", "received_by_id")
_STAFF = re.compile(r"staff:(\d+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Which dossier a code names, and whether it was taken in here, or declined here."""

    id: int
    code: str
    received: bool
    declined: bool


def heading(code: str) -> Heading:
    """Return the dossier that a code names. Raises NotFound."""
    return _heading(Dossier.objects.filter(code=code).only(*_HEADING).first(), code)


def heading_by_id(dossier_id: int) -> Heading:
    """Return a dossier's code. Raises NotFound."""
    return _heading(Dossier.objects.filter(pk=dossier_id).only(*_HEADING).first(), f"số {dossier_id}")


def said(dossier_id: int, kind: Form) -> Text:
    """Return what a statutory paper of a dossier says. Raises NoSuchForm where its set of forms has no such paper."""
    return table.statutory(form_set(dossier_id), kind).said(_GATHERED[kind](dossier_id))


def form_set(dossier_id: int) -> FormSet:
    """Return the set of forms of a dossier: that of the rules it was received under."""
    dossier = Dossier.objects.only("ruleset_id", "registered_on").get(pk=dossier_id)
    return FormSet(rulesets.of_dossier(dossier.ruleset_id, dossier.registered_on).form_set)


def receipt_data(dossier_id: int) -> ReceiptData:
    """Return what Mẫu 01 says of a dossier that was taken in."""
    dossier = Dossier.objects.select_related("received_by").get(pk=dossier_id)
    version, agency, parties = _version(dossier), _agency(dossier), _parties(dossier)
    submitter = _first(parties, PartyRole.SUBMITTER, PartyRole.REPRESENTATIVE, PartyRole.OWNER, name=dossier.applicant)
    if dossier.received_at is None or dossier.received_by is None:
        raise ValueError(f"dossier {dossier_id} was not taken in")
    return ReceiptData(
        code=dossier.code,
        agency=agency,
        procedure_code=version.code,
        procedure_name=version.name,
        submitter=submitter,
        owner=_first(parties, PartyRole.OWNER, PartyRole.SUBMITTER, name=dossier.applicant),
        representative=parties.get(PartyRole.REPRESENTATIVE),
        papers=_papers(dossier),
        sets=version.content.sets,
        fee=dossier.fee_text,
        limit=_limit(version, dossier),
        received_at=clock.local(dossier.received_at),
        due_at=clock.local(dossier.due_at) if dossier.due_at else None,
        why=dossier.due_why,
        returned=return_words(ReturnMethod(dossier.return_method or ReturnMethod.COUNTER), agency, submitter),
        receiver=dossier.received_by.name,
        lookup_site=settings.PORTAL_ADDRESS,
    )


def refusal_data(dossier_id: int) -> RefusalData:
    """Return what Mẫu 03 says of a dossier that was declined."""
    dossier = Dossier.objects.get(pk=dossier_id)
    version, parties = _version(dossier), _parties(dossier)
    if dossier.declined_at is None:
        raise ValueError(f"dossier {dossier_id} was not declined")
    return RefusalData(
        code=dossier.code,
        agency=_agency(dossier),
        procedure_code=version.code,
        procedure_name=version.name,
        submitter=_first(
            parties, PartyRole.SUBMITTER, PartyRole.REPRESENTATIVE, PartyRole.OWNER, name=dossier.applicant
        ),
        declined_at=clock.local(dossier.declined_at),
        reason=dossier.decline_reason,
        basis=dossier.decline_basis,
        officer=_decliner(dossier),
    )


_GATHERED: Mapping[Form, Callable[[int], ReceiptData | RefusalData]] = {
    Form.RECEIPT: receipt_data,
    Form.REFUSAL: refusal_data,
}


def _decliner(dossier: Dossier) -> str:
    first = next(iter(outbox.history(f"dossier:{dossier.id}")), None)
    if first is None or not (who := _STAFF.match(first.actor)):
        return ""
    staff_id = int(who[1])
    names, _ = agencies.names_of([staff_id], [])
    return names.get(staff_id, "")


def _heading(dossier: Dossier | None, asked: str) -> Heading:
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {asked}.")
    return Heading(
        id=dossier.id,
        code=dossier.code,
        received=dossier.received_by_id is not None,
        declined=dossier.status == Status.DECLINED and dossier.flag != Flag.MIRRORED,
    )


def _version(dossier: Dossier) -> VersionView:
    version = procedures.by_id(dossier.version_id)
    if version is None:
        raise LookupError(f"dossier {dossier.id} stands on no version")
    return version


def _agency(dossier: Dossier) -> Agency:
    found = agencies.agency(dossier.agency_id)
    return Agency(
        name=found.name,
        parent=found.parent_name,
        place=place_of(found.parent_name, found.name),
        address=found.address,
        phone=found.phone,
    )


def _parties(dossier: Dossier) -> Mapping[PartyRole, PartyOnPaper]:
    return {
        PartyRole(row.role): PartyOnPaper(
            name=row.name, id_number=row.id_number, address=row.address, phone=row.phone, email=row.email
        )
        for row in Party.objects.filter(dossier=dossier)
    }


def _first(parties: Mapping[PartyRole, PartyOnPaper], *roles: PartyRole, name: str) -> PartyOnPaper:
    return next((parties[role] for role in roles if role in parties), PartyOnPaper(name=name))


def _papers(dossier: Dossier) -> tuple[PaperLine, ...]:
    rows = Paper.objects.filter(dossier=dossier, not_applicable=False).order_by("id")
    return tuple(
        PaperLine(
            name=row.name,
            originals=row.originals,
            certified=row.copies,
            photos=row.photocopies,
            note=_note(row),
        )
        for row in rows
        if row.from_data or row.originals or row.copies or row.photocopies
    )


def _note(row: Paper) -> str:
    if row.from_data:
        return "lấy từ cơ sở dữ liệu, không phải nộp"
    return "đã đối chiếu, trả lại ngay" if row.shown_only else ""


def _limit(version: VersionView, dossier: Dossier) -> str:
    if own := legs.limit_of(dossier.pk):
        return _limit_words(own)
    terms = version.content.terms_for(Channel(dossier.channel), dossier.case)
    return _limit_words(terms.limit) if terms and terms.limit else ""


def _limit_words(limit: Limit) -> str:
    if limit.unit is LimitUnit.SAME_DAY:
        return LimitUnit.SAME_DAY.label.capitalize()
    return f"{limit.value:02d} {limit.unit.label}"
