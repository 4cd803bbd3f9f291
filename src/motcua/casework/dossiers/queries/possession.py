"""The ledger of possession: who held a dossier when, folded from its journal."""

import re
from collections.abc import Iterable
from datetime import datetime

from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies.queries import organisation as agencies

from ..rules import possession
from ..rules.possession import Fact, Holder, Span
from ..vocabulary import HolderKind

_POST = re.compile(r"staff:\d+/post:(\d+)")


def facts(entries: Iterable[EntryView]) -> tuple[Fact, ...]:
    """Return what the fold needs of entries of one dossier."""
    return tuple(
        Fact(name=entry.name, at=entry.at, payload=entry.payload, post_id=_post(entry.actor)) for entry in entries
    )


def spans(dossier_id: int, *, at: datetime) -> tuple[Span, ...]:
    """Return the holders of a dossier, oldest first, the last until its end or until now."""
    return possession.spans(facts(outbox.history(f"dossier:{dossier_id}")), at)


def names(held: Iterable[Span]) -> dict[Holder, str]:
    """Return what each holder is called: a post with its agency, an agency, the applicant."""
    spans_ = list(held)
    posts = [span.holder.id for span in spans_ if span.holder.kind is HolderKind.POST and span.holder.id]
    _, titles = agencies.names_of([], posts)
    units = {a.id: a.short_name for a in agencies.by_ids([s.agency_id for s in spans_ if s.agency_id])}
    said: dict[Holder, str] = {}
    for span in spans_:
        unit = units.get(span.agency_id or 0, "")
        if span.holder.kind is HolderKind.POST:
            said[span.holder] = ", ".join(part for part in (titles.get(span.holder.id or 0, "Vị trí"), unit) if part)
        elif span.holder.kind is HolderKind.AGENCY:
            said[span.holder] = f"{unit}, chưa ai nhận"
        else:
            said[span.holder] = span.holder.kind.label
    return said


def _post(actor: str) -> int | None:
    found = _POST.fullmatch(actor)
    return int(found[1]) if found else None
