"""Fields of procedures on the figures' desk: which procedures a field has, and what their dossiers count."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from motcua.casework.procedures.queries.authority import Held
from motcua.ground.kernel.errors import NotFound
from motcua.steering.indicators.queries import index
from motcua.steering.indicators.vocabulary import Count

from .asked import Asked

SHOWN = 8
WHOLE_PROCESS = "toan-trinh"
_REST, _OTHERS = "con-lai", "Lĩnh vực khác"


@dataclass(slots=True, kw_only=True)
class Sector:
    """A field, or the smaller ones together. ``key``: how an address names it."""

    key: str
    name: str
    procedures: list[str] = field(default_factory=list)
    counts: Counter[Count] = field(default_factory=Counter)

    def add(self, procedures: Iterable[str], counts: Mapping[Count, int]) -> None:
        """Count further procedures to it."""
        self.procedures += procedures
        self.counts.update(counts)


def grouped(held: Iterable[Held], by_procedure: Mapping[str, Counter[Count]]) -> list[Sector]:
    """Return the fields with most dossiers handled, and after them the others together.

    by_procedure   {code: counts}, of which `Count.HANDLED` puts the fields in order
    """
    names = {one.code: one.sector for one in held}
    found: dict[str, Sector] = {}
    for code, counts in by_procedure.items():
        if code:
            name = names.get(code) or _OTHERS
            found.setdefault(name, Sector(key=name, name=name)).add([code], counts)
    most = sorted(found.values(), key=lambda one: (-one.counts[Count.HANDLED], one.name))
    shown, rest = most[:SHOWN], most[SHOWN:]
    if not rest:
        return shown
    together = Sector(key=_REST, name=f"{len(rest)} lĩnh vực còn lại")
    for one in rest:
        together.add(one.procedures, one.counts)
    return [*shown, together]


def named(key: str, asked: Asked, counts: Iterable[Count], today: date) -> Sector:
    """Return a field of what is asked for, or all that is online from end to end, with these counts of it.

    Raises  NotFound where it has no dossiers in the period
    """
    told = index.by_procedure(asked.scope, asked.period, today=today, also={Count.HANDLED, *counts})
    held = index.held(asked.scope, on=min(asked.period.last, today))
    if key == WHOLE_PROCESS:
        together = Sector(key=key, name="Dịch vụ công trực tuyến toàn trình")
        for code in (one.code for one in held if one.online_whole):
            together.add([code], told.now.get(code, Counter()))
        return together
    for one in grouped(held, told.now):
        if one.key == key:
            return one
    raise NotFound("Lĩnh vực này không có hồ sơ trong kỳ. Mở lại trang điều hành rồi chọn một con số.")
