"""The catalogue as it applies on a day: versions in force, lists, who offers what."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Offer, Version
from ..rules.content import Content, from_json
from ..vocabulary import VersionState

_WITHOUT_TEXT = ("content", "raw")
_OFFER = """
SELECT o.competent_id, o.process, o.cross_boundary,
       v.id, v.number, v.name, v.sector, v.valid_from, v.valid_to, v.decision_no, v.decided_on,
       v.basis_on, v.online_whole, v.state, v.source,
       v.fingerprint
FROM procedures_procedure p
JOIN procedures_offer o ON o.procedure_id = p.id AND o.agency_id = %(agency)s::bigint
 AND o.valid_from <= %(on)s::date AND (o.valid_to IS NULL OR o.valid_to >= %(on)s::date)
JOIN procedures_version v ON v.procedure_id = p.id AND v.state IN ('published', 'withdrawn')
 AND v.valid_from <= %(on)s::date AND (v.valid_to IS NULL OR v.valid_to >= %(on)s::date)
WHERE p.code = %(code)s::text
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version with its content. ``valid_to``: the last day on which it applies, None while open.

    basis_on       when the newest act it rests on takes effect, None where nobody said
    online_whole   whether it is offered online from end to end, None where nobody said
    """

    id: int
    code: str
    number: int
    name: str
    sector: str
    content: Content
    valid_from: date | None
    valid_to: date | None
    decision_no: str
    decided_on: date | None
    basis_on: date | None
    online_whole: bool | None
    state: VersionState
    source: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLine:
    code: str
    name: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """A procedure as an agency offers it: who receives, who decides, by which process.

    cross_boundary  who decides belongs to a commune to which who receives does not belong
    """

    version: VersionView
    agency_id: int
    competent_id: int
    process: str
    cross_boundary: bool = False


def in_force(code: str, *, on: date) -> VersionView | None:
    """Return the version that applies on the day, or None."""
    version = versions_in_force(on).filter(procedure__code=code).first()
    return view_of(version) if version else None


def by_id(version_id: int) -> VersionView | None:
    """Return a version whatever its state: a dossier keeps the one it was born with."""
    version = _light().filter(pk=version_id).first()
    return view_of(version) if version else None


def listing(
    *, on: date, sector: str = "", agency_id: int | None = None, codes: tuple[str, ...] = ()
) -> tuple[ProcedureLine, ...]:
    """Return the procedures in force on the day, by name; of one sector, one agency or some codes if given."""
    versions = versions_in_force(on)
    if sector:
        versions = versions.filter(sector=sector)
    if codes:
        versions = versions.filter(procedure__code__in=codes)
    if agency_id is not None:
        offers = offers_on(on).filter(agency_id=agency_id, procedure=OuterRef("procedure"))
        versions = versions.filter(Exists(offers))
    rows = versions.order_by("name", "procedure__code").values_list("procedure__code", "name", "sector")
    return tuple(ProcedureLine(code=code, name=name, sector=of) for code, name, of in rows)


def views(
    *, on: date, codes: tuple[str, ...] | None = None, sector: str = "", agency_id: int | None = None
) -> tuple[VersionView, ...]:
    """Return whole versions in force in one statement, by name: of some codes, a sector or an agency."""
    versions = versions_in_force(on)
    if codes is not None:
        versions = versions.filter(procedure__code__in=codes)
    if sector:
        versions = versions.filter(sector=sector)
    if agency_id is not None:
        versions = versions.filter(Exists(offers_on(on).filter(agency_id=agency_id, procedure=OuterRef("procedure"))))
    whole = versions.defer(None).defer("raw").order_by("name", "procedure__code")
    return tuple(view_of(version, from_json(version.content)) for version in whole)


def sectors(on: date) -> tuple[tuple[str, int], ...]:
    """Return (sector, number of procedures in force), by name."""
    rows = versions_in_force(on).exclude(sector="").values("sector").annotate(count=Count("pk")).order_by("sector")
    return tuple((row["sector"], row["count"]) for row in rows)


def offer(code: str, agency_id: int, *, on: date) -> OfferView | None:
    """Return how the agency offers the procedure on the day, or None where it does not or nothing is in force.

    Asked at every reception: one statement, which finds what `offers_on` and `versions_in_force` find.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OFFER, {"code": code, "agency": agency_id, "on": on})
        if (row := cursor.fetchone()) is None:
            return None
        found = dict(zip((column.name for column in cursor.description), row, strict=True))
    how = {name: found.pop(name) for name in ("competent_id", "process", "cross_boundary")}
    found |= {"state": VersionState(found["state"]), "content": _content(found["id"], found["fingerprint"])}
    return OfferView(version=VersionView(**found, code=code), agency_id=agency_id, **how)


def offered(agency_id: int, on: date) -> tuple[ProcedureLine, ...]:
    """Return the procedures in force that the agency offers on the day, by name."""
    return listing(on=on, agency_id=agency_id)


def agencies_offering(code: str, *, on: date) -> tuple[int, ...]:
    """Return the agencies that offer the procedure on the day."""
    return tuple(offers_on(on).filter(procedure__code=code).order_by("agency_id").values_list("agency_id", flat=True))


def versions_in_force(on: date) -> QuerySet[Version]:
    """Return the rows that apply on the day, without their texts; at most one per procedure."""
    return _light().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        state__in=(VersionState.PUBLISHED, VersionState.WITHDRAWN),
        valid_from__lte=on,
    )


def offers_on(on: date) -> QuerySet[Offer]:
    """Return the offers that are open on the day."""
    return Offer.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def view_of(version: Version, content: Content | None = None) -> VersionView:
    """Return the row as a view; contents are immutable by fingerprint, so a process parses each once."""
    return VersionView(
        id=version.pk,
        code=version.procedure.code,
        number=version.number,
        name=version.name,
        sector=version.sector,
        content=content or _content(version.pk, version.fingerprint),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        decision_no=version.decision_no,
        decided_on=version.decided_on,
        basis_on=version.basis_on,
        online_whole=version.online_whole,
        state=VersionState(version.state),
        source=version.source,
        fingerprint=version.fingerprint,
    )


def _light() -> QuerySet[Version]:
    return Version.objects.select_related("procedure").defer(*_WITHOUT_TEXT)


@lru_cache(maxsize=512)
def _content(version_id: int, fingerprint: str) -> Content:
    return from_json(Version.objects.values_list("content", flat=True).get(pk=version_id, fingerprint=fingerprint))
