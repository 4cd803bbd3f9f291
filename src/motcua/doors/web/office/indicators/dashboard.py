"""The leader's page: how a unit serves, where dossiers lie too long, how units stand beside each other."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import late as lateness
from motcua.casework.dossiers.queries.late import Age, HeldLate, Wanted
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui import charts
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.steering.indicators.rules.ranking import LEAST, Standing, ranked
from motcua.steering.indicators.vocabulary import Count

from ..choices import whole
from ..session.request import StaffRequest, needs
from . import panels, picture, words
from .asked import MOST_ID, Asked, address, offered, read, units
from .picture import Picture

_HOLDERS, _RANKED, _SECTORS = 8, 9, 8
_CHANNELS = (Count.RECEIVED_ONLINE, Count.RECEIVED_DIRECT, Count.RECEIVED_POSTAL)


@require_safe
@needs(Permission.VIEW_AGENCY)
def dashboard(request: StaffRequest) -> HttpResponse:
    """Show how a unit serves in a period."""
    at = clock.now()
    asked = read(request, at.date())
    seen = picture.read(asked, at=at)
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "units": units(asked),
        "periods": offered(at.date(), asked.period),
        "numbers": panels.numbers(seen),
        "score": panels.score(seen),
        "months": panels.twelve_months(seen),
        "late": sum(one.total for one in seen.overdue),
        "holders": holders(asked, seen.overdue),
        "before": asked.period.shifted(-1).label.lower(),
        "ranked": [_rank(asked, place, one) for place, one in enumerate(ranked(seen.communes)[:_RANKED], start=1)],
        "communes": len(seen.communes),
        "least": LEAST,
        "sectors": sectors(seen),
        "channels": channels(seen),
        "over": seen.is_over,
    }
    return page(request, "office/indicators/dashboard.html", context)


@require_safe
@needs(Permission.VIEW_AGENCY)
def late(request: StaffRequest) -> HttpResponse:
    """List what is late now: by who holds it, how long, and with a letter or without."""
    at = clock.now()
    asked = read(request, at.date())
    holder = whole(request.GET.get("giu", ""), MOST_ID)
    age = next((one for one in Age if one == request.GET.get("tre")), None)
    wanted = Wanted(holder_id=holder, age=age, unsorry=request.GET.get("thu") == "chua")
    held = lateness.by_holder(asked.scope.competent_ids, at=at, agency_ids=asked.scope.agency_ids)
    after = request.GET.get("sau", "")
    found = lateness.page(asked.scope.competent_ids, wanted, at=at, agency_ids=asked.scope.agency_ids, after=after)
    said = {"giu": str(holder or ""), "tre": age.value if age else "", "thu": "chua" if wanted.unsorry else ""}
    kept = {name: value for name, value in said.items() if value}
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "units": units(asked),
        "said": said,
        "holders": [("", "Mọi nơi giữ"), *((str(one.agency_id), f"{one.name} ({one.total})") for one in held)],
        "ages": [("", "Mọi mức trễ"), *Age.choices()],
        "letters": [("", "Có thư hoặc chưa"), ("chua", "Chưa có thư xin lỗi")],
        "total": _total(held, wanted),
        "lines": found.lines,
        "first": asked.address("late", **kept) if after else "",
        "next": asked.address("late", **kept, sau=found.after) if found.after else "",
        "back": asked.address("dashboard"),
    }
    return page(request, "office/indicators/late.html", context)


def _total(held: tuple[HeldLate, ...], wanted: Wanted) -> int | None:
    """Return how many there are; None where the sums by holder do not tell it."""
    if wanted.age and wanted.unsorry:
        return None
    mine = [one for one in held if wanted.holder_id in (None, one.agency_id)]
    if wanted.unsorry:
        return sum(one.unsorry for one in mine)
    if wanted.age is None:
        return sum(one.total for one in mine)
    return sum({Age.FEW: one.few, Age.SEVERAL: one.several, Age.MANY: one.many}[wanted.age] for one in mine)


def holders(asked: Asked, found: tuple[HeldLate, ...]) -> list[dict[str, Any]]:
    """Return who holds most of what is late, and the others together."""
    first, rest = found[:_HOLDERS], found[_HOLDERS:]
    rows = [(one.name, asked.address("late", giu=str(one.agency_id)), one) for one in first]
    if rest:
        others = HeldLate(
            agency_id=0,
            name="",
            few=sum(one.few for one in rest),
            several=sum(one.several for one in rest),
            many=sum(one.many for one in rest),
            unsorry=sum(one.unsorry for one in rest),
        )
        rows.append((f"{len(rest)} nơi còn lại", asked.address("late"), others))
    most = max((one.total for _, _, one in rows), default=0)
    return [
        {
            "name": name,
            "address": there,
            "numbers": (one.few, one.several, one.many),
            "total": one.total,
            "parts": charts.stack((one.few, one.several, one.many), most),
        }
        for name, there, one in rows
    ]


def _rank(asked: Asked, place: int, one: Standing) -> dict[str, Any]:
    return {
        "place": place,
        "name": words.place(asked.tree.name(one.unit_id)),
        "address": _of_unit(asked, one.unit_id, "dashboard"),
        "standing": one,
        "points": words.points(one.points, 1),
        "width": round(float(one.points or 0), 1),
        "change": None if one.change is None else round(float(one.change), 1),
        "on_time": words.percent(one.on_time),
        "digitised": words.percent(one.digitised),
    }


def _of_unit(asked: Asked, unit_id: int, name: str) -> str:
    return address(name, unit_id, asked.period)


def sectors(seen: Picture) -> list[dict[str, Any]]:
    """Return the fields with most dossiers: how many came, how many were kept, how many are late."""
    fields = {one.code: one.sector for one in seen.held}
    found: dict[str, Counter[Count]] = {}
    for code, counts in seen.by_procedure.items():
        if code:
            found.setdefault(fields.get(code) or "Lĩnh vực khác", Counter()).update(counts)
    most = sorted(found.items(), key=lambda pair: (-pair[1][Count.HANDLED], pair[0]))
    shown, rest = most[:_SECTORS], most[_SECTORS:]
    if rest:
        others: Counter[Count] = Counter()
        for _, counts in rest:
            others.update(counts)
        shown.append((f"{len(rest)} lĩnh vực còn lại", others))
    return [
        {
            "name": name,
            "received": counts[Count.RECEIVED],
            "resolved": counts[Count.RESOLVED],
            "on_time": words.percent(seen.value("on_time_rate", counts).number),
            "late": counts[Count.OPEN_LATE],
        }
        for name, counts in shown
    ]


def channels(seen: Picture) -> list[dict[str, Any]]:
    """Return how dossiers came in."""
    received = seen.counts[Count.RECEIVED]
    return [
        {
            "name": one.label.rpartition(", ")[2],
            "number": seen.counts[one],
            "share": words.percent(seen.counts[one] / received if received else None),
            "width": round(seen.counts[one] / received * 100, 1) if received else 0,
            "address": seen.asked.address("rows", so=one.value),
        }
        for one in _CHANNELS
    ]
