"""The risk of one dossier on one morning, by the model, by the rate of the days left, or by the date alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..vocabulary import Band, Basis, Feature
from . import reasons, thin
from .features import Morning, tell
from .habits import Habits
from .loads import Loads
from .logistic import Table, strongest
from .reasons import Reason

_BY_DATE = {Band.HIGH: 9000, Band.MEDIUM: 5000, Band.LOW: 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """How likely a dossier is to be late. ``weight``: order among others, 0-10000."""

    basis: Basis
    band: Band
    probability: float | None
    weight: int
    reasons: tuple[Reason, ...]


def foretell(here: Morning, habits: Habits, loads: Loads, *, table: Table | None, rates: Sequence[float]) -> Foretold:
    """Return the risk of a morning.

    table   the model, None: the rule; ``rates``: of the rule, () where not even that is known
    """
    told = tell(here, habits, loads)
    if table is not None:
        found = strongest(table.parts(told.numbers))
        said = tuple(reasons.reason(feature, adds, told) for feature, adds in found)
        return _likely(Basis.MODEL, table.probability(told.numbers), said)
    plain = tuple(reasons.reason(feature, 0.0, told) for feature in (Feature.LEFT, Feature.STEPS))
    if rates:
        rated = _likely(Basis.RATE, min(max(thin.rate(rates, here.days_left), 0.005), 0.995), plain[:1])
        return replace(rated, weight=max(rated.weight - min(round(here.days_left * 2), 40), 0))  # of equals the nearest
    band = thin.band_of_days(here.days_left, here.step.left)
    weight = _BY_DATE[band] - min(round(here.days_left * 10), 999)
    return Foretold(basis=Basis.DAYS, band=band, probability=None, weight=weight, reasons=plain)


def _likely(basis: Basis, probability: float, said: tuple[Reason, ...]) -> Foretold:
    return Foretold(
        basis=basis,
        band=thin.band(probability),
        probability=round(probability, 4),
        weight=round(probability * 10000),
        reasons=said,
    )
