"""What a citizen wants to know before any form: how long, how much, where, what for. Values for the templates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.casework.procedures.rules.content import Content, Paper, Terms
from motcua.casework.procedures.vocabulary import Channel, LimitUnit

from .. import words

_STEP_MARK = re.compile(r"^(?:[Bb]ước\s*\d+\s*[:.)-]\s*|[-+*•–]\s*|\d+[.)]\s+)")
_TITLE = re.compile(r"^(?P<title>(?:[^.:;\n]|(?<=\d)[.:](?=\d)){3,90})[.:]\s+(?P<body>\S.*)$", re.DOTALL)
_SHORT_SUMMARY = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer, and what differs from it."""

    answer: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Limit and fees of one or several ways to file; ``case`` where the row holds for one case only."""

    channels: str
    case: str
    limit: str
    fees: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    limit: Fact
    fee: Fact
    where: Fact
    result: Fact
    rows: tuple[Row, ...]
    online: bool
    same_day: bool
    fee_known: bool
    limit_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    title: str
    body: str


def facts_of(content: Content, case: str = "") -> Facts:
    """Return the facts of a version for a case; without a case, those that hold for everybody."""
    terms = _terms(content, case)
    return Facts(
        limit=_limit(terms, content),
        fee=_fee(terms, content),
        where=_where(content),
        result=_result(content),
        rows=_rows(terms or content.terms, content),
        online=any(term.channel is Channel.ONLINE for term in content.terms),
        fee_known=any(term.fees for term in terms),
        limit_known=bool(terms) and (terms[0].limit is not None),
        same_day=any(term.limit and term.limit.unit is LimitUnit.SAME_DAY for term in terms),
    )


def name_of(version: VersionView, *, english: bool) -> str:
    """Return the name of the procedure in the reader's language, where the catalogue has it."""
    return (english and version.content.name_en) or version.name


def summary_of(content: Content) -> str:
    """Return the first sentences of the summary, at most about 220 letters."""
    text = content.summary.strip()
    if len(text) <= _SHORT_SUMMARY:
        return text
    return text[:_SHORT_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def steps_of(content: Content) -> tuple[Step, ...]:
    """Return the steps with a short title each where the text begins with one."""
    return tuple(_step(text) for text in content.steps if text.strip())


def paper_count(paper: Paper) -> str:
    """Return ``1 bản chính, 1 bản sao``."""
    parts = []
    if paper.originals:
        parts.append(ngettext("%(n)s bản chính", "%(n)s bản chính", paper.originals) % {"n": paper.originals})
    if paper.copies:
        parts.append(ngettext("%(n)s bản sao", "%(n)s bản sao", paper.copies) % {"n": paper.copies})
    return ", ".join(parts)


def _terms(content: Content, case: str) -> tuple[Terms, ...]:
    chosen = (content.terms_for(channel, case) for channel in Channel)
    return tuple(terms for terms in chosen if terms)


def _limit(terms: Sequence[Terms], content: Content) -> Fact:
    answers = [(term.channel, words.limit_words(term.limit)) for term in terms]
    if not answers:
        return Fact(answer=str(words.BY_CASE if content.terms else words.UNPUBLISHED))
    first = answers[0][1]
    others = tuple(f"{words.CHANNEL[channel]}: {answer}" for channel, answer in answers[1:] if answer != first)
    if others:
        return Fact(answer=first, notes=(_lower(str(words.CHANNEL[answers[0][0]])), *others))
    late = tuple([_("nộp sau 15:00: ngày làm việc kế tiếp")] if first == _("Trong ngày") else [])
    return Fact(answer=first, notes=late)


def _fee(terms: Sequence[Terms], content: Content) -> Fact:
    if not terms:
        return Fact(answer=str(words.BY_CASE if content.terms else words.UNPUBLISHED))
    sums = {term.channel: tuple(dict.fromkeys(words.fee_words(fee) for fee in term.fees)) for term in terms}
    first = next(iter(sums.values()))
    if any(answer != first for answer in sums.values()):
        notes = tuple(f"{words.CHANNEL[channel]}: {_several(answer)}" for channel, answer in list(sums.items())[1:])
        return Fact(answer=_several(first), notes=(_lower(str(words.CHANNEL[terms[0].channel])), *notes))
    if len(first) > 1:
        return Fact(answer=first[0], notes=first[1:3])
    notes = tuple(dict.fromkeys(fee.note for fee in terms[0].fees if fee.note))
    return Fact(answer=_several(first), notes=notes[:2] if all(len(note) < 80 for note in notes[:2]) else ())


def _several(sums: Sequence[str]) -> str:
    return "; ".join(sums) or str(words.UNPUBLISHED)


def _where(content: Content) -> Fact:
    channels = [channel for channel in Channel if any(term.channel is channel for term in content.terms)]
    names = [_lower(str(words.CHANNEL[channel])) for channel in channels] or [
        _lower(str(words.CHANNEL[Channel.IN_PERSON]))
    ]
    answer = (
        names[0]
        if len(names) == 1
        else _("%(first)s hoặc %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    )
    anywhere = (_("quầy nào trong tỉnh cũng được"),) if content.boundary_free else ()
    return Fact(answer=answer[:1].upper() + answer[1:], notes=anywhere)


def _result(content: Content) -> Fact:
    if not content.results:
        return Fact(answer=str(words.UNPUBLISHED))
    more = len(content.results) - 1
    notes = (ngettext("và %(n)s kết quả khác", "và %(n)s kết quả khác", more) % {"n": more},) if more else ()
    return Fact(answer=content.results[0].name, notes=notes)


def _rows(terms: Sequence[Terms], content: Content) -> tuple[Row, ...]:
    """Return one row for ways to file that have the same limit and fees."""
    cases = {case.key: case.name for case in content.cases}
    ways: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = {}
    for term in terms:
        fees = tuple((words.fee_words(fee), fee.note) for fee in term.fees)
        same = (cases.get(term.case, ""), words.limit_words(term.limit), fees)
        ways.setdefault(same, []).append(str(words.CHANNEL[term.channel]))
    return tuple(
        Row(channels=_joined(tuple(dict.fromkeys(channels))), case=case, limit=limit, fees=fees)
        for (case, limit, fees), channels in ways.items()
    )


def _joined(names: Sequence[str]) -> str:
    return ", ".join([names[0], *(_lower(name) for name in names[1:])])


def _step(text: str) -> Step:
    bare = _STEP_MARK.sub("", text.strip())
    match = _TITLE.match(bare)
    if match:
        return Step(title=match["title"].strip(), body=match["body"].strip())
    return Step(title=bare.removesuffix("."), body="") if len(bare) <= 90 else Step(title="", body=bare)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
