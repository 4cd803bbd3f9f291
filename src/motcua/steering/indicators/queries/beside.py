"""What stands beside a figure: who has told anything, what is to be reached, what another system published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from ..rules.external import ExternalScore
from ..rules.periods import Period
from ..rules.windows import FOR_EVERYBODY
from ..vocabulary import Group, Source
from . import telling
from .figures import Scope, whose_competents
from .telling import CONCERNS

_BESIDE = f"""
SELECT (SELECT coalesce(json_object_agg(source, since), '{{{{}}}}') FROM (
        SELECT t.source, min(t.since) AS since FROM indicators_sourcetold t WHERE {CONCERNS} GROUP BY 1) s),
    (SELECT coalesce(json_agg(json_build_array(t.agency_id, t.measure, t.value::text)), '[]') FROM (
        SELECT DISTINCT ON (agency_id, measure) agency_id, measure, value FROM indicators_target
        WHERE agency_id = ANY(%(line)s::bigint[]) AND staff_id IS NULL AND valid_from <= %(until)s::date
        ORDER BY agency_id, measure, valid_from DESC, id DESC) t WHERE t.value IS NOT NULL),
    (SELECT row_to_json(e) FROM (
        SELECT id, period, published_on, total::text, groups, origin, entered_at FROM indicators_externalscore
        WHERE competent_id IS NOT DISTINCT FROM %(unit)s::bigint AND period = %(period)s::text
        ORDER BY id DESC LIMIT 1) e)
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A score that another system published for a unit and a period."""

    id: int
    period: str
    published_on: date
    origin: str
    entered_at: datetime
    score: ExternalScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the figures of a unit.

    told      since when each source has told anything of it;  known  who had by the end of the period, or by today
    targets   {code of a measure: value in its unit}: the unit's own, or of the nearest unit above that has one
    """

    told: Mapping[Source, date]
    known: frozenset[Source]
    targets: Mapping[str, Decimal]
    published: Published | None


def of(
    unit_id: int | None, lineage: Sequence[int], period: Period, *, today: date, scope: Scope | None = None
) -> Beside:
    """Return what stands beside the figures of a unit in a period; None: of the whole installation.

    lineage   the unit and those above it, the nearest first
    scope     of which somebody has to have told; None: of anything here
    """
    whose, limits = whose_competents(scope or Scope(), "t")
    asked: dict[str, Any] = {
        **limits,
        "everybody": list(FOR_EVERYBODY),
        "until": min(period.last, today),
        "line": list(lineage),
        "unit": unit_id,
        "period": period.key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE.format(whose=whose), asked)
        since, found, score = cursor.fetchone()
    told = {Source(one): date.fromisoformat(day) for one, day in since.items()}
    targets: dict[str, Decimal] = {}
    for one in lineage:
        for agency_id, measure, value in found:
            if agency_id == one:
                targets.setdefault(measure, Decimal(value))
    return Beside(
        told=told,
        known=telling.known_in(told, period, today=today),
        targets=targets,
        published=published(score) if score else None,
    )


def published(row: Mapping[str, Any]) -> Published:
    """Return a score from a row of its table as JSON tells it."""
    return Published(
        id=row["id"],
        period=row["period"],
        published_on=date.fromisoformat(row["published_on"]),
        origin=row["origin"],
        entered_at=datetime.fromisoformat(row["entered_at"]),
        score=ExternalScore(
            total=Decimal(row["total"]),
            groups={Group(name): Decimal(points) for name, points in row["groups"].items()},
        ),
    )
