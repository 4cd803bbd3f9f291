"""The panels of the leader's page: five numbers, the score and where to begin, twelve months."""

from dataclasses import dataclass
from typing import Any

from motcua.doors.web.ui import charts
from motcua.doors.web.ui.typography import number
from motcua.ground.kernel.text import lower_first
from motcua.steering.indicators.rules import advice as rules
from motcua.steering.indicators.rules import external
from motcua.steering.indicators.rules.measures import INDEX, MEASURES
from motcua.steering.indicators.rules.scoring import TOLERANCE, Line, shown
from motcua.steering.indicators.vocabulary import Count, Group

from . import words
from .asked import address
from .picture import Picture

_SHORT = {Group.ONLINE: "Dịch vụ trực tuyến"}
_BAD = 5
_NAMED, _NEWEST = 3, 6
_TITLES, _EASIEST = ("Nên làm trước", "Sau đó"), "Dễ lấy nhất"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A big number. ``text`` "" where nobody has it; ``said`` beneath it, then a link."""

    term: str
    text: str
    href: str
    said: str = ""
    bad: bool = False
    link: tuple[str, str] | None = None


def numbers(picture: Picture) -> tuple[Number, ...]:
    """Return the five numbers, each with the period before, its target, and its rows."""
    asked, before = picture.asked, picture.asked.period.shifted(-1)
    called = lower_first(before.label)
    kept, was = picture.value("on_time_rate"), picture.was("on_time_rate")
    wanted = words.target(MEASURES["on_time_rate"], picture.beside.targets)
    received = picture.value("received").part, picture.was("received").part
    return (
        Number(
            term="Hồ sơ nhận",
            text="" if received[0] is None else number(received[0]),
            href=asked.address("rows", so=Count.RECEIVED.value),
            said=words.beside(*received, called, over=picture.is_over),
        ),
        Number(
            term="Trả đúng hoặc trước hẹn",
            text="" if kept.number is None else words.percent(kept.number),
            href=asked.address("rows", so="on_time_rate", phan="whole"),
            said=", ".join(part for part in (wanted, f"{called}: {words.percent(was.number)}") if part),
            bad=_misses(kept.number, picture.target("on_time_rate")),
        ),
        *_late(picture, called),
        _pleased(picture),
    )


def _misses(ratio: Any, target: float | None) -> bool:
    return ratio is not None and target is not None and float(ratio) < target


def _late(picture: Picture, called: str) -> tuple[Number, Number]:
    late, many = sum(one.total for one in picture.overdue), sum(one.many for one in picture.overdue)
    unsorry = sum(one.unsorry for one in picture.overdue)
    was = picture.was("open_late").part, picture.was("open_late_no_letter").part
    here, aims = picture.asked.address, picture.beside.targets
    wanted = words.target(MEASURES["open_late"], aims), words.target(MEASURES["late_no_letter"], aims)
    return (
        Number(
            term="Đang quá hạn hôm nay",
            text=number(late),
            href=here("late"),
            said=wanted[0] or ("" if many or was[0] is None else f"cuối {called}: {number(was[0])}"),
            bad=late > 0,
            link=(f"{number(many)} hồ sơ trễ trên 10 ngày", here("late", tre="many")) if many else None,
        ),
        Number(
            term="Quá hạn chưa có thư xin lỗi",
            text=number(unsorry),
            href=here("late", thu="chua"),
            said=wanted[1] or ("" if unsorry or was[1] is None else f"cuối {called}: {number(was[1])}"),
            bad=unsorry > 0,
            link=("Xem và nhắc nơi giữ", here("late", thu="chua")) if unsorry else None,
        ),
    )


def _pleased(picture: Picture) -> Number:
    value, share = picture.value("pleased_rate"), picture.value("rated_rate")
    said = "chưa có đánh giá nào được báo về"
    if value.whole is not None:
        said = f"{number(value.whole)} lượt đánh giá"
        said += f", {words.percent(share.number)} hồ sơ" if share.number is not None else ""
    wanted = words.target(MEASURES["pleased_rate"], picture.beside.targets)
    return Number(
        term="Người dân hài lòng",
        text="" if value.number is None else words.percent(value.number),
        href=picture.asked.address("rows", so="pleased_rate"),
        said=", ".join(part for part in (wanted, said) if part),
        bad=_misses(value.number, picture.target("pleased_rate")),
    )


def score(picture: Picture) -> dict[str, Any]:
    """Return what the panel of the score says."""
    card = picture.card
    groups = [group for group in Group if card.of(group)]
    told = [(group, points) for group in groups if (points := card.group(group)) is not None]
    parts, total = [shown(points) for _, points in told], shown(card.total)
    return {
        "total": "" if card.total is None else words.points(card.total, 1),
        "told": card.told,
        "most": sum(card.most(group) for group in groups),
        "rating": card.rating.label.lower() if card.rating else "",
        "sum": f"{' + '.join(words.points(points) for _, points in told)} = {words.points(card.total)}",
        "rounded": sum(part for part in parts if part is not None) != (total or 0),
        "bars": [_bar(picture, group, max(card.most(one) for one in groups)) for group in groups],
        "formulas": card.formulas,
        "official": _official(picture),
        "advice": advice(picture),
    }


def _bar(picture: Picture, group: Group, longest: int) -> dict[str, Any]:
    card = picture.card
    lines, points = card.of(group), card.group(group)
    told = [line for line in lines if line.lost is not None]
    lost, reachable = sum(line.lost or 0 for line in told), sum(line.indicator.most for line in told)
    return {
        "name": _SHORT.get(group, group.label),
        "text": None if points is None else words.points(points),
        "most": card.most(group),
        "most_width": round(card.most(group) / longest * 99.4, 2),
        "told_width": round(reachable / longest * 99.4, 2),
        "untold": reachable < card.most(group),
        "width": round(float(points or 0) / longest * 99.4, 2),
        "lost": words.points(lost) if lost and shown(lost) else "",
        "bad": lost > _BAD,
        "address": f"{picture.asked.address('index')}#{group.value}",
    }


def _official(picture: Picture) -> dict[str, Any] | None:
    """Return the score that was published for this unit and period, and by how much ours differs."""
    published = picture.beside.published
    if published is None:
        return None
    ours, faults = shown(picture.card.total), list(external.contradictions(published.score, picture.card.formulas))
    return {
        "total": number(float(published.score.total), 2),
        "on": published.published_on,
        "origin": published.origin,
        "gap": "" if ours is None else number(float(abs(ours - published.score.total)), 2),
        "fault": number(float(faults[0].by), 2) if faults and faults[0].by > TOLERANCE else "",
        "address": f"{picture.asked.address('index')}#doi-chieu",
    }


def advice(picture: Picture) -> list[dict[str, str]]:
    """Return where most points are to be won, and where a tenth of a point costs least; each opens what cost it."""
    found = rules.of(picture.card)
    easiest = found.easiest
    chosen = [
        (f"{title}, {_EASIEST.lower()}" if line is easiest else title, line)
        for title, line in zip(_TITLES, found.worst, strict=False)
    ]
    if easiest is not None and easiest not in found.worst:
        chosen.append((_EASIEST, easiest))
    return [_advised(picture, title, line) for title, line in chosen]


def _advised(picture: Picture, title: str, line: Line) -> dict[str, str]:
    figure, indicator = line.figure, line.indicator
    part, whole = (figure.part, figure.whole) if figure else (0, 0)
    said = f"{lower_first(indicator.name)}, đang mất {words.points(line.lost)} điểm. "
    said += f"{number(part)} trên {number(whole)} {indicator.whole} là {indicator.part}"
    where = _where(picture, indicator.code)
    said += f"; thiếu nhiều nhất ở {where}." if where else "."
    if line.for_a_tenth:
        said += f" Cứ {number(line.for_a_tenth)} hồ sơ là 0,1 điểm."
    return {
        "title": title,
        "said": said,
        "link": f"Xem {number(whole - part)} chỗ mất điểm",
        "address": picture.asked.address("rows", so=f"766.{indicator.code}", phan="lost"),
    }


def _where(picture: Picture, code: str) -> str:
    """Return the units that lost most, with how many each; "" where there is only one."""
    part, whole = INDEX[code]
    tree = picture.asked.tree
    lost = sorted(
        ((counts[whole] - counts[part], tree.name(unit)) for unit, counts in picture.by_unit.items()), reverse=True
    )
    named = [f"{name} ({number(many)})" for many, name in lost[:_NAMED] if many > 0 and name]
    return ", ".join(named) if len(picture.by_unit) > 1 else ""


def twelve_months(picture: Picture) -> dict[str, Any]:
    """Return the columns and the line of twelve months, and the sentence that says what they show."""
    unit = picture.asked.unit.id if picture.asked.unit else None
    rows = [
        charts.Month(
            name=f"{month.first:%m/%y}",
            number=picture.value_in(month, "received", counts).part,
            ratio=None if ratio is None else float(ratio),
            address=address("rows", unit, month, so=Count.RECEIVED.value),
        )
        for month, counts in picture.months
        for ratio in (picture.value_in(month, "on_time_rate", counts).number,)
    ]
    target, (newest, _), last = picture.target("on_time_rate"), picture.months[-1], rows[-1]
    said = f"{newest.label} nhận {words.NOBODY if last.number is None else number(last.number)} hồ sơ, "
    said += f"trả đúng hoặc trước hẹn {words.percent(last.ratio)}"
    if target is not None and last.ratio is not None:
        said += f", {'dưới' if last.ratio < target else 'đạt'} mục tiêu {words.percent(target)}"
    return {
        "chart": charts.months(rows, target),
        "narrow": charts.months(rows[-_NEWEST:], target, charts.NARROW),
        "desc": f"{said}.",
    }
