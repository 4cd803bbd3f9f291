"""The service index of a unit, indicator by indicator: what is divided by what, what it earned, what cost it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.doors.web.ui.typography import number
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.steering.indicators import policies
from motcua.steering.indicators.queries import beside, figures
from motcua.steering.indicators.queries import index as indices
from motcua.steering.indicators.queries.beside import Published
from motcua.steering.indicators.queries.index import Counted
from motcua.steering.indicators.rules import external, index766
from motcua.steering.indicators.rules.measures import INDEX
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.scoring import HUNDRED, Line, Scorecard, shown
from motcua.steering.indicators.rules.windows import source
from motcua.steering.indicators.vocabulary import Count, Group, Level, PeriodKind, Side, Source
from motcua.steering.indicators.vocabulary import Permission as Figures

from ..session.request import StaffRequest, needs
from . import sectors, words
from .asked import Asked, offered, read, units

_OF_UNITS = {"4.CT": Count.CERTIFIED}
_OF_DECISIONS = {
    "1.1": "quyết định công bố, khi ghi ngày văn bản căn cứ có hiệu lực",
    "3.TT": "quyết định công bố, khi ghi thủ tục trực tuyến toàn trình",
}
_AT = {Level.MINISTRY: "cấp bộ", Level.PROVINCE: "cấp tỉnh", Level.DEPARTMENT: "cấp sở", Level.COMMUNE: "cấp xã"}
_NO_CASE = "không phát sinh"


@require_safe
@needs(Permission.VIEW_AGENCY, Figures.SCORES)
def index(request: StaffRequest) -> HttpResponse:
    """Show the index of a unit in a period, and what another system published beside it.

    Who enters what others published sees where it differs, of every unit he enters it for.
    """
    at = clock.now()
    today, enters = at.date(), Figures.SCORES in request.permissions
    asked = read(request, today, also=policies.realm(request.actor, on=today)[1] if enters else ())
    near = beside.of(asked.unit.id if asked.unit else None, asked.lineage, asked.period, today=today, scope=asked.scope)
    counted = _counted(asked, near.known, today)
    chosen = _chosen(request)
    card = indices.of(counted, asked.level, asked.period, today=today, chosen=chosen)
    over = asked.period.last <= today
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "units": units(asked),
        "periods": offered(today, asked.period),
        "card": card,
        "level": asked.level.label.lower(),
        "total": words.points(card.total),
        "out_of": out_of(card, asked.level),
        "groups": [_group(asked, card, group, counted) for group in Group if card.of(group)],
        "sum": _added([card.group(group) for group in Group], card.total),
        "ranked": _ranked(asked, counted, today) if not chosen else None,
        "compared": _compared(near.published, card) if near.published else None,
        "foreseen": None if over else _foreseen(asked, counted, card, chosen),
        "others": [
            (one.name, asked.address("index", **{"bo": one.code} if one.valid_from is None else {}))
            for one in index766.SETS
            if one != card.formulas
        ],
        "may_enter": enters,
        "over": over,
    }
    return page(request, "office/indicators/index.html", context)


@require_safe
@needs(Permission.VIEW_AGENCY)
def procedures(request: StaffRequest) -> HttpResponse:
    """List the procedures an indicator counts, and which of them it counts as done."""
    today = clock.now().date()
    asked, code = read(request, today), request.GET.get("so", "")
    if code not in indices.OF_PROCEDURES:
        raise NotFound("Chỉ số này không đếm thủ tục. Mở lại trang Chỉ số 766.")
    last = min(asked.period.last, today)
    counted = _counted(asked, figures.sources(asked.scope, until=last), today)
    formulas = index766.in_force(max(last, index766.BEGAN))
    found = sorted(indices.procedures(code, counted, asked.period), key=lambda pair: (pair[1], pair[0].name))
    context = {
        "nav": "figures",
        "asked": asked,
        "indicator": formulas.by_code()[code],
        "rows": found,
        "part": sum(good for _, good in found),
        "back": asked.address("index"),
    }
    return page(request, "office/indicators/procedures.html", context)


def _counted(asked: Asked, known: frozenset[Source], today: date) -> Counted:
    return Counted(
        by_competent=figures.by_competent(asked.scope, asked.period, today=today),
        of_procedures=indices.by_procedure(asked.scope, asked.period, today=today),
        held=indices.held(asked.scope, on=min(asked.period.last, today)),
        known=known,
    )


def _ranked(asked: Asked, counted: Counted, today: date) -> dict[str, Any] | None:
    """Return the points by which a unit is ranked among its peers, and what they are a hundred of."""
    counts = figures.summed(counted.by_competent.values())
    if asked.unit is None or asked.level is Level.PROVINCE or not counts[Count.HANDLED]:
        return None
    card = indices.of_unit(counts, asked.level, asked.period, known=counted.known, today=today)
    if card.of_a_hundred is None:
        return None
    return {"points": words.points(card.of_a_hundred), "of": words.points(card.total), "told": card.told}


def out_of(card: Scorecard, level: Level) -> str:
    """Return what a total is out of, what it is of a hundred, and how that is rated."""
    idle = card.applies - card.told - card.missing
    said = f"trên {card.told} điểm " + ("đã có số" if card.missing else f"áp dụng ở {_AT[level]}")
    said += f", {card.missing} điểm chưa có số" if card.missing else ""
    said += f", {idle} điểm {_NO_CASE}" if idle else ""
    said += f", quy về 100: {words.points(card.of_a_hundred)}" if card.told != HUNDRED else ""
    return said + (f", xếp loại {card.rating.label.lower()}" if card.rating else "")


def _group(asked: Asked, card: Scorecard, group: Group, counted: Counted) -> dict[str, Any]:
    lines = card.of(group)
    lost = sum((line.lost for line in lines if line.lost is not None), Fraction(0))
    return {
        "key": group.value,
        "name": group.label,
        "points": words.points(card.group(group)),
        "most": card.most(group),
        "no_case": not card.most(group),
        "lost": words.points(lost) if shown(lost) else "",
        "lines": [_line(asked, card, line, counted) for line in lines],
        "sum": _added([line.points for line in lines], card.group(group)),
    }


def _added(parts: Iterable[Fraction | None], total: Fraction | None) -> dict[str, str] | None:
    """Return a sum written out, and by how much what is printed of its parts differs from what is printed of it.

    Points are added as they are and rounded once, so that the printed parts may miss the printed sum by a hundredth.
    """
    told = [part for part in parts if part is not None]
    printed = shown(total)
    if printed is None:
        return None
    gap = sum((shown(part) or Decimal(0) for part in told), Decimal(0)) - printed
    return {
        "said": f"{' + '.join(words.points(part) for part in told)} = {words.points(total)}",
        "gap": number(abs(float(gap)), 2) if gap else "",
    }


def _line(asked: Asked, card: Scorecard, line: Line, counted: Counted) -> dict[str, Any]:
    one, figure, opens = line.indicator, line.figure, _opens(asked, line)
    return {
        "code": one.code,
        "name": one.name,
        "most": one.most,
        "part": number(figure.part) if figure else "",
        "whole": number(figure.whole) if figure else "",
        "part_name": one.part,
        "whole_name": one.whole,
        "part_href": opens.get(Side.PART, "") if figure and figure.part else "",
        "whole_href": opens.get(Side.WHOLE, "") if figure and figure.whole else "",
        "ratio": words.percent(Fraction(figure.part, figure.whole)) if figure and figure.whole else "",
        "rule": _rule(line),
        "points": "" if line.points is None else words.points(line.points),
        "lost": words.points(line.lost) if line.lost is not None and shown(line.lost) else "",
        "lost_href": opens.get(Side.LOST, "") if _many(line) else "",
        "many": number(_many(line)),
        "tenth": number(line.for_a_tenth) if line.for_a_tenth else "",
        "waits": _waits(one.code, counted) if figure is None else "",
        "said": indices.said(one.code, counted, asked.period) if figure else None,
        "no_case": not line.arises,
        "unconfirmed": card.formulas.unconfirmed.get(one.code, ""),
    }


def _opens(asked: Asked, line: Line) -> dict[Side, str]:
    """Return the lists of dossiers, or of procedures, that an indicator opens."""
    code = line.indicator.code
    if not asked.reads:
        return {}
    if code in INDEX:
        return {side: asked.address("rows", so=f"766.{code}", phan=side.value) for side in Side}
    if code in indices.OF_PROCEDURES:
        return dict.fromkeys(Side, asked.address("procedures", so=code))
    if code == indices.WHOLE_PROCESS:
        of = {"so": "online_rate", "linh-vuc": sectors.WHOLE_PROCESS}
        return {side: asked.address("rows", **of, phan=side.value) for side in Side}
    return {}


def _many(line: Line) -> int:
    return line.figure.whole - line.figure.part if line.figure else 0


def _rule(line: Line) -> str:
    """Return how a ratio becomes points, and what nothing to count means."""
    one = line.indicator
    if line.figure and not line.figure.whole:
        said = f"{_NO_CASE}, không tính điểm" if one.empty is None else f"theo công thức là {one.empty}"
        return f"Không có gì để đếm: {said}"
    twice = "; trừ riêng tỷ lệ trễ và tỷ lệ bị phản ánh, bị chê" if Count.UNBLAMED in INDEX.get(one.code, ()) else ""
    if one.full_at == 1:
        return f"tỷ lệ × {one.most}{twice}"
    return f"tỷ lệ ÷ {words.percent(one.full_at)} × {one.most}, nhiều nhất {one.most}{twice}"


def _waits(code: str, counted: Counted) -> str:
    """Return who would tell an indicator that has no number."""
    if code in _OF_DECISIONS:
        return _OF_DECISIONS[code]
    if code in indices.OF_PROCEDURES and not counted.held:
        return Source.CATALOGUE.label
    counts: Iterable[Count] = INDEX.get(code, ())
    needed = indices.OF_PROCEDURES[code] if code in indices.OF_PROCEDURES else _OF_UNITS.get(code)
    if needed is not None:
        counts = (needed,)
    missing = {source(count) for count in counts} - counted.known
    return ", ".join(sorted(one.label for one in missing)) or "chưa nơi nào trong hệ thống đếm chỉ số này"


def _chosen(request: StaffRequest) -> str:
    """Return the code of the formula set the page is asked to score by, "" for the one in force."""
    chosen = request.GET.get("bo", "")
    if chosen and chosen not in {one.code for one in index766.SETS}:
        raise NotFound("Không có bộ công thức này. Mở lại trang Chỉ số 766.")
    return chosen


def _foreseen(asked: Asked, counted: Counted, card: Scorecard, chosen: str) -> dict[str, str]:
    """Return the span in which the period will end, as far as the dossiers that are here now decide it.

    What is promised for its last day is late from the next on: it costs the next period, and is said apart.
    """
    period = asked.period
    morrow = period.last + timedelta(days=1)
    wanted = [period, Period(PeriodKind.DAY, morrow)]
    ended, after = figures.series_by_competent(asked.scope, wanted, today=morrow)
    idle = replace(counted, by_competent=ended)
    least = indices.of(idle, asked.level, period, today=period.last, chosen=chosen)
    soon = figures.summed(idle.by_competent.values())[Count.UNKEPT]
    late = figures.summed(counted.by_competent.values())[Count.UNKEPT]
    then = figures.summed(after.values())[Count.UNKEPT]
    return {
        "least": words.points(least.total),
        "best": words.points(card.total),
        "at_stake": number(max(soon - late, 0)),
        "on_the_last_day": number(then - soon) if then > soon else "",
    }


def _compared(published: Published, card: Scorecard) -> dict[str, Any]:
    """Return a published score beside ours, group by group, and where it contradicts itself."""
    differs = {one.group for one in external.differences(published.score, card)}
    rows = [
        _beside(group.label, published.score.groups.get(group), shown(card.group(group)), differs=group in differs)
        for group in Group
        if card.of(group)
    ]
    return {
        "rows": rows,
        "total": _beside("Tổng", published.score.total, shown(card.total), differs=None in differs),
        "sum": number(float(published.score.sum), 2),
        "on": published.published_on,
        "origin": published.origin,
        "faults": [one.sentence for one in external.contradictions(published.score, card.formulas)],
    }


def _beside(name: str, theirs: Decimal | None, ours: Decimal | None, *, differs: bool) -> dict[str, Any]:
    gap = None if theirs is None or ours is None else ours - theirs
    return {
        "name": name,
        "theirs": "không công bố" if theirs is None else number(float(theirs), 2),
        "ours": words.NOBODY if ours is None else number(float(ours), 2),
        "gap": "–" if gap is None else ("+" if gap > 0 else "") + number(float(gap), 2),
        "differs": differs,
    }
