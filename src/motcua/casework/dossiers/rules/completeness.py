"""Are the papers there? Only those of the published list may be asked for.

Law: 61/2018/NĐ-CP, Điều 4–5, Điều 17 khoản 1; 309/2026/NĐ-CP on data that the State already has.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from motcua.casework.procedures.rules.content import Paper
from motcua.ground.kernel.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the officer saw of one paper: counts, and whether the State had the data anyway."""

    key: str
    originals: int = 0
    copies: int = 0
    photocopies: int = 0
    from_data: bool = False
    not_applicable: bool = False
    note: str = ""


_MOST, _LONGEST_NOTE = 999, 300


def flaws(seen: Mapping[str, Seen]) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for every count or note that cannot be meant."""
    for key, paper in seen.items():
        if not all(0 <= count <= _MOST for count in (paper.originals, paper.copies, paper.photocopies)):
            yield f"papers.{key}", f"Số bản của mỗi giấy tờ từ 0 đến {_MOST}."
        if len(clean(paper.note)) > _LONGEST_NOTE:
            yield f"papers.{key}", f"Ghi chú của một giấy tờ dài quá {_LONGEST_NOTE} chữ."


def missing(papers: Sequence[Paper], seen: Mapping[str, Seen]) -> tuple[str, ...]:
    """Return the names of required papers of which too few were seen, all of them at once.

    A paper that is only shown needs to be seen once; one that the State holds is never missing.
    """
    return tuple(
        paper.name
        for paper in papers
        if paper.required and not paper.on_file and not _enough(paper, seen.get(paper.key))
    )


def _enough(paper: Paper, seen: Seen | None) -> bool:
    if seen is None:
        return False
    if seen.from_data or seen.not_applicable:
        return True
    brought = seen.originals + seen.copies + seen.photocopies
    if paper.show_only:
        return brought > 0
    # an original may always stand for a copy: the office copies it
    return seen.originals >= paper.originals and brought >= max(paper.originals + paper.copies, 1)
