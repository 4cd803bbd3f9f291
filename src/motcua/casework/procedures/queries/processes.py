"""Which procedures follow a process, where, and what they promise."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from ..rules.content import Limit, Terms
from .catalogue import offers_on, versions_in_force, view_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A procedure at an agency, by a process. ``limits``: what its channels and cases promise, each once."""

    code: str
    name: str
    agency_id: int
    competent_id: int
    limits: tuple[Limit, ...]


def using(process: str, *, on: date) -> tuple[Use, ...]:
    """Return who follows a process on a day, by code and agency; procedures without a version in force are left out."""
    offers = offers_on(on).filter(process=process).order_by("procedure__code", "agency_id")
    rows = list(offers.values_list("procedure__code", "agency_id", "competent_id"))
    codes = {code for code, _, _ in rows}
    versions = versions_in_force(on).filter(procedure__code__in=codes)
    contents = {view.code: view for view in map(view_of, versions)} if codes else {}
    return tuple(
        Use(
            code=code,
            name=contents[code].name,
            agency_id=agency_id,
            competent_id=competent_id,
            limits=_limits(contents[code].content.terms),
        )
        for code, agency_id, competent_id in rows
        if code in contents
    )


def counts(*, on: date) -> dict[str, int]:
    """Return {process: how many procedures follow it on the day}."""
    rows = offers_on(on).values("process").annotate(n=Count(F("procedure_id"), distinct=True)).order_by()
    return {row["process"]: row["n"] for row in rows}


def _limits(terms: tuple[Terms, ...]) -> tuple[Limit, ...]:
    found = {(row.limit.value, row.limit.unit): row.limit for row in terms if row.limit}
    return tuple(found.values())
