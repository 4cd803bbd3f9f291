"""How well a title answers a query: pure, so that every choice can be tested by a table.

Candidates come from the database; this orders them. A word of the query is worth what it tells apart (its rarity), a
title is worth how much of the query it covers, in order, and how little else it says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import log

from .words import Reading, fold, heard, marked_words, unkeyed

_COVER, _ORDER, _FOCUS, _MARKS = 0.66, 0.14, 0.17, 0.03
_TOGETHER, _CLOSE, _AFTER = 1.0, 0.6, 0.25
_SUMMARY, _SECTOR, _OTHER_MARKS = 0.6, 0.45, 0.9
_KEYSTROKES, _HEARD, _KEYED_SLIP = 0.95, 0.72, 0.6
_SLIP, _SLIP_IN_LONG = {2: 0.0, 3: 0.62, 4: 0.7}, 0.8
_UNKNOWN, _FILLER_WORTH, _MAYBE_FILLER = 0.35, 0.3, 0.45
_NAMED = 0.9
_STRESS = 2.2
_TAIL = 0.12
_SHORT_TITLE, _LONE = 6, 0.4

_FILLER = frozenset(
    shape or word
    for word, shape in marked_words(
        """xin làm muốn cần tôi em anh chị mình cho của thì là có được bị ở tại về và với như thế nào gì sao khi này ra
        đi thủ tục hồ sơ giải quyết cách hỏi giúp người nhà dân các những một hai đang đã sẽ theo từ đến trong hay hoặc
        bao nhiêu lâu đâu phải không việc ông vợ chồng cháu bé cụ trên vừa xong rồi sắp để mới"""
    )
)
_FILLER_BARE = frozenset(fold(word) for word in _FILLER)
_SMALL_IN_TITLES = frozenset(
    re.findall("[a-z]+", "thu tuc doi voi cua va cac hoac tai do theo cho trong truong hop den tu nhung co la duoc")
)


@dataclass(frozen=True, slots=True)
class Title:
    """A procedure's words as ranking sees them.

    words   (folded, shape) in order
    places  where each folded word stands, and two neighbours written as one (``kinhdoanh``)
    """

    words: tuple[tuple[str, str], ...]
    places: Mapping[str, tuple[tuple[int, str], ...]]
    summary: frozenset[str]
    sector: frozenset[str]


@lru_cache(maxsize=4096)
def title(name: str, summary: str = "", sector: str = "") -> Title:
    """Return a procedure's words, parsed once per process."""
    words = marked_words(name)
    return Title(
        words,
        _places(words),
        frozenset(word for word, _ in marked_words(summary)),
        frozenset(word for word, _ in marked_words(sector)),
    )


