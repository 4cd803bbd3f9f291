"""The dictionaries of everyday words, as those who keep them read them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from ..models import Word
from ..rules.words import fold

PAGE = 50
_LINE = ("id", "phrase", "expansion", "codes", "agency_id", "added_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLine:
    """A phrase and where it leads; ``agency_id`` None where it holds everywhere."""

    id: int
    phrase: str
    expansion: str
    codes: tuple[str, ...]
    agency_id: int | None
    agency_name: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty phrases by alphabet."""

    lines: tuple[WordLine, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def page(*, agency_id: int | None, whose: str = "", text: str = "", number: int = 1) -> Page:
    """Return one page of the words in use, common ones and those of one agency.

    whose   "common" or "own" narrows; anything else is both
    text    part of a phrase, of its meaning, or a procedure's code; marks do not matter
    """
    rows = Word.objects.filter(removed_at__isnull=True)
    own, common = Q(agency_id=agency_id), Q(agency__isnull=True)
    rows = rows.filter({"common": common, "own": own & ~common}.get(whose, own | common))
    if text:
        folded = fold(text)
        rows = rows.filter(
            Q(folded__contains=folded) | Q(expansion_folded__contains=folded) | Q(codes__contains=[text])
        )
    total = rows.count()
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    first = (number - 1) * PAGE
    ordered = rows.order_by("folded", "expansion_folded", "id")
    found = ordered.values(*_LINE, agency_name=F("agency__short_name"))
    lines = tuple(WordLine(**row | {"codes": tuple(row["codes"])}) for row in found[first : first + PAGE])
    return Page(lines=lines, number=number, total=total)


def removed(word_id: int) -> WordLine | None:
    """Return a word that was taken out of use, so that it can be put back."""
    rows = Word.objects.filter(pk=word_id, removed_at__isnull=False)
    row = rows.values(*_LINE, agency_name=F("agency__short_name")).first()
    return WordLine(**row | {"codes": tuple(row["codes"])}) if row else None
