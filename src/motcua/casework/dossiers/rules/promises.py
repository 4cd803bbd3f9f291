"""The promise of a whole that several agencies keep: the longest way through their parts, told part by part."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import local

from .derivation import Due, Step, clock_time, long_date
from .groups import Leg, Window


def limit_words(limit: Limit) -> str:
    """Return “24 giờ liên tục”, “2 ngày làm việc”, “trong ngày”."""
    same_day = limit.unit is LimitUnit.SAME_DAY
    return limit.unit.label if same_day else f"{limit.value} {limit.unit.label}"


def of_whole(
    received: datetime, path: Sequence[Leg], found: Mapping[str, Window], agencies: Mapping[str, str], total: Due
) -> Due:
    """Return when the whole is due: when the last part of the longest way is, at the latest at the published limit.

    path      the legs of the longest way, in order
    agencies  {leg key: short name of its agency}
    total     what the published limit of the whole would give
    """
    received = local(received)
    steps = [Step(rule="received", text=f"Nhận hồ sơ lúc {_moment(received)}.", on=received.date())]
    for leg in path:
        ends = local(found[leg.key].due_at)
        text = f"{leg.name}, {agencies[leg.key]}: {limit_words(leg.limit)}, đến {_moment(ends)}."
        steps.append(Step(rule="leg", text=text, on=ends.date()))
    at = local(found[path[-1].key].due_at)
    clauses = ["Lần lượt " + ", ".join(f"{_lower(leg.name)} {limit_words(leg.limit)}" for leg in path)]
    if total.at < at:
        at = local(total.at)
        said = f"cả hồ sơ không quá thời hạn đã công bố, đến {_moment(at)}"
        steps.append(Step(rule="leg", text=said[:1].upper() + said[1:] + ".", on=at.date()))
        clauses.append(said)
    promise = f"hẹn trả {_moment(at)}"
    steps.append(Step(rule="due", text=promise[:1].upper() + promise[1:] + ".", on=at.date()))
    return Due(at=at.replace(second=0, microsecond=0), why="; ".join([*clauses, promise]) + ".", steps=tuple(steps))


def moved(at: datetime, names: Sequence[str]) -> Due:
    """Return the promise after the clocks of some parts were stopped, counted anew or appointed anew."""
    at = local(at)
    said = "Thời hạn của phần việc " + ", ".join(_lower(name) for name in names) + " đã lùi"
    promise = f"hẹn trả {_moment(at)}"
    steps = (
        Step(rule="leg", text=said + ".", on=at.date()),
        Step(rule="due", text=promise[:1].upper() + promise[1:] + ".", on=at.date()),
    )
    return Due(at=at, why=f"{said}; {promise}.", steps=steps)


def _moment(moment: datetime) -> str:
    return f"{clock_time(moment)} {long_date(moment.date())}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
