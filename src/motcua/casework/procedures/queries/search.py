"""Find procedures the way people ask for them; the database gathers, ``rules.ranking`` orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ..models import Word
from ..rules.ranking import Asked, Rarity, title
from ..rules.words import Meaning, code_begun, codes_in, marked_words, phrases, readings, unkeyed

_LONGEST_QUERY = 200
_MOST_WORDS = 24
_GATHERED, _ALIKE = 60, 20
_LEAST, _BESIDE = 0.15, 0.35
_CODE_WORDS = frozenset({"ma", "so", "tthc", "thu", "tuc"})

_SCOPE = """
    ((v.state IN ('published', 'withdrawn') AND v.valid_from <= %(on)s::date
      AND (v.valid_to IS NULL OR v.valid_to >= %(on)s::date)) OR (%(drafts)s::bool AND v.state = 'draft'))
    AND (%(agency)s::bigint IS NULL OR EXISTS (
      SELECT 1 FROM procedures_offer o WHERE o.procedure_id = v.procedure_id AND o.agency_id = %(agency)s::bigint
        AND o.valid_from <= %(on)s::date AND (o.valid_to IS NULL OR o.valid_to >= %(on)s::date)))
"""
# One statement: which version holds which word, how many hold it, and the versions that tell most apart. A word that no
# version holds gathers by its first two letters; a query of such words only, by trigrams.
_GATHER = f"""
WITH asked AS (
  SELECT * FROM unnest(%(words)s::text[], %(weights)s::float8[]) AS a(word, weight)
), held AS MATERIALIZED (
  SELECT a.word, a.weight, v.id FROM asked a JOIN procedures_version v ON v.search_words @@ a.word::tsquery
   WHERE {_SCOPE}
), holders AS MATERIALIZED (
  SELECT word, count(*) AS holders FROM held GROUP BY word
), everything AS MATERIALIZED (
  SELECT count(*) AS total FROM procedures_version v WHERE {_SCOPE}
), begun AS MATERIALIZED (
  SELECT a.weight, v.id FROM asked a
    JOIN procedures_version v ON v.search_words @@ (left(a.word, 2) || ':*')::tsquery
   WHERE length(a.word) > 2 AND NOT EXISTS (SELECT 1 FROM holders h WHERE h.word = a.word) AND {_SCOPE}
), told AS MATERIALIZED (
  SELECT id FROM (
    SELECT h.id, h.weight * ln(1 + e.total::float8 / n.holders) AS worth
      FROM held h JOIN holders n USING (word) CROSS JOIN everything e
    UNION ALL SELECT b.id, 0.3 * b.weight FROM begun b
  ) AS told GROUP BY id ORDER BY sum(worth) DESC, id LIMIT {_GATHERED}
), alike AS MATERIALIZED (
  SELECT v.id FROM procedures_version v
   WHERE %(typed)s::text <> '' AND NOT EXISTS (SELECT 1 FROM holders)
     AND %(typed)s::text <%% v.search_name AND {_SCOPE}
   ORDER BY word_similarity(%(typed)s::text, v.search_name) DESC LIMIT {_ALIKE}
), coded AS MATERIALIZED (
  SELECT v.id FROM procedures_version v JOIN procedures_procedure p ON p.id = v.procedure_id
   WHERE (p.code = ANY(%(codes)s::text[]) OR (%(begun)s::text <> '' AND p.code LIKE %(begun)s::text || '%%'))
     AND {_SCOPE}
)
SELECT v.id, p.code, v.name, v.sector, v.search_summary, v.state = 'draft'
  FROM (SELECT id FROM told UNION SELECT id FROM alike UNION SELECT id FROM coded) AS found
  JOIN procedures_version v ON v.id = found.id
  JOIN procedures_procedure p ON p.id = v.procedure_id
