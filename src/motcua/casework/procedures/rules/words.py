"""Read what people type in the search box: no marks, raw Telex, i for y, abbreviations, codes, everyday words.

Everything is compared folded: ``fold`` here and ``procedures_fold`` in migration 0002_search say the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from motcua.ground.kernel import text

LONGEST_PHRASE = 6
_READINGS = 10
_LITERAL, _REPLACED = 0.88, 0.97
_ABBREVIATION = re.compile(r"[a-z0-9]{2,7}")

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_FINAL_Y = re.compile(r"(?<![aeou])y\b")
_QUI = re.compile(r"\bqui\b")
_CODE = re.compile(r"(?<![0-9])([0-9])[\s.,_-]{0,3}([0-9]{6})(?![0-9])")
_CODE_BEGUN = re.compile(r"(?<![0-9.,])([0-9])[.,]([0-9]{2,5})(?![0-9.,])")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATIN_LOOKALIKES = str.maketrans("ðÐ", "đĐ")

_TELEX_TONE = re.compile(r"(?<=.)[fjz]|(?<=[aeiouyw])[srx](?=[a-z])|(?<=.)[srx]+$")
_TELEX_DOUBLE = re.compile(r"([aeod])\1")
_TELEX_HORN = re.compile(r"(?<=[aou])w")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
    r"(?:uyeu|uye|uya|oai|oay|oeo|uay|uoi|uou|ieu|yeu|ua|uo|uu|ui|ue|uy|oa|oe|oi|ia|ie|iu|ye|ai|ao|au|ay|eo|eu|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_JOINED, _LONGEST_JOINED, _LONGEST_SYLLABLE, _WAYS = 6, 40, 7, 3
_VNI_MARK = re.compile(r"(?<=[a-z])[1-9]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an everyday phrase stands for: other words, or procedures outright. All folded."""

    phrase: tuple[str, ...]
    expansion: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a query.

    stressed  words that a known phrase stands for: surer than the rest
    fidelity  0–1: how near it stays to what was typed
    """

    words: tuple[str, ...]
    codes: tuple[str, ...] = ()
    stressed: frozenset[str] = frozenset()
    fidelity: float = 1.0


@lru_cache(maxsize=8192)
def fold(typed: str) -> str:
    """Return the words without marks and case, i and y made one where Vietnamese makes them one.

    ``Đăng kí`` and ``đăng ký`` → ``dang ki``; ``thuỷ``, ``thủy`` → ``thuy``; ``qui`` → ``quy``.
    """
    bare = _NOT_WORD.sub(" ", text.fold(typed.translate(_LATIN_LOOKALIKES))).strip()
    return _QUI.sub("quy", _FINAL_Y.sub("i", bare))


@lru_cache(maxsize=32768)
def shape(word: str) -> str:
    """Return a word with its marks but without regard to where the tone stands: ``hoà`` = ``hòa``, ``lý`` = ``lí``."""
    letters = unicodedata.normalize("NFD", word.translate(_LATIN_LOOKALIKES).lower())
    tone = "".join(sign for sign in letters if sign in _TONES)
    bare = unicodedata.normalize("NFC", "".join(sign for sign in letters if sign not in _TONES))
    return _QUI.sub("quy", _FINAL_Y.sub("i", bare)) + tone


def marked_words(typed: str) -> tuple[tuple[str, str], ...]:
    """Return (folded word, shape) of each word in order; the shape is empty where nothing is marked."""
    found = []
    for raw in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", typed)):
        for word in fold(raw).split():
            marks = shape(raw)
            found.append((word, marks if marks != word else ""))
    return tuple(found)


def codes_in(typed: str) -> tuple[str, ...]:
    """Return the procedure codes in a query: ``2000815``, ``1 004222``, ``3,000228``, ``1.001193.000.00.00.H99``."""
    return tuple(
        dict.fromkeys(f"{kind}.{number}" for kind, number in _CODE.findall(unicodedata.normalize("NFKC", typed)))
    )


def code_begun(typed: str) -> str:
    """Return the beginning of a code somebody is still typing, e.g. ``1.0127``; empty where there is none."""
    found = _CODE_BEGUN.search(unicodedata.normalize("NFKC", typed))
    return f"{found[1]}.{found[2]}" if found else ""


@lru_cache(maxsize=8192)
def unkeyed(word: str) -> str:
    """Return the folded word that raw Telex or VNI keystrokes meant, the word itself where they are none.

    ``ddawng`` → ``dang``, ``kis`` → ``ki``, ``thuowngf`` → ``thuong``, ``ke6t1`` → ``ket``. No Vietnamese syllable ends
    in s, f, r, x or j, or doubles these letters, so plain syllables come through unchanged.
    """
    if not word or word.isdigit():
        return word
    bare = _TELEX_TONE.sub("", _TELEX_TONE.sub("", _VNI_MARK.sub("", word)))
    bare = _TELEX_HORN.sub("", _TELEX_DOUBLE.sub(r"\1", bare)).replace("w", "u")
    return _FINAL_Y.sub("i", bare) or word


@lru_cache(maxsize=8192)
def heard(word: str) -> str:
    """Return the word as the ear takes it, where spelling wavers: tr/ch, s/x, d/gi/r, l/n, -n/-ng, -c/-t."""
    word = re.sub(r"^tr", "ch", word)
    word = re.sub(r"^s", "x", word)
    word = re.sub(r"^(gi(?=[aeou])|r)", "d", word)
    word = re.sub(r"^l", "n", word)
    word = re.sub(r"ng$", "n", word)
    return re.sub(r"ch$|c$", "t", word)


@lru_cache(maxsize=4096)
def parted(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the first few ways to cut words typed without spaces into syllables: ``kethon`` → ket hon, ke thon."""
    if not _JOINED <= len(word) <= _LONGEST_JOINED:
        return ()
    ways: list[tuple[str, ...]] = []
    dead: set[int] = set()

    def walk(at: int, so_far: tuple[str, ...]) -> bool:
        if at == len(word):
            ways.append(so_far)
            return True
        alive = False
        for end in range(min(len(word), at + _LONGEST_SYLLABLE), at + 1, -1):
            if len(ways) < _WAYS and end not in dead and _SYLLABLE.fullmatch(word, at, end):
                alive |= walk(end, (*so_far, fold(word[at:end])))
        if not alive:
            dead.add(at)
        return alive

    walk(0, ())
    return tuple(way for way in ways if len(way) > 1)


