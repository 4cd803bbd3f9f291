"""What may be aimed at: measures of the dictionary for a unit, figures of work for its officers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary import Direction, Unit
from .measures import MEASURES, Measure

_MOST = Decimal(1_000_000)
_OF_UNITS = (
    "on_time_rate", "kept_rate", "online_rate", "e_result_rate", "digitised_rate", "reused_rate", "fee_online_rate",
    "pleased_rate", "rated_rate", "synced_rate", "open_late", "late_no_letter", "hours_each",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Something to be reached. A share is aimed at in percent, from 0 to 100."""

    code: str
    name: str
    unit: Unit
    better: Direction

    @property
    def most(self) -> Decimal:
        """Return the highest value it may be given."""
        return Decimal(100) if self.unit is Unit.PERCENT else _MOST

    def is_reached(self, value: float | None, wanted: Decimal) -> bool | None:
        """Tell whether a value, in the unit of the aim, reaches what is wanted; None without a value."""
        if value is None:
            return None
        return value <= float(wanted) if self.better is Direction.DOWN else value >= float(wanted)


def _of(measure: Measure) -> Aim:
    better = measure.better if measure.better is not Direction.NEITHER else Direction.UP
    return Aim(code=measure.code, name=measure.name, unit=measure.unit, better=better)


OF_UNITS: Mapping[str, Aim] = {code: _of(MEASURES[code]) for code in _OF_UNITS}
OF_OFFICERS: Mapping[str, Aim] = {
    "steps_on_time_rate": Aim(
        code="steps_on_time_rate", name="Bước xong đúng hạn của bước", unit=Unit.PERCENT, better=Direction.UP
    ),
    "steps_late_open": Aim(
        code="steps_late_open", name="Hồ sơ quá hạn đang giữ", unit=Unit.DOSSIERS, better=Direction.DOWN
    ),
    "steps_median_hours": Aim(
        code="steps_median_hours", name="Thời gian giữa của một bước", unit=Unit.HOURS, better=Direction.DOWN
    ),
}
AIMS: Mapping[str, Aim] = {**OF_UNITS, **OF_OFFICERS}
