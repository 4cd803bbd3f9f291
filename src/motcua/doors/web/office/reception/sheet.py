"""What the form of a procedure shows beside the fields: papers, promise, and everything that is wrong at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.casework.dossiers.rules import completeness, submission
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.derivation import reason
from motcua.casework.dossiers.services import intake
from motcua.casework.dossiers.services.intake import Promise
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole, ReturnMethod
from motcua.casework.procedures.rules.content import Paper
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.queries import organisation
from motcua.people.identity.vocabulary import Sex

from .forms import CHANNELS, OTHERS, Intake

_CHANNEL_WORDS = {
    Channel.IN_PERSON: "Tại quầy",
    Channel.POSTAL: "Bưu chính, mở phong bì",
    Channel.ONLINE: "Nộp hộ trực tuyến",
}


def sheet(form: Intake, *, at: datetime) -> dict[str, Any]:
    """Return what the template of the form is given."""
    promised, no = _promise(form, at)
    competent = organisation.agency(promised.offer.competent_id) if promised else None
    known = {terms.channel for terms in form.content.terms}
    return {
        "title": form.content.name,
        "promised": promised,
        "no_promise": no,
        "reason": reason(promised.due.why) if promised else "",
        "competent": competent,
        "today": bool(promised and promised.due.at.date() == at.date()),
        "channels": [(channel, _CHANNEL_WORDS[channel]) for channel in CHANNELS if channel in known],
        "cases": [("", "Trường hợp chung"), *((case.key, case.name) for case in form.content.cases)],
        "asked": [paper for paper in form.papers if not paper.on_file],
        "on_file": [paper for paper in form.papers if paper.on_file],
        "required": sum(paper.required and not paper.on_file for paper in form.papers),
        "roles": [(role, role.label) for role in OTHERS],
        "submitter": PartyRole.SUBMITTER,
        "kinds": PartyKind.choices(),
        "sexes": [("", "Chưa ghi"), (Sex.MALE, Sex.MALE.label), (Sex.FEMALE, Sex.FEMALE.label)],
        "methods": ReturnMethod.choices(),
        "from_afar": form.channel is not Channel.IN_PERSON,
        "online": form.channel is Channel.ONLINE,
    }


def complaints(form: Intake, on: date, *, papers: bool = True) -> dict[str, str]:
    """Return {field: sentence} for everything that keeps the dossier from being taken in, parties and papers alike."""
    handed_in = form.submission()
    tidied = {role: submission.tidy(party) for role, party in handed_in.parties.items()}
    found = dict(submission.flaws(tidied, on)) | form.flaws()
    if papers and (missing := completeness.missing(form.papers, handed_in.papers)):
        found["papers"] = "Chưa đủ giấy tờ: " + "; ".join(missing)
    return found


def wanted(papers: Sequence[Paper], seen: Mapping[str, Seen]) -> dict[str, str]:
    """Return {key: what to bring} for each required paper of which too little is there."""
    return {paper.key: _bring(paper) for paper in papers if completeness.missing([paper], seen)}


def _bring(paper: Paper) -> str:
    if paper.show_only:
        return "Xuất trình bản chính để đối chiếu"
    copies = [(paper.originals, "bản chính"), (paper.copies, "bản sao")]
    return "Nộp " + (", ".join(f"{count} {kind}" for count, kind in copies if count) or "1 bản")


def _promise(form: Intake, at: datetime) -> tuple[Promise | None, Refusal | None]:
    try:
        return intake.promise(form.procedure, form.agency_id, form.channel, form.case, at=at), None
    except Refusal as no:
        return None, no
