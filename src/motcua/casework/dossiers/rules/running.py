"""Could a process run where it is to run? Who carries its roles there, and whether its steps fit the published limits.

Law: 01/2018/TT-VPCP, Điều 8 (the steps of an internal process add up to no more than the published limit).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.tools.workflow.rules.drawing import ActivityDraft, ProcessDraft
from motcua.tools.workflow.rules.findings import Finding
from motcua.tools.workflow.rules.reach import heaviest
from motcua.tools.workflow.vocabulary import Place

DAY = 480
"""Working minutes of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A procedure that uses the process at an agency. ``limits``: all that its channels and cases promise."""

    code: str
    agency_id: int
    competent_id: int
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is known of the agencies where a process would run.

    names    {agency id: short name}
    kinds    {kind: ids of the agencies of that kind}, the one that is named first
    carried  (agency id, role) pairs with somebody on a post that day
    roles    {role: its name}
    """

    names: Mapping[int, str]
    kinds: Mapping[str, tuple[int, ...]]
    carried: frozenset[tuple[int, str]]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the heaviest walk takes of one limit: ``minutes`` of ``allowed``, through ``way``."""

    limit: Limit
    codes: tuple[str, ...]
    minutes: Decimal
    allowed: int
    way: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Tell whether the steps fit."""
        return self.minutes <= self.allowed


def findings(process: ProcessDraft, runs: tuple[Run, ...], house: House) -> Iterator[Finding]:
    """Yield roles that nobody carries where the process would run, agencies that are absent, limits that are broken."""
    yield from _roles(process, house)
    yield from _places(process, runs, house)
    yield from _times(process, runs)


def totals(process: ProcessDraft, runs: tuple[Run, ...]) -> tuple[Total, ...]:
    """Return, for each different limit of the procedures that use the process, what the heaviest walk takes."""
    codes: dict[tuple[int, LimitUnit], tuple[Limit, dict[str, None]]] = {}
    for run in runs:
        for limit in run.limits:
            codes.setdefault((limit.value, limit.unit), (limit, {}))[1][run.code] = None
    found = []
    for limit, using in codes.values():
        allowed = minutes_in(limit)
        minutes, way = heaviest(process, _weight(allowed))
        found.append(Total(limit=limit, codes=tuple(using), minutes=minutes, allowed=allowed, way=way))
    return tuple(sorted(found, key=lambda total: total.allowed))


def minutes_in(limit: Limit) -> int:
    """Return the working minutes that a limit surely holds, whenever it begins.

    Days of the calendar count as those of a week whose rest days all fall into them; a month as 21 working days less
    one. Public holidays are not foreseen: they move the due time, not the steps.
    """
    if limit.unit is LimitUnit.SAME_DAY:
        return DAY
    if limit.unit is LimitUnit.HOUR:
        return limit.value * 60
    if limit.unit is LimitUnit.DAY:
        weeks, rest = divmod(limit.value, 7)
        return (weeks * 5 + max(rest - 2, 0)) * DAY or DAY
    if limit.unit is LimitUnit.MONTH:
        return limit.value * 20 * DAY
    return limit.value * DAY


def _roles(process: ProcessDraft, house: House) -> Iterator[Finding]:
    for step in process.activities:
        if step.role not in house.roles:
            yield Finding(
                code="unknown_role",
                step=step.key,
                sentence=f"Bước {step.key} giao cho vai trò không có: {step.role}. Chọn vai trò trong danh sách.",
            )
        if step.place is Place.NAMED and step.agency_kind not in list(AgencyKind):
            yield Finding(
                code="unknown_kind",
                step=step.key,
                sentence=f"Bước {step.key} làm ở loại cơ quan không có: {step.agency_kind or 'còn trống'}. Chọn lại.",
            )


def _places(process: ProcessDraft, runs: tuple[Run, ...], house: House) -> Iterator[Finding]:
    told: set[tuple[str | int, str]] = set()
    for step in process.activities:
        for run in runs:
            agency = _agency_of(step, run, house)
            if agency is None:
                if (step.key, step.agency_kind) not in told and step.agency_kind in list(AgencyKind):
                    told.add((step.key, step.agency_kind))
                    kind = AgencyKind(step.agency_kind).label
                    yield Finding(
                        code="kind_absent",
                        step=step.key,
                        sentence=f"Bước {step.key} cần một cơ quan loại “{kind}” mà hệ thống chưa có. "
                        "Lập cơ quan hoặc đổi nơi làm.",
                    )
            elif step.role in house.roles and (agency, step.role) not in house.carried | told:
                told.add((agency, step.role))
                yield Finding(
                    code="role_nobody",
                    step=step.key,
                    sentence=f"Không ai giữ vai trò “{house.roles[step.role]}” tại {house.names.get(agency, agency)} "
                    f"(bước {step.key}, thủ tục {run.code}). Bổ nhiệm người hoặc đổi vai trò.",
                )


def _times(process: ProcessDraft, runs: tuple[Run, ...]) -> Iterator[Finding]:
    for total in totals(process, runs):
        if not total.fits:
            yield Finding(
                code="over_limit",
                sentence=f"Tổng thời gian các bước {' → '.join(total.way)} là {days(total.minutes)}, vượt thời hạn "
                f"{days(Decimal(total.allowed))} của {', '.join(total.codes[:3])}. Giảm thời gian của một bước.",
            )


def _weight(allowed: int) -> Callable[[ActivityDraft], Decimal]:
    return lambda step: step.share * allowed + step.minutes


def _agency_of(step: ActivityDraft, run: Run, house: House) -> int | None:
    if step.place is Place.RECEIVING:
        return run.agency_id
    if step.place is Place.COMPETENT:
        return run.competent_id
    named = house.kinds.get(step.agency_kind, ())
    return named[0] if named else None


def days(minutes: Decimal | int) -> str:
    """Return working minutes as people say them, e.g. “1,5 ngày”, “4 giờ”."""
    if minutes < DAY:
        return f"{_plain(Decimal(minutes) / 60)} giờ"
    return f"{_plain(Decimal(minutes) / DAY)} ngày"


def _plain(number: Decimal) -> str:
    return format(round(number, 2).normalize(), "f").replace(".", ",")
