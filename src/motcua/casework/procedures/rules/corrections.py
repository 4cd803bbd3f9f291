"""Put a person's reading in place of what the importer could not read: limits and fees of a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..vocabulary import FeeKind, LimitUnit
from .channels import source_text
from .content import Content, Fee, Limit, Terms

_PLACE = re.compile(r"terms\.(?P<row>\d+)(?:\.(?P<cell>limit|fees))?")


def text_at(content: Content, place: str) -> str | None:
    """Return the source's words at a place (``terms.0.limit``), None where the content has no such row."""
    terms = _row(content, place)
    return source_text(terms) if terms else None


def apply(content: Content, place: str, value: Any) -> Content:
    """Return the content with the value at the place; a place it does not have leaves it as it is.

    value  limit: ``{"value": 5, "unit": "working_day"}``, or null for “no limit is set”;
           fees: a list of ``{"amount_vnd": 8000 | null, "kind", "per", "note", "local"}``
    """
    found = _PLACE.fullmatch(place)
    terms = _row(content, place)
    if found is None or terms is None or found["cell"] is None:
        return content
    if found["cell"] == "limit":
        corrected = replace(terms, limit=_limit(value, terms.limit_text))
    else:
        corrected = replace(terms, fees=tuple(_fee(entry) for entry in value))
    row = int(found["row"])
    return replace(content, terms=(*content.terms[:row], corrected, *content.terms[row + 1 :]))


def limit_value(limit: Limit | None) -> dict[str, Any] | None:
    """Return the limit as `apply` takes it."""
    return {"value": limit.value, "unit": limit.unit.value} if limit else None


def fees_value(fees: Sequence[Fee]) -> list[dict[str, Any]]:
    """Return the fees as `apply` takes them."""
    return [
        {"amount_vnd": fee.amount_vnd, "kind": fee.kind.value, "per": fee.per, "note": fee.note, "local": fee.local}
        for fee in fees
    ]


def _row(content: Content, place: str) -> Terms | None:
    found = _PLACE.fullmatch(place)
    if found is None or int(found["row"]) >= len(content.terms):
        return None
    return content.terms[int(found["row"])]


def _limit(value: Mapping[str, Any] | None, text: str) -> Limit | None:
    if value is None:
        return None
    return Limit(value=int(value["value"]), unit=LimitUnit(value["unit"]), text=text)


def _fee(entry: Mapping[str, Any]) -> Fee:
    return Fee(
        amount_vnd=entry.get("amount_vnd"),
        kind=FeeKind(entry.get("kind", FeeKind.UNSPECIFIED)),
        per=entry.get("per", ""),
        note=entry.get("note", ""),
        local=bool(entry.get("local", False)),
    )
