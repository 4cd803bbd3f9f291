"""What a version of a procedure says: one immutable document (ADR 0015).

Law: 63/2010/NĐ-CP, Điều 8 (the components that every published procedure must have).
"""

from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from ..vocabulary import Channel, FeeKind, Level, LimitUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit. ``value`` is ignored for SAME_DAY; ``text`` is the source's own words."""

    value: int
    unit: LimitUnit
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One sum to pay. ``amount_vnd`` is None where it is unknown or a People's Council decides it; never 0 for that."""

    amount_vnd: int | None
    kind: FeeKind = FeeKind.UNSPECIFIED
    per: str = ""
    note: str = ""
    text: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Limit and fees of one channel (and case): they differ per channel.

    limit_text, fee_text  the source's own words, also where no limit or sum could be read from them
    """

    channel: Channel
    limit: Limit | None = None
    fees: tuple[Fee, ...] = ()
    case: str = ""
    description: str = ""
    limit_text: str = ""
    fee_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Trường hợp: a situation with its own papers or terms."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of the dossier. ``show_only``: seen, not kept. ``on_file``: the State has it, never ask for it."""

    key: str
    name: str
    originals: int = 0
    copies: int = 0
    required: bool = True
    case: str = ""
    note: str = ""
    form: str = ""
    show_only: bool = False
    on_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNote:
    """A row of the list of papers that asks for nothing (0 originals, 0 copies): advice to read, not a paper."""

    text: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    number: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultKind:
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All data of one version. Lists are tuples in the order of the source."""

    name: str
    sector: str = ""
    levels: tuple[Level, ...] = ()
    applicants: tuple[str, ...] = ()
    summary: str = ""
    steps: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    terms: tuple[Terms, ...] = ()
    papers: tuple[Paper, ...] = ()
    paper_notes: tuple[PaperNote, ...] = ()
    sets: int = 1
    results: tuple[ResultKind, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    forms: tuple[str, ...] = ()
    conditions: str = ""
    competent_agency: str = ""
    executing_agency: str = ""
    coordinating_agency: str = ""
    delegated_agency: str = ""
    address: str = ""
    related: tuple[str, ...] = ()
    origin_type: str = ""
    decision_no: str = ""
    name_en: str = ""
    keywords: str = ""
    boundary_free: bool = False

    def terms_for(self, channel: Channel, case: str = "") -> Terms | None:
        """Return the terms of a channel, those of the case first."""
        of_channel = [terms for terms in self.terms if terms.channel is channel]
        return next((t for t in of_channel if t.case == case), None) or next(
            (t for t in of_channel if not t.case), None
        )

    def papers_for(self, case: str = "") -> tuple[Paper, ...]:
        """Return the papers that everybody brings and those of the case."""
        return tuple(paper for paper in self.papers if paper.case in ("", case))


def to_json(content: Content) -> dict[str, Any]:
    """Return the content as the ``content`` column keeps it."""
    return asdict(content)


def from_json(data: dict[str, Any]) -> Content:
    """Return the content kept in a column; keys it does not know yet are left out."""
    known = {name: data[name] for name in Content.__slots__ if name in data}
    known["levels"] = tuple(Level(value) for value in data.get("levels", ()))
    known["cases"] = tuple(Case(**case) for case in data.get("cases", ()))
    known["papers"] = tuple(Paper(**paper) for paper in data.get("papers", ()))
    known["paper_notes"] = tuple(PaperNote(**note) for note in data.get("paper_notes", ()))
    known["results"] = tuple(ResultKind(**result) for result in data.get("results", ()))
    known["legal_basis"] = tuple(LegalBasis(**basis) for basis in data.get("legal_basis", ()))
    known["terms"] = tuple(_terms(terms) for terms in data.get("terms", ()))
    for name in ("applicants", "steps", "forms", "related"):
        known[name] = tuple(data.get(name, ()))
    return Content(**known)


def _terms(data: dict[str, Any]) -> Terms:
    limit = data.get("limit")
    return Terms(
        channel=Channel(data["channel"]),
        limit=Limit(**{**limit, "unit": LimitUnit(limit["unit"])}) if limit else None,
        fees=tuple(Fee(**{**fee, "kind": FeeKind(fee["kind"])}) for fee in data.get("fees", ())),
        case=data.get("case", ""),
        description=data.get("description", ""),
        limit_text=data.get("limit_text", ""),
        fee_text=data.get("fee_text", ""),
    )


def fingerprint(content: Content) -> str:
    """Return the SHA-256 of the content, hexadecimal: equal contents, equal fingerprints."""
    return fingerprint_of(to_json(content))


def fingerprint_of(data: dict[str, Any]) -> str:
    """Return the fingerprint of a content that is JSON already."""
    return sha256(dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
