"""How well a title answers a query: pure, so that every choice can be tested by a table.

Candidates come from the database; this orders them. A word of the query is worth what it tells apart (its rarity), a
title is worth how much of the query it covers, in order, and how little else it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from .words import Reading, heard, marked_words, unkeyed

_COVER, _ORDER, _FOCUS, _MARKS = 0.66, 0.14, 0.17, 0.03
_SUMMARY, _SECTOR = 0.6, 0.45
_UNKNOWN = 0.35
_CODE = 0.9
_ELSEWHERE = 0.12
_FILLER = frozenset(
    "xin lam muon can toi em anh chi minh cho cua thi la co duoc bi o tai ve va voi nhu the nao gi sao khi nay ra di "
    "thu tuc ho so giai quyet cach hoi giup nguoi nha dan cac nhung mot hai dang da se theo tu den trong doi hay hoac "
    "bao nhieu lau dau phai khong nhan viec".split()
)
_SMALL_IN_TITLES = frozenset(
    "thu tuc doi voi cua va cac hoac tai do theo cho trong truong hop den tu nhung co la duoc".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """A procedure's words as ranking sees them: (folded, shape) in order."""

    words: tuple[tuple[str, str], ...]
    summary: frozenset[str]
    sector: frozenset[str]


@lru_cache(maxsize=4096)
def title(name: str, summary: str = "", sector: str = "") -> Title:
    """Return a procedure's words, parsed once per process."""
    return Title(
        marked_words(name),
        frozenset(word for word, _ in marked_words(summary)),
        frozenset(word for word, _ in marked_words(sector)),
    )


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many procedures hold a word, of how many: what the word is worth."""

    total: int
    holders: Mapping[str, int]

    def of(self, word: str) -> float:
        """Return 0–1: 1 for a word that one title holds, little for fillers and for words that no title knows."""
        known = self.holders.get(word, 0) or max(self.holders.get(unkeyed(word), 0), 0)
        if not known:
            return _UNKNOWN * (0.3 if word in _FILLER else 1.0)
        worth = log(1 + self.total / known) / log(1 + max(self.total, 1))
        return worth * (0.35 if word in _FILLER else 1.0)


def score(reading: Reading, shapes: Mapping[str, str], candidate: Title, code: str, rarity: Rarity) -> float:
    """Return 0–1: how well the candidate answers this reading of the query.

    shapes  how the person marked each folded word; absent or empty where unmarked
    """
    words = reading.words
    if not words:
        return _CODE if code in reading.codes else 0.0
    places = _places(candidate.words)
    worths = [rarity.of(word) for word in words]
    hits = [_hit(word, shapes.get(word, ""), places, candidate) for word in words]
    weight = sum(worths) or 1.0
    cover = sum(worth * hit[0] for worth, hit in zip(worths, hits, strict=True)) / weight
    order = _order(worths, [hit[1] for hit in hits], [hit[0] for hit in hits])
    taken = {hit[1] for hit in hits if hit[1] >= 0}
    marked = [(worth, hit[2]) for word, worth, hit in zip(words, worths, hits, strict=True) if shapes.get(word)]
    marks = sum(worth for worth, same in marked if same) / (sum(worth for worth, _ in marked) or 1.0) if marked else 1.0
    sound = cover * (_COVER + _ORDER * order + _FOCUS * _focus(candidate.words, taken) + _MARKS * marks)
    if code in reading.codes:
        sound = max(sound, 0.75) + (1 - max(sound, 0.75)) * 0.6
    return min(1.0, sound * reading.fidelity)


@lru_cache(maxsize=4096)
def _places(words: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[tuple[int, str], ...]]:
    places: dict[str, list[tuple[int, str]]] = {}
    for at, (word, shape) in enumerate(words):
        places.setdefault(word, []).append((at, shape))
    for at, ((one, _), (two, _)) in enumerate(zip(words, words[1:], strict=False)):
        places.setdefault(one + two, []).append((at, ""))
    return {word: tuple(found) for word, found in places.items()}


def _hit(
    word: str, shape: str, places: Mapping[str, tuple[tuple[int, str], ...]], candidate: Title
) -> tuple[float, int, bool]:
    """Return (likeness 0–1, place in the title or -1, marks agree) of the best match of one word."""
    if found := places.get(word):
        for at, marks in found:
            if not shape or marks == shape:
                return 1.0, at, True
        return 0.9, found[0][0], False
    best, where = 0.0, -1
    for other, found in places.items():
        likeness = _likeness(word, other)
        if likeness > best:
            best, where = likeness, found[0][0]
    if best < _SUMMARY and (word in candidate.summary or unkeyed(word) in candidate.summary):
        return _SUMMARY, -1, False
    if best < _SECTOR and word in candidate.sector:
        return _SECTOR, -1, False
    return best, where, False


@lru_cache(maxsize=200_000)
def _likeness(typed: str, word: str) -> float:
    """Return how likely the word was meant, 0–1: raw keystrokes, regional spelling, one slip of the fingers."""
    if typed == word:
        return 1.0
    if abs(len(typed) - len(word)) > 2 or not typed or not word:  # noqa: PLR2004 - farther is another word
        return 0.95 if unkeyed(typed) == word else 0.0
    if unkeyed(typed) == word:
        return 0.95
    if len(typed) > 1 and len(word) > 1 and heard(typed) == heard(word):
        return 0.72
    longer = max(len(typed), len(word))
    if one_slip(typed, word):
        return 0.0 if longer < 3 else 0.62 if longer == 3 else 0.7 if longer == 4 else 0.8
    bare = unkeyed(typed)
    if bare != typed and len(bare) > 1 and one_slip(bare, word):
        return 0.6
    return 0.0


def one_slip(a: str, b: str) -> bool:
    """Tell whether one letter is missing, doubled, changed, or two neighbours swapped."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, sign in enumerate(a) if sign != b[i]), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])


def _order(worths: Sequence[float], places: Sequence[int], likeness: Sequence[float]) -> float:
    """Return how much of the query stands together in the title, in the order typed."""
    total = got = 0.0
    for i in range(len(places) - 1):
        pair = worths[i] + worths[i + 1]
        total += pair
        if places[i] >= 0 and places[i + 1] >= 0 and likeness[i] and likeness[i + 1]:
            step = places[i + 1] - places[i]
            got += pair * (1.0 if step == 1 else 0.6 if 0 < step <= 3 else 0.25 if step > 0 else 0.0)  # noqa: PLR2004
    if not total:
        return 1.0 if places and places[0] >= 0 else 0.0
    return got / total


def _focus(words: tuple[tuple[str, str], ...], taken: set[int]) -> float:
    """Return how little else the title says; its first words count more than a long tail."""
    total = got = 0.0
    for at, (word, _) in enumerate(words):
        weight = (0.15 if word in _SMALL_IN_TITLES else 1.0) / (1 + _ELSEWHERE * at)
        total += weight
        if at in taken or (at - 1 in taken and word in _SMALL_IN_TITLES):
            got += weight
    return got / total if total else 0.0
