"""The ledger of possession: who held a dossier when, folded from its journal."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from motcua.ground.kernel.clock import local
from motcua.ground.outbox import queries as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies.queries import calendars
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from ..models import Dossier
from ..rules import deadlines, possession
from ..rules.possession import Fact, Holder, Span
from ..vocabulary import HolderKind, Timeliness

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
            said[span.holder] = titles.get(span.holder.id or 0) or f"Một vị trí ở {unit}"
        elif span.holder.kind is HolderKind.AGENCY:
            said[span.holder] = f"{unit}, chưa ai nhận"
        else:
            said[span.holder] = span.holder.kind.label
    return said


def _post(actor: str) -> int | None:
    found = _POST.fullmatch(actor)
    return int(found[1]) if found else None


def lateness(dossier_id: int, *, at: datetime) -> tuple[int, dict[Holder, int]]:
    """Return how many opening minutes a dossier is late by the law's date, and who answers for how many of them.

    The parts add up to the whole; (0, {}) for a dossier that is not late or never had a clock.
    """
    dossier = Dossier.objects.select_related("instance").get(pk=dossier_id)
    due_at = dossier.legal_due_at or dossier.due_at
    if due_at is None or dossier.received_at is None or dossier.instance is None:
        return 0, {}
    end = dossier.completed_at or dossier.ended_at or at
    if deadlines.timeliness(due_at, end) is not Timeliness.LATE:
        return 0, {}
    first, last = local(dossier.received_at).date(), max(local(end), local(due_at)).date()
    calendar = calendars.calendar_of(dossier.agency_id, first=first, last=last)
    entries = [entry for entry in outbox.history(f"dossier:{dossier_id}") if entry.at <= end]
    held = [
        span
        for span in possession.spans(facts(entries), end)
        if span.since < end and span.holder.kind is not HolderKind.APPLICANT
    ]
    late = calendar.open_minutes_between(due_at, end)
    whole = calendar.open_minutes_between(dossier.received_at, due_at)
    shares = {s.key: s.share for s in workflow.definition(dossier.instance.definition_id).activities}
    return late, possession.blame(late, possession.open_minutes(held, calendar), _allowed(held, shares, whole))


def _allowed(held: Iterable[Span], shares: Mapping[str, Decimal], whole: int) -> dict[Holder, int]:
    """Return the opening minutes that the process gave each holder: of every step its share, to the first of them."""
    given: dict[Holder, int] = {}
    seen: set[str] = set()
    for span in held:
        if span.activity in shares and span.activity not in seen:
            seen.add(span.activity)
            given[span.holder] = given.get(span.holder, 0) + int(shares[span.activity] * whole)
    return given