def _places(words: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[tuple[int, str], ...]]:
    places: dict[str, list[tuple[int, str]]] = {}
    for at, (word, shape) in enumerate(words):
        places.setdefault(word, []).append((at, shape))
    for at, ((one, _), (two, _)) in enumerate(pairwise(words)):
        places.setdefault(one + two, []).append((at, ""))
    return {word: tuple(found) for word, found in places.items()}


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many procedures hold a word, of how many: what the word is worth."""

    total: int
    holders: Mapping[str, int]

    def of(self, word: str) -> float:
        """Return 0–1: 1 for a word that one title holds, less for common ones and for words that no title knows."""
        known = self.holders.get(word, 0) or self.holders.get(unkeyed(word), 0)
        return log(1 + self.total / known) / log(1 + max(self.total, known)) if known else _UNKNOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """One query against many titles: what is the same for all of them is worked out once.

    readings  the ways to understand it
    shapes    how the person marked each folded word; absent or empty where unmarked
    """

    readings: Sequence[Reading]
    shapes: Mapping[str, str]
    near: dict[str, dict[str, float]] = field(default_factory=dict)
    worths: dict[Reading, list[float]] = field(default_factory=dict)

    def weights(self) -> dict[str, float]:
        """Return what to look for: every word of every reading, as typed and as keyed, with its weight."""
        weights: dict[str, float] = {}
        for reading in self.readings:
            for word in reading.words:
                weight = self._weight(word, stressed=word in reading.stressed)
                for form in (word, unkeyed(word)):
                    weights[form] = max(weight, weights.get(form, 0.0))
        return weights

    def listen(self, candidates: Iterable[Title], rarity: Rarity) -> None:
        """Note which words of these titles each word of the query may have meant, and what each is worth."""
        for reading in self.readings:
            self.worths[reading] = [
                rarity.of(word) * self._weight(word, stressed=word in reading.stressed) for word in reading.words
            ]
        spelled = {word for candidate in candidates for word, _ in candidate.words}
        sounding: dict[str, list[str]] = {}
        for other in spelled:
            for key in _sounds(other):
                sounding.setdefault(key, []).append(other)
        for word in {word for reading in self.readings for word in reading.words}:
            keys = {*_sounds(word), *_sounds(unkeyed(word))}
            others = {other for key in keys for other in sounding.get(key, ())}
            self.near[word] = {other: like for other in others if (like := _likeness(word, other))}

    def score(self, candidate: Title, code: str) -> float:
        """Return 0–1: how well the candidate answers the query in its best reading."""
        best = 0.0
        for reading in self.readings:
            best = max(
                best, _NAMED * reading.fidelity if code in reading.codes else self._score(reading, candidate, best)
            )
        return best

    def _score(self, reading: Reading, candidate: Title, floor: float) -> float:
        """Return the score of one reading, or 0 as soon as it cannot pass the floor."""
        words = reading.words
        worths = self.worths[reading]
        hits = [self._hit(word, candidate) for word in words]
        alone = _alone([hit[1] for hit in hits], len(candidate.words))
        cover = sum(w * hit[0] * lone for w, hit, lone in zip(worths, hits, alone, strict=True)) / (sum(worths) or 1.0)
        if cover * reading.fidelity <= floor:
            return 0.0
        marked = [
            (worth, hit[2]) for word, worth, hit in zip(words, worths, hits, strict=True) if self.shapes.get(word)
        ]
        marks = sum(worth for worth, same in marked if same) / sum(worth for worth, _ in marked) if marked else 1.0
        order = _order(worths, [hit[1] for hit in hits])
        focus = _focus(candidate.words, {hit[1] for hit in hits if hit[1] >= 0})
        return cover * (_COVER + _ORDER * order + _FOCUS * focus + _MARKS * marks) * reading.fidelity

    def _weight(self, word: str, *, stressed: bool) -> float:
        """Return how much the word is likely to matter: phrases of the dictionary most, small talk least."""
        if stressed:
            return _STRESS
        marked = any(self.shapes.values())
        if self.shapes.get(word) in _FILLER or (marked and word in _FILLER):
            return _FILLER_WORTH
        return _MAYBE_FILLER if not marked and word in _FILLER_BARE else 1.0

    def _hit(self, word: str, candidate: Title) -> tuple[float, int, bool]:
        """Return (likeness 0–1, place in the title or -1, marks agree) of the best match of one word."""
        if found := candidate.places.get(word):
            shape = self.shapes.get(word, "")
            for at, marks in found:
                if not shape or marks == shape:
                    return 1.0, at, True
            return _OTHER_MARKS, found[0][0], False
        if found := candidate.places.get(unkeyed(word)):
            return _KEYSTROKES, found[0][0], False
        likely = ((like, other) for other, like in self.near.get(word, {}).items() if other in candidate.places)
        best, meant = max(likely, default=(0.0, ""))
        if best < _SUMMARY and (word in candidate.summary or unkeyed(word) in candidate.summary):
            return _SUMMARY, -1, False
        if best < _SECTOR and word in candidate.sector:
            return _SECTOR, -1, False
        return best, candidate.places[meant][0][0] if meant else -1, False


@lru_cache(maxsize=16384)
def _sounds(word: str) -> frozenset[str]:
    """Return keys of which two words one slip or one accent apart share at least one: SymSpell's deletions."""
    return frozenset({word, f"~{heard(word)}", *(word[:i] + word[i + 1 :] for i in range(len(word)))})


@lru_cache(maxsize=16384)
def _likeness(typed: str, word: str) -> float:
    """Return how likely the word was meant, 0–1: raw keystrokes, regional spelling, one slip of the fingers."""
    bare = unkeyed(typed)
    if word in (typed, bare):
        return 1.0 if word == typed else _KEYSTROKES
    if abs(len(typed) - len(word)) > 2 or min(len(typed), len(word)) < 2:
        return 0.0
    if heard(typed) == heard(word):
        return _HEARD
    if one_slip(typed, word):
        return _SLIP.get(max(len(typed), len(word)), _SLIP_IN_LONG)
    return _KEYED_SLIP if bare != typed and len(bare) > 1 and one_slip(bare, word) else 0.0


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


def _order(worths: Sequence[float], places: Sequence[int]) -> float:
    """Return how much of the query stands together in the title, in the order typed."""
    total = got = 0.0
    for (worth, place), (next_worth, next_place) in pairwise(zip(worths, places, strict=True)):
        pair = worth + next_worth
        total += pair
        if place >= 0 and next_place > place:
            step = next_place - place
            got += pair * (_TOGETHER if step == 1 else _CLOSE if step <= 3 else _AFTER)
    if not total:
        return 1.0 if places and places[0] >= 0 else 0.0
    return got / total


def _alone(places: Sequence[int], length: int) -> list[float]:
    """Return what each match is worth where it stands: a long title holds many a word by chance, far apart."""
    if length <= _SHORT_TITLE:
        return [1.0] * len(places)
    chance = max(_LONE, _SHORT_TITLE / length)
    taken = set(places) - {-1}
    near = (1, 2, -1, -2)
    return [1.0 if at < 0 or any(at + step in taken for step in near) else chance for at in places]


def _focus(words: tuple[tuple[str, str], ...], taken: set[int]) -> float:
    """Return how little else the title says; its first words count more than a long tail."""
    total = got = 0.0
    for at, (word, _) in enumerate(words):
        weight = (0.15 if word in _SMALL_IN_TITLES else 1.0) / (1 + _TAIL * at)
        total += weight
        if at in taken or (at - 1 in taken and word in _SMALL_IN_TITLES):
            got += weight
    return got / total if total else 0.0