def phrases(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return every run of up to six words: what may stand in the dictionary."""
    runs = (
        " ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + LONGEST_PHRASE, len(words)) + 1)
    )
    return tuple(dict.fromkeys(runs))


def readings(words: tuple[str, ...], meanings: Iterable[Meaning]) -> tuple[Reading, ...]:
    """Return the ways to understand a query, the typed one first: everyday phrases replaced, long names abbreviated.

    Where a phrase of several words is known, what it stands for is likelier meant than the words themselves.
    """
    meanings = tuple(meanings)
    keyed = tuple(map(unkeyed, words))
    spoken = _replace(words, ((meaning.phrase, meaning) for meaning in meanings))
    spoken += _replace(keyed, ((meaning.phrase, meaning) for meaning in meanings)) if keyed != words else []
    official = _replace(words, ((m.expansion, Meaning(m.expansion, m.phrase)) for m in meanings if _abbreviates(m)))
    known = {meaning.phrase for meaning in meanings if len(meaning.phrase) > 1 and meaning.phrase != meaning.expansion}
    runs = {tuple(run.split()) for run in (*phrases(words), *phrases(keyed))}
    typed = Reading(words, fidelity=_LITERAL if known & runs else 1.0)
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Reading] = {(words, ()): typed}
    for reading in (*spoken, *official, *_spaced(words)):
        found.setdefault((reading.words, reading.codes), reading)
    return tuple(found.values())[:_READINGS]


def _spaced(words: tuple[str, ...]) -> list[Reading]:
    """Return readings with the spaces that were left out put back."""
    ways = [parted(word) or ((word,),) for word in words]
    if all(len(way[0]) == 1 for way in ways):
        return []
    cuts = range(max(map(len, ways)))
    spaced = (tuple(part for way in ways for part in way[min(cut, len(way) - 1)]) for cut in cuts)
    return [Reading(way, fidelity=_REPLACED) for way in spaced]


def _abbreviates(meaning: Meaning) -> bool:
    """Tell whether the phrase is written for the expansion in titles: one short word for several."""
    return len(meaning.phrase) == 1 and len(meaning.expansion) > 1 and bool(_ABBREVIATION.fullmatch(meaning.phrase[0]))


def _replace(words: tuple[str, ...], meanings: Iterable[tuple[tuple[str, ...], Meaning]]) -> list[Reading]:
    """Return readings with the longest phrases replaced; one more reading for each further meaning of a phrase."""
    lexicon: dict[tuple[str, ...], list[Meaning]] = {}
    for phrase, meaning in meanings:
        lexicon.setdefault(phrase, []).append(meaning)
    spans: list[tuple[int, int, list[Meaning]]] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            if known := lexicon.get(words[at : at + length]):
                spans.append((at, at + length, known))
                at += length
                break
        else:
            at += 1
    if not spans:
        return []
    choices = [[spans]]
    for which, (first, end, known) in enumerate(spans):
        others = [[*spans[:which], (first, end, [other]), *spans[which + 1 :]] for other in known[1:]]
        choices.append([*others, [spans[which]]] if len(spans) > 1 else others)
    return [_chosen(words, choice) for group in choices for choice in group]


def _chosen(words: tuple[str, ...], spans: list[tuple[int, int, list[Meaning]]]) -> Reading:
    """Return the query with each span replaced by its first meaning."""
    out: list[str] = []
    codes: list[str] = []
    stressed: set[str] = set()
    at = 0
    for first, end, known in spans:
        meaning = known[0]
        out += [*words[at:first], *(meaning.expansion or words[first:end])]
        codes += meaning.codes
        stressed.update(meaning.expansion)
        at = end
    out += words[at:]
    return Reading(tuple(dict.fromkeys(out)), tuple(dict.fromkeys(codes)), frozenset(stressed), _REPLACED)
