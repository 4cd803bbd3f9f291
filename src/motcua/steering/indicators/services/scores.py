"""Enter the score another system published: kept as it was said, each time it is said anew; ours never changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import organisation

from .. import policies
from ..events import ExternalScoreEntered
from ..models import ExternalScore
from ..rules import periods, score_files
from ..rules.score_files import Read
from ..vocabulary import Group

_ORIGIN = 200
_MOST = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was published: of a unit (None: of all together), for a period, on a day, by whom."""

    unit_id: int | None
    period: str
    published_on: date
    total: Decimal
    groups: Mapping[Group, Decimal] = field(default_factory=dict)
    origin: str = "Cổng Dịch vụ công quốc gia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: how many lines were entered, how many were known, and those that have to be mended."""

    entered: int
    known: int
    left: tuple[Read, ...]


@transaction.atomic
def enter(said: Score, *, by: Actor, at: datetime) -> int:
    """Keep a published score and return its id; said again unchanged it is the one that is there.

    What contradicts itself is kept as well, and told where it is shown.
    Raises  Invalid naming every field, NotAllowed
    """
    policies.require_scores(by, said.unit_id, on=at)
    said = replace(said, origin=clean(said.origin))
    if flaws := _flaws(said, local(at).date()):
        raise Invalid("Chưa ghi được điểm. Xem các chỗ được đánh dấu.", fields=flaws)
    return _keep(said, by=by, at=at)[0]


@transaction.atomic
def take(text: str, origin: str, *, by: Actor, at: datetime) -> Taken:
    """Enter the scores of many units from a file; good lines are kept, the others are given back with what is wrong.

    text   CSV or JSON as `rules.score_files` reads it; units by their codes
    """
    origin = clean(origin)
    if not origin or len(origin) > _ORIGIN:
        raise Invalid("Ghi nơi công bố.", fields={"origin": f"Ghi nơi công bố, tối đa {_ORIGIN} ký tự."})
    lines, allowed = score_files.read(text), policies.units_to_score(by, on=at)
    codes = {one.code: one.id for one in organisation.agencies(on=local(at).date())}
    entered, known, left = 0, 0, []
    for line in lines:
        faults = _taken(line, origin, codes, allowed, by=by, at=at)
        if isinstance(faults, bool):
            entered, known = entered + faults, known + (not faults)
        else:
            left.append(replace(line, faults=faults))
    return Taken(entered=entered, known=known, left=tuple(left))


def _taken(
    line: Read, origin: str, codes: Mapping[str, int], allowed: frozenset[int] | None, *, by: Actor, at: datetime
) -> bool | tuple[str, ...]:
    """Keep a line and return whether it was new; or what is wrong with it."""
    faults = list(line.faults)
    if line.unit and line.unit not in codes:
        faults.append(f"Không có đơn vị mã {line.unit[:40]}.")
    if faults or line.published_on is None or line.total is None:
        return tuple(faults)
    said = Score(
        unit_id=codes[line.unit],
        period=line.period,
        published_on=line.published_on,
        total=line.total,
        groups=line.groups,
        origin=origin,
    )
    if allowed is not None and said.unit_id not in allowed:
        return (f"Đơn vị {line.unit} không phải đơn vị mình hay cấp dưới.",)
    if flaws := _flaws(said, local(at).date()):
        return tuple(flaws.values())
    return _keep(said, by=by, at=at)[1]


def _keep(said: Score, *, by: Actor, at: datetime) -> tuple[int, bool]:
    """Return the id of the row, and whether it is new."""
    groups = {group.value: str(points) for group, points in said.groups.items()}
    newest = ExternalScore.objects.filter(competent_id=said.unit_id, period=said.period).order_by("-id").first()
    told = (said.published_on, said.total, groups, said.origin)
    if newest and (newest.published_on, newest.total, newest.groups, newest.origin) == told:
        return newest.pk, False
    row = ExternalScore.objects.create(
        competent_id=said.unit_id,
        period=said.period,
        published_on=said.published_on,
        total=said.total,
        groups=groups,
        origin=said.origin,
        entered_by=by.ref,
        entered_at=at,
    )
    event = ExternalScoreEntered(
        subject=f"external-score:{row.pk}",
        agency_id=said.unit_id,
        period=said.period,
        published_on=said.published_on.isoformat(),
        total=str(said.total),
        groups=groups,
    )
    outbox.publish(event, by=by, at=at)
    return row.pk, True


def _flaws(said: Score, today: date) -> dict[str, str]:
    flaws: dict[str, str] = {}
    try:
        period = periods.parse(said.period)
        if period.first > today:
            flaws["period"] = "Kỳ này chưa bắt đầu."
        elif said.published_on < period.first:
            flaws["published_on"] = "Ngày công bố ở trước kỳ. Xem lại ngày, hoặc kỳ."
    except (ValueError, OverflowError):
        flaws["period"] = "Chọn kỳ, ví dụ 2026-11."
    if said.published_on > today:
        flaws["published_on"] = "Ngày công bố chưa đến."
    if not said.origin or len(said.origin) > _ORIGIN:
        flaws["origin"] = f"Ghi nơi công bố, tối đa {_ORIGIN} ký tự."
    numbers: Sequence[tuple[str, Decimal]] = [
        ("total", said.total),
        *((group.value, value) for group, value in said.groups.items()),
    ]
    flaws |= {name: "Điểm từ 0 đến 100." for name, value in numbers if not 0 <= value <= _MOST}
    return flaws
