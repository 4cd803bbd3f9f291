"""What waits for a reviewer, and what he needs to see before he publishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from json import loads
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Flag, Version
from ..rules.content import Content, from_json
from ..rules.differences import Difference, compare
from ..vocabulary import VersionState
from .catalogue import VersionView, versions_in_force, view_of

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One version in the reviewer's list. ``replaces``: number of the version in force, None for a new procedure."""

    id: int
    code: str
    name: str
    sector: str
    source: str
    state: VersionState
    number: int
    open_flags: int
    replaces: int | None
    drafted_at: datetime
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    id: int
    field: str
    text: str
    why: str
    settled_at: datetime | None
    settled_by: str
    corrected: bool

    @property
    def row(self) -> int | None:
        """Return the row of the terms that the flag is about, from 0."""
        parts = self.field.split(".")
        return int(parts[1]) if parts[0] == "terms" and len(parts) > 1 and parts[1].isdecimal() else None

    @property
    def cell(self) -> str:
        """Return ``limit`` or ``fees`` where the flag can be corrected in a form, else ""."""
        last = self.field.rpartition(".")[2]
        return last if self.row is not None and last in ("limit", "fees") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a reviewer sees of one version: the content, its flags, and what it changes."""

    version: VersionView
    flags: tuple[FlagView, ...]
    before: VersionView | None
    differences: tuple[Difference, ...]
    raw: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """How the list is narrowed; everything empty: the drafts."""

    state: VersionState = VersionState.DRAFT
    flags: str = ""  # "open", "none" or ""
    sector: str = ""
    source: str = ""
    text: str = ""


def page(filters: Filters, *, on: date, number: int = 1) -> Page:
    """Return one page of versions, those with most open flags first among drafts."""
    rows = _narrowed(filters)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    current = versions_in_force(on).filter(procedure=OuterRef("procedure")).order_by().values("number")[:1]
    rows = rows.annotate(in_force=Subquery(current)).order_by("-open_flags", "name", "pk")
    lines = tuple(
        Line(
            id=version.pk,
            code=version.procedure.code,
            name=version.name,
            sector=version.sector,
            source=version.source,
            state=VersionState(version.state),
            number=version.number,
            open_flags=version.open_flags,
            replaces=version.in_force if version.in_force != version.number else None,
            drafted_at=version.drafted_at,
            valid_from=version.valid_from,
            valid_to=version.valid_to,
        )
        for version in rows[(number - 1) * PAGE : number * PAGE]
    )
    return Page(lines=lines, total=total, number=number, pages=pages)


def choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (sectors, sources) that occur, by name, for the filters of the list."""
    versions = Version.objects.order_by()
    return (
        tuple(versions.exclude(sector="").values_list("sector", flat=True).distinct().order_by("sector")),
        tuple(versions.values_list("source", flat=True).distinct().order_by("source")),
    )


def counts() -> dict[str, int]:
    """Return how many versions stand in each state, and how many drafts have open flags (``flagged``)."""
    found = {
        row["state"]: row["count"] for row in Version.objects.order_by().values("state").annotate(count=Count("pk"))
    }
    flagged = Flag.objects.filter(settled_at__isnull=True, version__state=VersionState.DRAFT)
    return {**found, "flagged": flagged.values("version").distinct().count()}


def sheet(version_id: int, *, on: date) -> Sheet | None:
    """Return a version with its flags and what differs from the version before it or in force."""
    version = Version.objects.select_related("procedure").filter(pk=version_id).first()
    if version is None:
        return None
    before = _before(version, on)
    content: Content = from_json(version.content)
    return Sheet(
        version=view_of(version),
        flags=flags_of(version.pk),
        before=before,
        differences=compare(before.content if before else None, content),
        raw=loads(version.raw) if version.raw else None,
    )


def history(code: str) -> tuple[VersionView, ...]:
    """Return every version of a procedure, newest first."""
    rows = Version.objects.filter(procedure__code=code).select_related("procedure").defer("content", "raw")
    return tuple(view_of(version) for version in rows.order_by("-number"))


def flags_of(version_id: int) -> tuple[FlagView, ...]:
    """Return the flags of a version, open ones first, in the order in which they were found."""
    rows = Flag.objects.filter(version=version_id).order_by("pk")
    views = [
        FlagView(
            id=flag.pk,
            field=flag.field,
            text=flag.text,
            why=flag.why,
            settled_at=flag.settled_at,
            settled_by=flag.settled_by,
            corrected=flag.value is not None,
        )
        for flag in rows
    ]
    return tuple(sorted(views, key=lambda flag: flag.settled_at is not None))


def newest(code: str) -> int | None:
    """Return the version to look at first: the newest draft, else the newest that was not set aside."""
    rows = Version.objects.filter(procedure__code=code).exclude(state=VersionState.REJECTED)
    draft = rows.filter(state=VersionState.DRAFT).order_by("-number").values_list("pk", flat=True).first()
    return draft or rows.order_by("-number").values_list("pk", flat=True).first()


def codes_with_drafts() -> tuple[str, ...]:
    """Return the codes of all procedures that have a draft, in order."""
    rows = Version.objects.filter(state=VersionState.DRAFT).order_by("procedure__code")
    return tuple(dict.fromkeys(rows.values_list("procedure__code", flat=True)))


def _narrowed(filters: Filters) -> QuerySet[Any]:
    rows = Version.objects.filter(state=filters.state).select_related("procedure").defer("content", "raw")
    opened = Flag.objects.filter(version=OuterRef("pk"), settled_at__isnull=True).order_by().values("version")
    rows = rows.annotate(open_flags=Coalesce(Subquery(opened.annotate(count=Count("pk")).values("count")), 0))
    if filters.flags:
        rows = rows.filter(open_flags__gt=0) if filters.flags == "open" else rows.filter(open_flags=0)
    if filters.sector:
        rows = rows.filter(sector=filters.sector)
    if filters.source:
        rows = rows.filter(source=filters.source)
    for word in _words(filters.text):
        rows = rows.filter(Q(name__unaccent__icontains=word) | Q(procedure__code__icontains=word))
    return rows


def _words(text: str) -> Sequence[str]:
    return text.split()[:8]


def _before(version: Version, on: date) -> VersionView | None:
    """Return what the version replaces: for a draft the version in force, else the one before it."""
    rows = Version.objects.select_related("procedure").defer("content", "raw")
    if version.state == VersionState.DRAFT:
        current = versions_in_force(on).filter(procedure=version.procedure_id).first()
        return view_of(current) if current else None
    earlier = rows.filter(
        procedure=version.procedure_id, state__in=(VersionState.PUBLISHED, VersionState.WITHDRAWN),
        number__lt=version.number,
    )  # fmt: skip
    previous = earlier.order_by("-number").first()
    return view_of(previous) if previous else None
