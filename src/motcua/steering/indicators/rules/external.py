"""A score that another system gives: do its own parts add up, and where does it differ from what we count?

The national portal's score is the official one and is never changed here; a score that contradicts itself is said to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary import Group
from .formulas import FormulaSet
from .scoring import ROUNDING, TOLERANCE, Scorecard, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalScore:
    """A total with those of its groups that were published."""

    total: Decimal
    groups: Mapping[Group, Decimal]

    @property
    def sum(self) -> Decimal:
        """Return the sum of the groups that were published."""
        return sum(self.groups.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be so. ``by``: points that are too many or too few."""

    sentence: str
    by: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """A group, or None for the total, that we count otherwise; ``ours`` None: we have no number."""

    group: Group | None
    theirs: Decimal
    ours: Decimal | None


def contradictions(score: ExternalScore, formulas: FormulaSet) -> Iterator[Contradiction]:
    """Yield where a score does not agree with itself: groups above their points, parts that do not make the total."""
    for group, points in score.groups.items():
        most = formulas.most(group)
        if not 0 <= points <= most + TOLERANCE:
            yield Contradiction(f"{group.label}: {_said(points)} điểm, trong khi tối đa là {most}.", points - most)
    missing = [group for group in Group if formulas.of(group) and group not in score.groups]
    room = sum(formulas.most(group) for group in missing)
    short = score.total - score.sum
    if short < -TOLERANCE:
        yield Contradiction(
            f"Các nhóm đã công bố cộng lại {_said(score.sum)}, vượt tổng điểm {_said(score.total)}.", -short
        )
    elif short > room + TOLERANCE:
        rest = f"các nhóm còn lại tối đa {room}" if missing else "đã đủ các nhóm"
        sentence = f"Các nhóm cộng lại {_said(score.sum)}, {rest}, không đạt tổng điểm {_said(score.total)}."
        yield Contradiction(sentence, short - room)


def differences(score: ExternalScore, ours: Scorecard) -> Iterator[Difference]:
    """Yield the groups, and the total, that differ from ours by more than rounding explains."""
    for group, theirs in score.groups.items():
        counted = shown(ours.group(group))
        if counted is None or abs(counted - theirs) > ROUNDING:
            yield Difference(group, theirs, counted)
    total = shown(ours.total)
    if total is None or abs(total - score.total) > ROUNDING:
        yield Difference(None, score.total, total)


def _said(points: Decimal) -> str:
    return f"{points.normalize():f}".replace(".", ",")
