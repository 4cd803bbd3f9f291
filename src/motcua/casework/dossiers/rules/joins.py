"""What may begin, what will never begin, and when the whole has ended: decided from the states of the legs alone.

Law: 61/2018/NĐ-CP, Điều 19 khoản 6–7; 301/2026/NĐ-CP (each result is returned at once and by itself; what one agency
cannot give keeps nothing from those who do not need it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..vocabulary import Act, GroupMode, LegOutcome, LegRole, LegState

ENDED = frozenset({LegState.DONE, LegState.FAILED, LegState.SKIPPED})
"""States that a leg stays in."""

CONCLUDES: Mapping[LegOutcome, Act] = {
    LegOutcome.COMPLETED: Act.COMPLETE,
    LegOutcome.STOPPED: Act.STOP,
    LegOutcome.WITHDRAWN: Act.WITHDRAW,
}
"""By which act the whole ends, by what became of the leading leg; else it is a result that says no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegNow:
    """A leg as it stands. ``before``: keys of those that must have ended; of them ``needs`` must have a result."""

    key: str
    state: LegState
    needs: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    role: LegRole = LegRole.COOPERATING
    awaited: bool = True
    outcome: LegOutcome = LegOutcome.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows: legs to begin now, legs that will never begin with the reason, and how the whole ends, if it does.

    act   None while an awaited leg has not ended
    """

    begin: tuple[str, ...] = ()
    skip: Mapping[str, LegOutcome] = field(default_factory=dict)
    act: Act | None = None


def decide(legs: Sequence[LegNow], *, ended: bool = False) -> Decision:
    """Return what follows from the states of the legs.

    legs    each after those it needs
    ended   the whole was withdrawn or stopped: nothing more begins
    """
    now = {leg.key: leg.state for leg in legs}
    skip: dict[str, LegOutcome] = {}
    for leg in legs:
        if leg.state is not LegState.PLANNED:
            continue
        if ended:
            skip[leg.key] = LegOutcome.PARENT_ENDED
        elif any(now[key] in (LegState.FAILED, LegState.SKIPPED) for key in leg.needs):
            skip[leg.key] = LegOutcome.BLOCKED
        if leg.key in skip:
            now[leg.key] = LegState.SKIPPED
    begin = tuple(
        leg.key for leg in legs if now[leg.key] is LegState.PLANNED and all(now[key] in ENDED for key in leg.before)
    )
    over = all(now[leg.key] in ENDED for leg in legs if leg.awaited)
    return Decision(begin=begin, skip=skip, act=_act(legs) if over and not ended else None)


def before(needs: Sequence[str], earlier: Sequence[str], mode: GroupMode) -> tuple[str, ...]:
    """Return the keys that must have ended before a leg begins: what it needs, on paper also all earlier ones."""
    return tuple(needs) if mode is GroupMode.PARALLEL else tuple(earlier)


def _act(legs: Sequence[LegNow]) -> Act:
    (lead,) = [leg for leg in legs if leg.role is LegRole.LEAD]
    return CONCLUDES.get(lead.outcome, Act.REJECT)
