"""The service index of a unit, indicator by indicator, with what each is counted from."""

from fractions import Fraction

from ninja import Router, Schema

from motcua.steering.indicators.queries import index
from motcua.steering.indicators.rules import scoring
from motcua.steering.indicators.rules.formulas import FormulaSet
from motcua.steering.indicators.rules.scoring import Line, Scorecard
from motcua.steering.indicators.vocabulary import Group, Level, Rating

from ..actors import Caller, Request
from .asking import REFUSALS, About, AgencyCode, PeriodKey, ask

router = Router(tags=["figures"], auth=Caller())


class LineSeen(Schema):
    """One indicator. ``points`` null: it cannot be scored, which is not 0.

    ``arises`` false: there was nothing to count, so it is out of what can be reached; ``part`` null: nobody tells.
    ``part_means`` over ``whole_means`` is what is counted; ``full_at``: the ratio that earns ``most`` points;
    ``confirmed`` false: no text that was seen confirms its formula, or it is counted otherwise here, which ``unsure``
    says; ``for_a_tenth``: how many more in the numerator win a tenth of a point, null where they cannot.
    """

    code: str
    name: str
    group: Group
    part: int | None
    whole: int | None
    part_means: str
    whole_means: str
    full_at: float
    most: int
    points: float | None
    lost: float | None
    arises: bool
    confirmed: bool
    unsure: str
    for_a_tenth: int | None


class GroupSeen(Schema):
    """A group of the index; ``points`` is the unrounded sum of its lines, shown with two decimals."""

    code: Group
    name: str
    points: float | None
    most: int


class Index(About):
    """The index of a unit. ``told``: points at full marks of the indicators that have a number: what ``total`` is of.

    ``applies``: points at full marks of all that apply at its level; ``missing``: of those that nobody tells;
    ``of_a_hundred``: ``total`` brought from ``told`` to a hundred points; ``rating``: the band of that, null while a
    number is missing or without any dossier; ``cheapest``: indicators where a tenth of a point costs least.
    """

    level: Level
    formulas: str
    basis: str
    total: float | None
    told: int
    applies: int
    missing: int
    of_a_hundred: float | None
    rating: Rating | None
    groups: list[GroupSeen]
    lines: list[LineSeen]
    cheapest: list[str]


@router.get("figures/index", response={200: Index, **REFUSALS}, operation_id="figures_index")
def scorecard(request: Request, period: PeriodKey = "", agency: AgencyCode = "") -> Index:
    """Return the service index of a unit in a period, as this installation counts it."""
    asked = ask(request, agency, period)
    card = index.scorecard(asked.scope, asked.level, asked.period, today=asked.today)
    return Index(
        **asked.about(),
        level=asked.level,
        formulas=card.formulas.name,
        basis=card.formulas.basis,
        total=_shown(card.total),
        told=card.told,
        applies=card.applies,
        missing=card.missing,
        of_a_hundred=_shown(card.of_a_hundred),
        rating=card.rating,
        groups=[_group(card, group) for group in Group],
        lines=[_line(line, card.formulas) for line in card.lines],
        cheapest=[line.indicator.code for line in card.cheapest()],
    )


def _group(card: Scorecard, group: Group) -> GroupSeen:
    return GroupSeen(code=group, name=group.label, points=_shown(card.group(group)), most=card.most(group))


def _line(line: Line, formulas: FormulaSet) -> LineSeen:
    one = line.indicator
    return LineSeen(
        code=one.code,
        name=one.name,
        group=one.group,
        part=line.figure.part if line.figure else None,
        whole=line.figure.whole if line.figure else None,
        part_means=one.part,
        whole_means=one.whole,
        full_at=float(one.full_at),
        most=one.most,
        points=_shown(line.points),
        lost=_shown(line.lost),
        arises=line.arises,
        confirmed=one.code not in formulas.unconfirmed,
        unsure=formulas.unconfirmed.get(one.code, ""),
        for_a_tenth=line.for_a_tenth,
    )


def _shown(points: Fraction | None) -> float | None:
    shown = scoring.shown(points)
    return None if shown is None else float(shown)