UNION ALL SELECT holders, '', word, '', '', NULL FROM holders
UNION ALL SELECT total, '', '', '', '', NULL FROM everything
"""  # noqa: S608 - constants of this module; what people type is always a parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A procedure found; ``score`` 0–1, 1 for its own code."""

    code: str
    name: str
    score: float
    version_id: int


def find(query: str, *, on: date, top: int = 10, drafts: bool = False, agency_id: int | None = None) -> tuple[Hit, ...]:
    """Return the procedures that answer the query, best first; nothing for a query without words.

    on         the day whose versions count
    drafts     imported versions that nobody has published yet count too
    agency_id  only what this agency offers, and its own everyday words beside the common ones
    """
    typed = marked_words(query[:_LONGEST_QUERY])[:_MOST_WORDS]
    codes, begun = codes_in(query[:_LONGEST_QUERY]), code_begun(query[:_LONGEST_QUERY])
    if not typed:
        return ()
    words = tuple(word for word, _ in typed)
    if codes or begun:
        words = tuple(word for word in words if not word.isdigit() and word not in _CODE_WORDS)
    meant = readings(words, _meanings(words, agency_id)) if words and not codes else ()
    asked = Asked(meant, dict(typed))
    rows, rarity = _gather(asked, codes=codes, begun=begun, on=on, drafts=drafts, agency_id=agency_id)
    candidates = [title(name, summary, sector) for _, _, name, sector, summary, _ in rows]
    asked.listen(candidates, rarity)
    best: dict[str, tuple[bool, Hit]] = {}
    for (version_id, code, name, _, _, draft), candidate in zip(rows, candidates, strict=True):
        worth = max(_code_score(code, codes, begun), asked.score(candidate, code))
        hit = Hit(code=code, name=name, score=round(worth, 4), version_id=version_id)
        known = best.get(code)
        if worth >= _LEAST and (known is None or (draft, -hit.score) < (known[0], -known[1].score)):
            best[code] = (draft, hit)
    ordered = sorted((hit for _, hit in best.values()), key=lambda hit: (-hit.score, len(hit.name), hit.code))
    return tuple(hit for hit in ordered[:top] if hit.score >= _BESIDE * ordered[0].score)


def _code_score(code: str, codes: Sequence[str], begun: str) -> float:
    if code in codes:
        return 1.0
    return 0.9 if begun and code.startswith(begun) else 0.0


def _meanings(words: tuple[str, ...], agency_id: int | None) -> tuple[Meaning, ...]:
    """Return what the dictionaries know of the phrases in a query: the common one and the agency's own."""
    said = list(dict.fromkeys((*phrases(words), *phrases(tuple(map(unkeyed, words))))))
    rows = (
        Word.objects.filter(removed_at__isnull=True, folded__in=said)
        | Word.objects.filter(removed_at__isnull=True, expansion_folded__in=said)
    ).order_by("pk")
    return tuple(
        Meaning(tuple(folded.split()), tuple(expansion.split()), tuple(codes))
        for folded, expansion, codes, agency in rows.values_list("folded", "expansion_folded", "codes", "agency_id")
        if agency is None or agency == agency_id
    )


def _gather(
    asked: Asked, *, codes: Sequence[str], begun: str, on: date, drafts: bool, agency_id: int | None
) -> tuple[list[Any], Rarity]:
    """Return the rows worth ranking, and how rare each word of the query is among what was searched."""
    weights = asked.weights()
    named = [code for reading in asked.readings for code in reading.codes]
    found = _rows(
        _GATHER,
        {
            "typed": " ".join(map(unkeyed, asked.readings[0].words)) if asked.readings else "",
            "words": list(weights),
            "weights": list(weights.values()),
            "codes": [*codes, *named],
            "begun": begun,
            "on": on,
            "drafts": drafts,
            "agency": agency_id,
        },
    )
    holders = {name: number for number, _, name, _, _, draft in found if draft is None}
    return [row for row in found if row[-1] is not None], Rarity(holders.pop("", 0) or 1, holders)


def _rows(statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
