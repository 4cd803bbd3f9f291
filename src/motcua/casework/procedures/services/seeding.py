"""Install the catalogue that ships with the product: procedures in ``seeds/procedures``, words in ``seeds/words.json``.

Every migration calls this, so it must never undo what an installation did: what is there already, under whatever
content, stays (ADR 0014, 0019).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from json import loads
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from motcua.ground.kernel.actors import Actor

from ..models import Version, Word
from ..rules.content import from_json
from ..rules.words import fold
from ..vocabulary import VersionState
from .publishing import publish_content

SOURCE = "seed"
AS_OF = datetime(2026, 7, 20, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""The day whose facts the seed states: when it counts as published, whenever it is installed."""

_SEEDS = files("motcua.casework.procedures") / "seeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What a run added."""

    versions: int
    words: int


@transaction.atomic
def load(*, by: Actor, at: datetime) -> Seeded:
    """Publish the seed versions and add the everyday words that are not there yet; a second run adds nothing.

    A seed version is skipped where the procedure has a version from the same day or later: the installation's own
    decisions win. A word that somebody removed stays removed.
    """
    return Seeded(versions=_load_versions(by=by, at=at), words=_load_words(by=by, at=at))


@cache
def processes() -> Mapping[str, str]:
    """Return which process each seed procedure follows: code → key of the process definition."""
    return {seed["code"]: seed["process"] for seed in _procedures()}


def _load_versions(*, by: Actor, at: datetime) -> int:
    begun = Version.objects.filter(state__in=(VersionState.PUBLISHED, VersionState.WITHDRAWN))
    newest: dict[str, date] = {}
    for code, valid_from in begun.values_list("procedure__code", "valid_from"):
        if valid_from is not None:
            newest[code] = max(valid_from, newest.get(code, valid_from))
    added = 0
    for seed in _procedures():
        for version in seed["versions"]:
            valid_from = date.fromisoformat(version["valid_from"])
            if seed["code"] in newest and newest[seed["code"]] >= valid_from:
                continue
            publish_content(
                seed["code"],
                from_json(version["content"]),
                source=SOURCE,
                decision_no=version["decision_no"],
                decided_on=None,
                valid_from=valid_from,
                by=by,
                at=at,
            )
            added += 1
    return added


def _load_words(*, by: Actor, at: datetime) -> int:
    known = set(Word.objects.filter(agency__isnull=True).values_list("folded", "expansion_folded"))
    fresh: dict[tuple[str, str], Word] = {}
    for line in loads((_SEEDS / "words.json").read_text(encoding="utf-8")):
        folded = (fold(line["phrase"]), fold(line["expansion"]))
        if folded not in known:
            fresh[folded] = Word(
                phrase=line["phrase"],
                folded=folded[0],
                expansion=line["expansion"],
                expansion_folded=folded[1],
                codes=line.get("codes", []),
                added_at=at,
                added_by=by.ref,
            )
    Word.objects.bulk_create(fresh.values())
    return len(fresh)


def _procedures() -> Iterator[dict[str, Any]]:
    """Yield the seed procedures by code; versions of one procedure in the order of their dates."""
    for file in sorted((_SEEDS / "procedures").iterdir(), key=lambda file: file.name):
        yield loads(file.read_text(encoding="utf-8"))
