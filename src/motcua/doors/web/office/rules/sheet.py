"""Parameters as the page shows them: words, value, unit, source, and whether any text confirms them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

from django.http import QueryDict

from motcua.casework.dossiers.rules import rulesets
from motcua.casework.dossiers.rules.rulesets import PARAMETERS, Parameters, RuleSet
from motcua.ground.kernel.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One parameter. ``typed``: as its field holds it; ``kind``: flag or text; ``before``: of the version before."""

    name: str
    label: str
    unit: str
    source: str
    value: str
    typed: str
    kind: str
    confirmed: bool
    before: str = ""


def lines(shown: RuleSet, before: RuleSet | None = None) -> tuple[Line, ...]:
    """Return every parameter in its order; what the version before said otherwise stands beside it."""
    return tuple(_line(name, shown, before) for name in PARAMETERS)


def differences(before: Parameters, after: Parameters) -> tuple[tuple[str, str, str, str], ...]:
    """Return (name, label, before, after) of each parameter that differs."""
    return tuple(
        (name, said.label, words(getattr(before, name)), words(getattr(after, name)))
        for name, said in PARAMETERS.items()
        if getattr(before, name) != getattr(after, name)
    )


def read(posted: QueryDict) -> dict[str, str]:
    """Return what was typed for each parameter; a field that was not sent is left out."""
    return {name: clean(posted.get(name, "")) for name in PARAMETERS if name in posted}


def changed(parameters: Parameters, typed: Mapping[str, str]) -> Parameters:
    """Return the parameters with what was typed. Raises ValueError where a value cannot be read."""
    kept = rulesets.to_json(parameters)
    return rulesets.from_json(kept | {name: rulesets.typed(name, text) for name, text in typed.items()})


def with_typed(shown: tuple[Line, ...], typed: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines with what was typed in their fields."""
    return tuple(replace(line, typed=typed.get(line.name, line.typed)) for line in shown)


def words(value: object) -> str:
    """Return a value as people read it: ``có``, ``15:00``, ``7, 30``, ``8``."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _line(name: str, shown: RuleSet, before: RuleSet | None) -> Line:
    said, value = PARAMETERS[name], getattr(shown.parameters, name)
    earlier = getattr(before.parameters, name) if before else value
    is_flag = isinstance(value, bool)
    return Line(
        name=name,
        label=said.label[0].upper() + said.label[1:],
        unit="" if is_flag or isinstance(value, time) else said.unit,
        source=said.source,
        value=words(value),
        typed=str(value).lower() if is_flag else words(value),
        kind="flag" if is_flag else "text",
        confirmed=name not in shown.unconfirmed,
        before=words(earlier) if earlier != value else "",
    )


def newest(versions: Iterator[tuple[RuleSet, str]]) -> dict[str, list[tuple[RuleSet, str]]]:
    """Return {code: its versions with their decisions, newest first}, the newest period first."""
    found: dict[str, list[tuple[RuleSet, str]]] = {}
    for version, decision in versions:
        found.setdefault(version.code, []).append((version, decision))
    return found
