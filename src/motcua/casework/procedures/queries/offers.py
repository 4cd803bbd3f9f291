"""What an agency receives: every offer that holds or will, with who decides and by which process."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery

from ..models import Offer
from .catalogue import offers_on, versions_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """One offer of an agency. ``name`` is "" where no version of the procedure is in force on the day asked about."""

    code: str
    name: str
    sector: str
    competent_id: int
    competent_name: str
    process: str
    valid_from: date
    valid_to: date | None


def of_agency(agency_id: int, *, on: date, codes: tuple[str, ...] = ()) -> tuple[OfferLine, ...]:
    """Return the offers of an agency that hold on a day or begin later, by name and day."""
    version = versions_in_force(on).filter(procedure=OuterRef("procedure"))
    rows = Offer.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), agency_id=agency_id)
    if codes:
        rows = rows.filter(procedure__code__in=codes)
    found = rows.annotate(name=Subquery(version.values("name")[:1]), sector=Subquery(version.values("sector")[:1]))
    ordered = found.order_by("name", "procedure__code", "valid_from").values(
        "competent_id", "process", "valid_from", "valid_to", "name", "sector", code=F("procedure__code"),
        competent_name=F("competent__short_name"),
    )  # fmt: skip
    return tuple(OfferLine(**row | {"name": row["name"] or "", "sector": row["sector"] or ""}) for row in ordered)


def reaching(agency_id: int, *, since: date) -> int:
    """Return how many offers still name the agency on a day or after it, as receiver or as the one who decides."""
    rows = Offer.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    return rows.filter(Q(agency_id=agency_id) | Q(competent_id=agency_id)).count()


def counts(*, on: date) -> dict[int, int]:
    """Return {agency id: how many procedures it receives on the day}."""
    rows = offers_on(on).values("agency_id").annotate(n=Count("procedure", distinct=True)).order_by()
    return {row["agency_id"]: row["n"] for row in rows}
