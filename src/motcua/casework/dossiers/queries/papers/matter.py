"""What every paper about a dossier says: whose it is, about which procedure, who issues it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypedDict

from motcua.casework.procedures.queries import catalogue as procedures
from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies.queries import organisation as agencies

from ...models import Dossier, DueDate, Paper, Party
from ...rules.forms import offices
from ...rules.forms.house import Agency, PaperLine, Signer
from ...rules.forms.house import Party as PartyOnPaper
from ...rules.forms.words import place_of
from ...rules.rulesets import RuleSet
from ...vocabulary import FormSet, PartyKind, PartyRole
from .. import rulesets

_STAFF = re.compile(r"staff:(\d+)/post:(\d+)")


class About(TypedDict):
    """The part of a form's value that all forms share (`house.Matter`)."""

    agency: Agency
    code: str
    procedure_code: str
    procedure_name: str
    submitter: PartyOnPaper
    owner: PartyOnPaper
    representative: PartyOnPaper | None
    number: str


def about(dossier: Dossier, agency_id: int, number: str = "") -> About:
    """Return what a paper of an agency says of the dossier; ``number``: the paper's own."""
    stands_on, parties = version(dossier), _parties(dossier)
    name = dossier.applicant
    return About(
        agency=_issuer(agency_id, dossier.agency_id),
        code=dossier.code,
        procedure_code=stands_on.code,
        procedure_name=stands_on.name,
        submitter=_first(parties, PartyRole.SUBMITTER, PartyRole.REPRESENTATIVE, PartyRole.OWNER, name=name),
        owner=_first(parties, PartyRole.OWNER, PartyRole.SUBMITTER, name=name),
        representative=parties.get(PartyRole.REPRESENTATIVE),
        number=number,
    )


def version(dossier: Dossier) -> VersionView:
    """Return the version of the procedure that the dossier was born with."""
    found = procedures.by_id(dossier.version_id)
    if found is None:
        raise LookupError(f"dossier {dossier.pk} stands on no version")
    return found


def rules(dossier: Dossier) -> RuleSet:
    """Return the rules that the dossier was received under."""
    return rulesets.of_dossier(dossier.ruleset_id, dossier.registered_on)


def form_set(dossier: Dossier) -> FormSet:
    """Return the set of forms of a dossier: that of the rules it was received under."""
    return FormSet(rules(dossier).form_set)


def agency(agency_id: int) -> Agency:
    """Return an agency as a paper names it."""
    found = agencies.agency(agency_id)
    return Agency(
        name=found.name,
        parent=found.parent_name,
        place=place_of(found.parent_name, found.name),
        address=found.address,
        phone=found.phone,
    )


def papers(dossier: Dossier, *, keys: Iterable[str] | None = None) -> tuple[PaperLine, ...]:
    """Return the papers that were handed in, or the originals of those named, in the order of the published list."""
    rows = Paper.objects.filter(dossier=dossier, not_applicable=False).order_by("id")
    if keys is not None:
        named = rows.filter(key__in=list(keys))
        return tuple(PaperLine(name=row.name, originals=row.originals) for row in named)
    return tuple(
        PaperLine(name=row.name, originals=row.originals, certified=row.copies, photos=row.photocopies, note=_note(row))
        for row in rows
        if row.from_data or row.originals or row.copies or row.photocopies
    )


def signer(name: str, title: str) -> Signer:
    """Return who signs for the agency, in the capacity of his post."""
    return Signer(name=name, capacity=offices.capacity(title))


def entry(dossier_id: int, name: str, **said: Any) -> EntryView | None:
    """Return the newest event of a name that says so, e.g. ``ApologySent`` with ``letter_id=12``."""
    found = [one for one in outbox.history(f"dossier:{dossier_id}") if one.name == name]
    return next((one for one in reversed(found) if said.items() <= one.payload.items()), None)


def person(actor: str) -> tuple[str, str, int | None]:
    """Return (name, title of the post, agency) of who acted; ("", "", None) for a machine."""
    if not (who := _STAFF.fullmatch(actor)):
        return "", "", None
    names, _ = agencies.names_of([int(who[1])], [])
    found = agencies.post(int(who[2]))
    return names.get(int(who[1]), ""), found.title, found.agency_id


def promised(dossier_id: int, seq: int | None) -> DueDate | None:
    """Return the promise in force once an event of the dossier was written, None before promises were kept."""
    rows = DueDate.objects.filter(dossier_id=dossier_id)
    if seq is not None:
        rows = rows.filter(event_seq__lte=seq)
    return rows.order_by("-event_seq").first()


def _issuer(agency_id: int, counter_id: int) -> Agency:
    """Return the agency that issues a paper; one without a telephone of its own is asked at the counter."""
    issuer = agency(agency_id)
    if issuer.phone or agency_id == counter_id:
        return issuer
    counter = agency(counter_id)
    return replace(issuer, phone=counter.phone, address=counter.address)


def _parties(dossier: Dossier) -> Mapping[PartyRole, PartyOnPaper]:
    return {
        PartyRole(row.role): PartyOnPaper(
            name=row.name,
            id_number=row.id_number,
            address=row.address,
            phone=row.phone,
            email=row.email,
            organisation=row.kind == PartyKind.ORGANISATION,
        )
        for row in Party.objects.filter(dossier=dossier)
    }


def _first(parties: Mapping[PartyRole, PartyOnPaper], *roles: PartyRole, name: str) -> PartyOnPaper:
    return next((parties[role] for role in roles if role in parties), PartyOnPaper(name=name))


def _note(row: Paper) -> str:
    if row.from_data:
        return "lấy từ cơ sở dữ liệu, không phải nộp"
    return "đã đối chiếu, trả lại ngay" if row.shown_only else ""
