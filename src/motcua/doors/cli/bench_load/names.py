"""Names of nobody: Vietnamese family, middle and given names put together, each with its folded words."""

import json
from itertools import product
from pathlib import Path
from random import Random

from motcua.ground.kernel.text import words

_SOURCE = Path(__file__).with_suffix(".json")
_SEXES = ("female", "male")


def all_names(seed: int) -> list[tuple[str, str, str]]:
    """Return (name, its folded words with a space between, sex): about ninety thousand, each once, well mixed."""
    kept = json.loads(_SOURCE.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str, str]] = {}
    for sex in _SEXES:
        middles = kept[sex]["middle"].split("|")
        for given, family, middle in product(kept[sex]["given"].split(), kept["families"].split(), middles):
            name = f"{family} {middle} {given}"
            found.setdefault(name, (name, " ".join(words(name)), sex))
    names = list(found.values())
    Random(seed).shuffle(names)  # noqa: S311 - a mixture, not a secret
    return names
