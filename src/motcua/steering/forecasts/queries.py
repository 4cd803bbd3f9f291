"""What was foretold, how well, and how long a procedure really takes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from motcua.steering.indicators.queries import figures
from motcua.steering.indicators.queries.figures import Scope

from .models import Pace, Risk, Training
from .rules import reasons
from .vocabulary import Band, Basis, Feature

_OPEN = "d.status IN ('received', 'processing') AND d.legal_due_at >= %(today)s::timestamptz"
_RISKIEST = f"""
SELECT r.dossier_id, r.band, r.basis, r.probability, r.weight, r.days_left, r.step, r.reasons, r.foretold_at,
       d.code, v.name, d.legal_due_at, g.short_name
FROM forecasts_risk r
JOIN dossiers_dossier d ON d.id = r.dossier_id
JOIN procedures_version v ON v.id = d.version_id
JOIN agencies_agency g ON g.id = r.holder_id
WHERE {_OPEN} AND {{of}} AND {{after}}
ORDER BY r.weight DESC, r.dossier_id DESC LIMIT %(limit)s::int
"""  # noqa: S608 - constants
_COUNTS = f"""
SELECT r.band, count(*), max(r.foretold_at) FROM forecasts_risk r JOIN dossiers_dossier d ON d.id = r.dossier_id
WHERE {_OPEN} AND {{of}} GROUP BY r.band
"""  # noqa: S608 - constants
_AFTER = "(r.weight, r.dossier_id) < (%(weight)s::smallint, %(dossier)s::bigint)"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """How likely a dossier is to be late; ``reasons``: sentences, strongest first."""

    band: Band
    basis: Basis
    probability: float | None
    days_left: float
    step: str
    reasons: tuple[str, ...]
    foretold_at: datetime

    @property
    def percent(self) -> int | None:
        """Return the probability in percent, never 0 nor 100; None where only the band is known."""
        return None if self.probability is None else min(max(round(self.probability * 100), 1), 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risky:
    """A dossier in the list of those likely to be late. ``key``: to go on after it."""

    key: tuple[int, int]
    code: str
    procedure: str
    due_at: datetime
    holder: str
    risk: RiskView


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceView:
    """How many working days a procedure takes; ``at_agency``: counted there, else wherever it was received."""

    n: int
    median: int
    p90: int
    as_of: date
    at_agency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """How well what is in use foretells; ``measures`` by name (services.fitting.Measures).

    weights  (label of a feature, what one usual step of it adds to the log-odds), the strongest first
    """

    trained_at: datetime
    basis: Basis
    why: str
    dossiers: int
    mornings: int
    measures: Mapping[str, Any]
    coverage: float | None
    covered_of: int
    weights: tuple[tuple[str, float], ...]


def risk_of(dossier_ids: Sequence[int]) -> dict[int, RiskView]:
    """Return {dossier: risk} of those that have one."""
    rows = Risk.objects.filter(pk__in=dossier_ids)
    return {
        row.pk: _risk(
            row.band, row.basis, row.probability, row.days_left, row.step, why=row.reasons, at=row.foretold_at
        )
        for row in rows
    }


def riskiest(
    scope: Scope, *, today: datetime, limit: int = 50, after: tuple[int, int] | None = None
) -> tuple[Risky, ...]:
    """Return the open dossiers of a scope that are likeliest to be late, so many after one of them.

    scope   whose, as of the figures;  today  the day's beginning, what was due before is late already
    """
    whose, asked = _asked(scope, today)
    asked["limit"] = limit
    if after is not None:
        asked |= {"weight": after[0], "dossier": after[1]}
    sql = _RISKIEST.format(of=whose, after="true" if after is None else _AFTER)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return tuple(_risky(row) for row in cursor.fetchall())


def counts(scope: Scope, *, today: datetime) -> tuple[dict[Band, int], datetime | None]:
    """Return how many open dossiers have which risk, and when they were foretold last, None where none was."""
    whose, asked = _asked(scope, today)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(of=whose), asked)
        rows = cursor.fetchall()
    found = {Band(band): number for band, number, _ in rows}
    return {band: found.get(band, 0) for band in Band}, max((at for _, _, at in rows), default=None)


def pace(procedure_code: str, agency_id: int | None) -> PaceView | None:
    """Return how long a procedure takes at an agency; of the procedure anywhere, or None, where too few are done."""
    wanted = Q(agency=None) | Q(agency=agency_id) if agency_id is not None else Q(agency=None)
    found = list(Pace.objects.filter(wanted, procedure=procedure_code))
    best = next((row for row in found if row.agency_id is not None), found[0] if found else None)
    if best is None:
        return None
    return PaceView(n=best.n, median=best.median, p90=best.p90, as_of=best.as_of, at_agency=best.agency_id is not None)


def model_card() -> ModelCard | None:
    """Return how well what is in use foretells, None before the first training."""
    row = Training.objects.filter(is_in_use=True).defer("habits").first()
    if row is None:
        return None
    weights = [(Feature(name).label, weight) for name, (_, _, weight) in (row.table or {}).get("features", {}).items()]
    return ModelCard(
        trained_at=row.trained_at,
        basis=Basis(row.basis),
        why=row.why,
        dossiers=row.dossiers,
        mornings=row.mornings,
        measures=row.measures,
        coverage=row.coverage,
        covered_of=row.covered_of,
        weights=tuple(sorted(weights, key=lambda pair: -abs(pair[1]))),
    )


def _asked(scope: Scope, today: datetime) -> tuple[str, dict[str, Any]]:
    whose, limits = figures.whose_rows(scope, "r")
    return whose, {"today": today, **limits}


def _risky(row: Sequence[Any]) -> Risky:
    pk, band, basis, probability, weight, days_left, step, why, at, code, procedure, due_at, holder = row
    return Risky(
        key=(weight, pk),
        code=code,
        procedure=procedure,
        due_at=due_at,
        holder=holder,
        risk=_risk(band, basis, probability, days_left, step, why=json.loads(why), at=at),
    )


def _risk(
    band: str,
    basis: str,
    probability: float | None,
    days_left: float,
    step: str,
    *,
    why: Sequence[Mapping[str, Any]],
    at: datetime,
) -> RiskView:
    return RiskView(
        band=Band(band),
        basis=Basis(basis),
        probability=probability,
        days_left=days_left,
        step=step,
        reasons=tuple(reasons.sentence(Feature(one["feature"]), one["says"]) for one in why),
        foretold_at=at,
    )
