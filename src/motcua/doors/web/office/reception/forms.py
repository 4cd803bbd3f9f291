"""What is typed at the counter, kept as it was typed, and read into the value that the services take."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.http import QueryDict

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.rules.submission import PartyDraft, Submission
from motcua.casework.dossiers.vocabulary import PartyKind, PartyRole, ReturnMethod
from motcua.casework.procedures.rules.content import Content, Paper
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.text import clean
from motcua.people.identity.queries import PersonView
from motcua.people.identity.rules import CardData
from motcua.people.identity.vocabulary import Sex

from ..choices import term, whole

CHANNELS = (Channel.IN_PERSON, Channel.POSTAL, Channel.ONLINE)
"""Ways in that pass over the counter: the citizen himself, an envelope, an officer who submits online for him."""

OTHERS = (PartyRole.OWNER, PartyRole.REPRESENTATIVE)
_PARTY = ("kind", "name", "id_number", "born_on", "sex", "address", "phone", "email", "mandate", "card")
_COUNTS = ("originals", "copies", "photocopies")
_MOST_COPIES = 99
_BREAKS = re.compile(r"[\s.\-/]+")


class Kept(Protocol):
    """A paper as a dossier keeps it."""

    key: str
    originals: int
    copies: int
    photocopies: int
    from_data: bool
    not_applicable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Intake:
    """The form as typed. Names of its fields are those of the complaints: ``submitter.name``, ``paper.KEY.originals``.

    typed    every value, NFC and on one line
    """

    typed: Mapping[str, str]
    content: Content
    agency_id: int
    procedure: str

    def value(self, name: str, otherwise: str = "") -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, otherwise)

    @property
    def roles(self) -> tuple[PartyRole, ...]:
        """Return the parties that were declared; the submitter always is."""
        return (PartyRole.SUBMITTER, *(role for role in OTHERS if self.has(role)))

    @property
    def case(self) -> str:
        """Return the chosen case of the procedure, "" for the common one."""
        known = {case.key for case in self.content.cases}
        return self.value("case") if self.value("case") in known else ""

    @property
    def channel(self) -> Channel:
        """Return the chosen way in."""
        known = {terms.channel for terms in self.content.terms}
        open_here = [channel for channel in CHANNELS if channel in known] or [Channel.IN_PERSON]
        return next((channel for channel in open_here if channel == self.value("channel")), open_here[0])

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Return the papers that may be asked for in this case."""
        return self.content.papers_for(self.case)

    def flaws(self) -> dict[str, str]:
        """Return {field: sentence} for what cannot even be read; the services say the rest."""
        return dict(self._flaws())

    def submission(self) -> Submission:
        """Return what is handed in; unreadable values are left out and named by `flaws`."""
        return Submission(
            procedure=self.procedure,
            agency_id=self.agency_id,
            channel=self.channel,
            parties={role: self._party(role) for role in self.roles},
            papers={paper.key: self._seen(paper) for paper in self.papers if not paper.on_file},
            case=self.case,
            return_method=term(ReturnMethod, self.value("return_method"), ReturnMethod.COUNTER),
            consented=self.channel is Channel.ONLINE and bool(self.value("consented")),
        )

    def has(self, role: PartyRole) -> bool:
        """Tell whether a party beside the submitter was declared."""
        return _any(self.typed, role)

    def with_card(self, role: PartyRole, card: CardData) -> "Intake":
        """Return the form with what a card says put over the party; what the card does not say stays as typed."""
        said = {
            "name": card.full_name,
            "id_number": card.personal_id,
            "born_on": _written(card.born_on),
            "sex": card.sex if card.sex is not Sex.UNKNOWN else "",
            "address": card.address,
        }
        filled = {f"{role}.{name}": value for name, value in said.items() if value}
        if not filled:
            return self
        kept = self.value(f"{role}.card") if card.warnings else ""
        return self._with({**filled, f"{role}.kind": PartyKind.PERSON, f"{role}.card": kept})

    def with_person(self, role: PartyRole, person: PersonView) -> "Intake":
        """Return the form with an earlier declaration put into the fields of the party that are empty still."""
        said = {
            "name": person.full_name,
            "born_on": _written(person.born_on),
            "sex": person.sex if person.sex != Sex.UNKNOWN else "",
            "address": person.address,
            "phone": person.phone,
            "email": person.email,
        }
        return self._with({f"{role}.{n}": v for n, v in said.items() if v and not self.value(f"{role}.{n}")})

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Return every field and value, to be carried through a page of confirmation."""
        return tuple((name, value) for name, value in self.typed.items() if value)

    def _with(self, filled: Mapping[str, str]) -> "Intake":
        return Intake({**self.typed, **filled}, self.content, self.agency_id, self.procedure)

    def _flaws(self) -> Iterator[tuple[str, str]]:
        for role in self.roles:
            name = f"{role}.born_on"
            if self.value(name) and _date(self.value(name)) is None:
                yield name, "Ngày sinh không có trong lịch. Ghi ngày, tháng, năm: 07/11/1979."
        for paper in self.papers:
            for count in _COUNTS:
                name = f"paper.{paper.key}.{count}"
                if self.value(name) and whole(self.value(name), _MOST_COPIES) is None:
                    yield name, f"Số bản của “{paper.name[:60]}” là số từ 0 đến {_MOST_COPIES}."
        if self.value("case") != self.case:
            yield "case", "Trường hợp đã chọn không có trong thủ tục. Chọn lại."

    def _party(self, role: PartyRole) -> PartyDraft:
        kind = term(PartyKind, self.value(f"{role}.kind"), PartyKind.PERSON)
        is_person = kind is PartyKind.PERSON
        return PartyDraft(
            name=self.value(f"{role}.name"),
            kind=kind,
            id_number=self.value(f"{role}.id_number"),
            born_on=_date(self.value(f"{role}.born_on")) if is_person else None,
            sex=term(Sex, self.value(f"{role}.sex"), Sex.UNKNOWN) if is_person else Sex.UNKNOWN,
            address=self.value(f"{role}.address"),
            phone=self.value(f"{role}.phone"),
            email=self.value(f"{role}.email"),
            mandate=self.value(f"{role}.mandate"),
        )

    def _seen(self, paper: Paper) -> Seen:
        counts = {count: self._count(paper, count) for count in _COUNTS}
        instead = self.value(f"paper.{paper.key}.instead")
        ticked = self.value(f"paper.{paper.key}.ok") or (paper.required and self.value("papers.all"))
        if ticked and not any(counts.values()) and not instead:
            counts |= {"originals": paper.originals, "copies": paper.copies}
            if not any(counts.values()):
                counts["originals"] = 1
        return Seen(
            key=paper.key,
            originals=counts["originals"],
            copies=counts["copies"],
            photocopies=counts["photocopies"],
            from_data=instead == "data",
            not_applicable=instead == "none",
            note=self.value(f"paper.{paper.key}.note"),
        )

    def _count(self, paper: Paper, count: str) -> int:
        return whole(self.value(f"paper.{paper.key}.{count}"), _MOST_COPIES) or 0


def read(posted: QueryDict, content: Content, *, agency_id: int, procedure: str) -> Intake:
    """Return the form as posted; fields nobody knows are dropped."""
    known = _names(content)
    typed = {name: clean(value) for name, value in posted.items() if name in known and isinstance(value, str)}
    return Intake(typed, content, agency_id, procedure)


def of_dossier(
    papers: Iterable[Kept], content: Content, *, agency_id: int, procedure: str, case: str, posted: QueryDict | None
) -> Intake:
    """Return the papers of a dossier as a form: as they are kept, or as they were posted."""
    kept = {"case": case, **{name: value for paper in papers for name, value in _of_paper(paper) if value}}
    if posted is None:
        return Intake(kept, content, agency_id, procedure)
    notes = {name: value for name, value in kept.items() if name.endswith(".note")}
    typed = read(posted, content, agency_id=agency_id, procedure=procedure).typed
    return Intake({**notes, **typed, "case": case}, content, agency_id, procedure)


def _of_paper(paper: Kept) -> Iterator[tuple[str, str]]:
    base = f"paper.{paper.key}"
    for count in _COUNTS:
        yield f"{base}.{count}", str(getattr(paper, count) or "")
    yield f"{base}.instead", "data" if paper.from_data else "none" if paper.not_applicable else ""
    yield f"{base}.note", paper.note


def _any(typed: Mapping[str, str], role: PartyRole) -> bool:
    return any(typed.get(f"{role}.{name}") for name in _PARTY if name not in ("kind", "sex", "card"))


def _names(content: Content) -> frozenset[str]:
    parties = {f"{role}.{name}" for role in PartyRole for name in _PARTY}
    papers = {f"paper.{paper.key}.{name}" for paper in content.papers for name in ("ok", *_COUNTS, "instead", "note")}
    return frozenset(
        parties | papers | {"case", "channel", "return_method", "reason", "basis", "papers.all", "consented"}
    )


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _date(typed: str) -> date | None:
    text = _BREAKS.sub("/", typed)
    try:
        return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%d%m%Y").date()  # noqa: DTZ007 - no hour
    except ValueError:
        return None
