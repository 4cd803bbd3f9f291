"""The forecasts' desk: which open dossiers are likely to be late, why, and how well that is foretold."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies.queries.tree import Unit
from motcua.steering.forecasts import queries
from motcua.steering.forecasts.queries import ModelCard
from motcua.steering.forecasts.vocabulary import Band

from ..indicators.asked import ALL, read, units
from ..session.request import StaffRequest, needs

_PAGE = 50
_AFTER = re.compile(r"(\d{1,5})-(\d{1,18})")
_TONES = {Band.HIGH: "red", Band.MEDIUM: "gold", Band.LOW: ""}


@require_safe
@needs(Permission.VIEW_AGENCY)
def risks(request: StaffRequest) -> HttpResponse:
    """List the open dossiers of a unit, the likeliest to be late first."""
    now = clock.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    asked, after = read(request, now.date()), _after(request.GET.get("sau", ""))
    unit = asked.unit
    found = queries.riskiest(asked.scope, today=today, limit=_PAGE + 1, after=after)
    numbers, foretold_at = queries.counts(asked.scope, today=today)
    context = {
        "nav": "figures",
        "unit": unit,
        "units": units(asked),
        "lines": [(line, _TONES[line.risk.band]) for line in found[:_PAGE]],
        "numbers": [(band.label, numbers[band], _TONES[band]) for band in reversed(Band)],
        "total": sum(numbers.values()),
        "foretold_at": foretold_at,
        "stale": foretold_at is not None and (now - foretold_at).days >= 1,
        "card": _card(queries.model_card()),
        "first": _address(unit) if after else "",
        "next": _address(unit, sau="{}-{}".format(*found[_PAGE - 1].key)) if len(found) > _PAGE else "",
    }
    return page(request, "office/forecasts/risks.html", context)


def _after(text: str) -> tuple[int, int] | None:
    """Return after which dossier the page begins. Raises NotFound for what is no such place."""
    if not text:
        return None
    place = _AFTER.fullmatch(text)
    if place is None or int(place[1]) > 10_000:
        raise NotFound("Không có trang này của danh sách. Mở lại từ trang đầu.")
    return int(place[1]), int(place[2])


def _address(unit: Unit | None, **more: str) -> str:
    said = {"don-vi": str(unit.id) if unit else ALL, **more}
    return f"{reverse('forecasts:risks')}?{urlencode(said)}"


def _card(card: ModelCard | None) -> dict[str, Any] | None:
    """Return the card as the page writes it: shares in percent with one decimal, None where nothing was measured."""
    if card is None:
        return None
    measured = card.measures
    return {
        "said": card,
        "auc": measured.get("auc"),
        "auc_rule": measured.get("auc_rule"),
        "brier": measured.get("brier"),
        "brier_rule": measured.get("brier_rule"),
        "later": measured.get("mornings", 0),
        "coverage": None if card.coverage is None else round(100 * card.coverage, 1),
        "weights": [(label, "tăng" if weight > 0 else "giảm", abs(weight)) for label, weight in card.weights if weight],
    }
