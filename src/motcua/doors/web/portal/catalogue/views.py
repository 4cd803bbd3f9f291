"""Find a procedure, read what it asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.casework.procedures.queries import catalogue, life_events
from motcua.casework.procedures.queries import search as searching
from motcua.casework.procedures.vocabulary import Channel, Level
from motcua.doors.web.ui.typography import sort_key
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import clean
from motcua.steering.forecasts import queries as forecasts

from .. import words
from ..counters import all_counters
from .facts import Facts, facts_of, name_of, paper_count, steps_of, summary_of

_LONGEST_QUERY = 200
_MOST_HITS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One procedure in a list."""

    code: str
    name: str
    summary: str
    sector: str
    levels: tuple[Level, ...]
    online: bool
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One box of a filter, with the number of results it would leave."""

    field: str
    value: str
    label: str
    count: int
    chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers a question in everyday words, with facets."""
    on = clock.now().date()
    query = clean(request.GET.get("q", ""))[:_LONGEST_QUERY]
    hits = searching.find(query, on=on, top=_MOST_HITS) if query else ()
    found = {view.code: view for view in catalogue.views(on=on, codes=tuple(hit.code for hit in hits))} if hits else {}
    cards = [_card(found[hit.code]) for hit in hits if hit.code in found]
    chosen = {field: tuple(request.GET.getlist(field)) for field in ("linh-vuc", "cap", "tren-mang")}
    shown = [card for card in cards if _passes(card, chosen)]
    context = {
        "nav": "find",
        "query": query,
        "found": len(cards),
        "cards": shown,
        "facets": _facets(cards, chosen),
        "filtered": len(shown) != len(cards) or any(chosen.values()),
        "events": () if cards else life_events.life_events(on=on),
    }
    return render(request, "portal/catalogue/search.html", context)


@require_safe
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the sectors A–Z, or the procedures of one."""
    on = clock.now().date()
    every = sorted(catalogue.sectors(on), key=lambda row: sort_key(row[0]))
    sector = clean(request.GET.get("ten", ""))
    if sector and sector not in dict(every):
        raise Http404
    cards = [_card(view) for view in catalogue.views(on=on, sector=sector)] if sector else []
    cards.sort(key=lambda card: sort_key(card.name))
    context = {
        "nav": "find",
        "sector": sector,
        "letters": _by_letter(every),
        "cards": cards,
        "events": life_events.life_events(on=on),
    }
    return render(request, "portal/catalogue/sectors.html", context)


@require_safe
def life_event(request: HttpRequest, key: str) -> HttpResponse:
    """Show what there is to do when something happens in life."""
    on = clock.now().date()
    event = life_events.life_event(key, on=on)
    if event is None:
        raise Http404
    codes = tuple(line.code for line in event.procedures)
    found = {view.code: view for view in catalogue.views(on=on, codes=codes)}
    cards = [_card(found[code]) for code in codes if code in found]
    return render(request, "portal/catalogue/life_event.html", {"nav": "find", "event": event, "cards": cards})


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything about one procedure, for one case if asked."""
    at = clock.now()
    version = catalogue.in_force(code, on=at.date())
    if version is None:
        raise Http404
    content = version.content
    case = next((case for case in content.cases if case.key == request.GET.get("truong-hop")), None)
    papers = content.papers_for(case.key if case else "")
    offering = set(catalogue.agencies_offering(code, on=at.date()))
    keys = life_events.keys_of(code)
    context: dict[str, Any] = {
        "nav": "find",
        "version": version,
        "content": content,
        "name": name_of(version, english=_english()),
        "facts": facts_of(content, case.key if case else ""),
        "case": case,
        "bring": [(paper, paper_count(paper)) for paper in papers if not paper.on_file],
        "on_file": [paper for paper in papers if paper.on_file],
        "steps": steps_of(content),
        "levels": [words.LEVEL[level] for level in content.levels],
        "counters": all_counters(at, ids=offering),
        "pace": forecasts.pace(code, next(iter(offering)) if len(offering) == 1 else None),
        "event": life_events.life_event(keys[0], on=at.date()) if keys else None,
    }
    return render(request, "portal/catalogue/procedure.html", context)


def _card(view: catalogue.VersionView) -> Card:
    return Card(
        code=view.code,
        name=name_of(view, english=_english()),
        summary=summary_of(view.content),
        sector=view.sector,
        levels=view.content.levels,
        online=any(terms.channel is Channel.ONLINE for terms in view.content.terms),
        facts=facts_of(view.content),
    )


def _passes(card: Card, chosen: dict[str, tuple[str, ...]]) -> bool:
    return (
        (not chosen["linh-vuc"] or card.sector in chosen["linh-vuc"])
        and (not chosen["cap"] or any(level in chosen["cap"] for level in card.levels))
        and (not chosen["tren-mang"] or ("co" if card.online else "chua") in chosen["tren-mang"])
    )


def _facets(cards: Sequence[Card], chosen: dict[str, tuple[str, ...]]) -> list[tuple[str, list[Facet]]]:
    counts = [
        (
            _("Lĩnh vực"),
            "linh-vuc",
            [(name, name, n) for name, n in Counter(card.sector for card in cards).most_common(8)],
        ),
        (_("Nơi giải quyết"), "cap", _level_counts(cards)),
        (
            _("Làm trên mạng"),
            "tren-mang",
            [
                ("co", _("Nộp được trên mạng"), sum(card.online for card in cards)),
                ("chua", _("Chưa có, nộp tại quầy"), sum(not card.online for card in cards)),
            ],
        ),
    ]
    return [
        (title, [Facet(field=f, value=v, label=str(t), count=n, chosen=v in chosen[f]) for v, t, n in rows if n and v])
        for title, f, rows in counts
        if sum(bool(n and v) for v, _text, n in rows) > 1 or chosen[f]
    ]


def _level_counts(cards: Sequence[Card]) -> list[tuple[str, str, int]]:
    counts = Counter(level for card in cards for level in set(card.levels))
    return [(str(level), str(words.LEVEL[level]), n) for level, n in counts.most_common()]


def _by_letter(sectors: Sequence[tuple[str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    letters: dict[str, list[tuple[str, int]]] = {}
    for name, count in sectors:
        letters.setdefault(name[:1].upper(), []).append((name, count))
    return list(letters.items())


def _english() -> bool:
    return translation.get_language() == "en"
