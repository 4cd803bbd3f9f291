"""The dictionary of measures: what every number on the desk means, whose law it is, since when."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.steering.indicators.queries import figures
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import index766
from motcua.steering.indicators.rules.aims import OF_OFFICERS
from motcua.steering.indicators.rules.measures import MEASURES, Measure
from motcua.steering.indicators.vocabulary import Permission as Figures
from motcua.steering.indicators.vocabulary import Source

from ..session.request import StaffRequest, needs


@require_safe
@needs(Permission.VIEW_AGENCY, Permission.WORK, Figures.SCORES)
def dictionary(request: StaffRequest) -> HttpResponse:
    """Show every measure with its formula, unit, direction, basis and dates."""
    today = clock.now().date()
    known = figures.sources(Scope(), until=today)
    ratios = [one for one in MEASURES.values() if one.whole or one.less]
    context = {
        "nav": "figures",
        "blocks": [
            ("Tỷ lệ và số tính ra", [_row(one, known) for one in ratios]),
            ("Số đếm", [_row(one, known) for one in MEASURES.values() if one not in ratios]),
        ],
        "sets": index766.SETS,
        "officers": OF_OFFICERS.values(),
        "missing": sorted(one.label for one in set(Source) - known),
    }
    return page(request, "office/indicators/dictionary.html", context)


def _row(one: Measure, known: frozenset[Source]) -> dict[str, Any]:
    return {
        "measure": one,
        "sources": ", ".join(sorted(source.label for source in one.sources)),
        "is_told": one.sources <= known,
    }
