"""Form 02 as typed, and what comes in answer to it: rows of papers, rows of entries, reasons, guidance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict

from motcua.casework.dossiers.queries.submitted import Asked
from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import SupplementReason
from motcua.ground.kernel.text import clean, prose

from ..choices import whole

ENTRIES = range(1, 4)
"""Rows for what is no paper: an entry of the form to correct."""
_REASONS, _GUIDANCE, _BASIS = "notice.reasons", "notice.guidance", "notice.basis"
_COUNTS = ("originals", "copies", "photocopies")
_MOST_COPIES = 99
_FIELDS = {"reasons": _REASONS, "guidance": _GUIDANCE, "basis": _BASIS, "items": "notice.items"}


class Listed(Protocol):
    """A paper of a procedure or of a dossier."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The form as typed: ``want.KEY`` of a paper, ``entry.N.name`` and ``entry.N.want``, ``notice.…``."""

    typed: Mapping[str, str]
    reasons: tuple[SupplementReason, ...]
    papers: Sequence[Listed]

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    def has(self, reason: str) -> bool:
        """Tell whether a reason was ticked."""
        return reason in self.reasons

    def notice(self) -> Notice:
        """Return the notice that the service takes: rows in which something is wanted."""
        return Notice(
            items=tuple(wanted for _, wanted in self._rows()),
            reasons=self.reasons,
            guidance=self.value(_GUIDANCE),
            basis=self.value(_BASIS),
        )

    def complaints(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Return what the service complains about under the names of the fields of the page."""
        places = [name for name, _ in self._rows()]
        return {self._field(name, places): sentence for name, sentence in fields.items()}

    def _rows(self) -> list[tuple[str, Wanted]]:
        rows = [
            (f"want.{paper.key}", Wanted(key=paper.key, name=paper.name, want=self.value(f"want.{paper.key}")))
            for paper in self.papers
            if self.value(f"want.{paper.key}")
        ]
        for number in ENTRIES:
            name, want = self.value(f"entry.{number}.name"), self.value(f"entry.{number}.want")
            if name or want:
                rows.append((f"entry.{number}.want", Wanted(key="", name=name or "Nội dung khai", want=want)))
        return rows

    @staticmethod
    def _field(name: str, places: Sequence[str]) -> str:
        item = whole(name.removeprefix("items.")) if name.startswith("items.") else None
        if item is not None and item < len(places):
            return places[item]
        return _FIELDS.get(name, name)


def read(posted: QueryDict, papers: Sequence[Listed]) -> NoticeForm:
    """Return the form as posted."""
    known = {f"want.{paper.key}" for paper in papers} | {_BASIS}
    known |= {f"entry.{number}.{part}" for number in ENTRIES for part in ("name", "want")}
    typed = {name: clean(value) for name, value in posted.items() if name in known and isinstance(value, str)}
    typed[_GUIDANCE] = prose(posted.get(_GUIDANCE, ""))
    ticked = set(posted.getlist(_REASONS))
    return NoticeForm(typed, tuple(reason for reason in SupplementReason if reason in ticked), papers)


def proposed(papers: Sequence[Listed], missing: Mapping[str, str]) -> NoticeForm:
    """Return the form before anything is typed: each paper that is missing is asked for. ``missing``: {key: want}."""
    reasons = (SupplementReason.INCOMPLETE,) if missing else ()
    return NoticeForm({f"want.{key}": want for key, want in missing.items()}, reasons, papers)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What came of each thing asked for: ``item.N.ok``, its counts, ``item.N.note``."""

    typed: Mapping[str, str]
    asked: Asked

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    @property
    def note(self) -> str:
        """Return what was noted about all of it."""
        return self.value("note")

    def flaws(self) -> dict[str, str]:
        """Return {field: sentence} for what cannot be read."""
        return {
            name: f"Số bản là số từ 0 đến {_MOST_COPIES}."
            for place, _ in enumerate(self.asked.items)
            for name in (f"item.{place}.{count}" for count in _COUNTS)
            if self.value(name) and whole(self.value(name), _MOST_COPIES) is None
        }

    def seen(self) -> dict[str, Seen]:
        """Return what came, by the key of the paper, or by its place for an entry."""
        return {
            item["key"] or f"#{place}": self._seen(item["key"] or f"#{place}", f"item.{place}")
            for place, item in enumerate(self.asked.items)
        }

    def _seen(self, key: str, base: str) -> Seen:
        counts = {count: whole(self.value(f"{base}.{count}"), _MOST_COPIES) or 0 for count in _COUNTS}
        if self.value(f"{base}.ok") and not any(counts.values()):
            counts["originals"] = 1
        return Seen(
            key=key,
            originals=counts["originals"],
            copies=counts["copies"],
            photocopies=counts["photocopies"],
        )


def read_answer(posted: QueryDict, asked: Asked) -> AnswerForm:
    """Return the answer as posted."""
    known = {f"item.{place}.{part}" for place, _ in enumerate(asked.items) for part in ("ok", *_COUNTS)} | {"note"}
    typed = {name: clean(value) for name, value in posted.items() if name in known and isinstance(value, str)}
    return AnswerForm(typed, asked)
