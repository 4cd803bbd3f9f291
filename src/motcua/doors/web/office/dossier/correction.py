"""A wrong intake put right: only what is typed changes, numbers that stand there already are not shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.casework.dossiers.rules.submission import PartyDraft
from motcua.casework.dossiers.services import corrections
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.services.corrections import Corrected
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole, ReturnMethod
from motcua.doors.web.ui.typography import masked
from motcua.ground.kernel.errors import Invalid
from motcua.people.identity.vocabulary import Sex

from . import case as asked
from .forms import Deed, Opened

_PLAIN = ("name", "address", "phone", "email", "mandate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party on the form. ``values``: what stands in its fields; ``kept``, ``born``: what stands there, hidden."""

    role: PartyRole
    is_person: bool
    values: Mapping[str, str]
    kept: str
    born: str


def correct(opened: Opened) -> Done:
    """Send what is different."""
    row = opened.case.dossier.dossier
    parties = {
        PartyRole(party.role): _draft(opened, PartyRole(party.role), party) for party in opened.case.dossier.parties
    }
    method = next((known for known in ReturnMethod if known == opened.text("return_method")), None)
    chosen = opened.text("case")
    wanted = Corrected(parties=parties, case=chosen if chosen != row.case else None, return_method=method)
    return corrections.correct(
        opened.code, wanted, opened.text("reason"), by=opened.case.by, at=opened.case.at, key=opened.key
    )


def shown(opened: Opened) -> Mapping[str, Any]:
    """Return the parties and the choices as they stand, under what was typed over them."""
    seen = opened.case.dossier
    return {
        "sides": [_side(opened, PartyRole(party.role), party) for party in seen.parties],
        "cases": [("", "Trường hợp chung"), *((one.key, one.name) for one in seen.version.content.cases)],
        "case": opened.typed.get("case", seen.dossier.case),
        "methods": ReturnMethod.choices(),
        "method": opened.typed.get("return_method", seen.dossier.return_method),
    }


def _side(opened: Opened, role: PartyRole, party: Any) -> Side:
    return Side(
        role=role,
        is_person=party.kind == PartyKind.PERSON,
        values={name: opened.typed.get(f"{role}.{name}", getattr(party, name)) for name in _PLAIN}
        | {name: opened.text(f"{role}.{name}") for name in ("id_number", "born_on")},
        kept=masked(party.id_number) if party.id_number else "",
        born=f"năm {party.born_on.year}" if party.born_on else "",
    )


def _draft(opened: Opened, role: PartyRole, party: Any) -> PartyDraft:
    typed = {name: opened.typed.get(f"{role}.{name}", getattr(party, name)) for name in _PLAIN}
    return PartyDraft(
        **typed,
        kind=PartyKind(party.kind),
        id_number=opened.text(f"{role}.id_number").strip() or party.id_number,
        born_on=_born(opened, role, party.born_on),
        sex=Sex(party.sex),
    )


def _born(opened: Opened, role: PartyRole, stood: date | None) -> date | None:
    typed = opened.text(f"{role}.born_on").strip()
    if not typed:
        return stood
    try:
        return date.fromisoformat(typed)
    except ValueError:
        sentence = "Ngày sinh không có trong lịch. Chọn lại ngày."
        raise Invalid(sentence, fields={f"{role}.born_on": sentence}) from None


CORRECT = Deed(
    title="Sửa tiếp nhận sai",
    button="Ghi sửa",
    template="office/dossier/correct.html",
    may=lambda opened: asked.may_correct(opened.case),
    do=correct,
    shown=shown,
    said="Đã sửa. In lại giấy hẹn cho người nộp.",
    lead="Sửa điều ghi sai lúc tiếp nhận. Thời điểm tiếp nhận không đổi.",
)
