"""The follow-up register of a year: its lines, its sums, its printings.

A line is a dossier that the agency took in that year, in the order of receipt; what was turned away was never taken in.
Law: 03/2025/TT-VPCP, Phụ lục I, Mẫu 07; 01/2018/TT-VPCP, Mẫu 06 and Điều 10.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection

from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.queries.catalogue import VersionView
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import VIETNAM, local
from motcua.ground.kernel.events import subject_id
from motcua.people.agencies.queries import organisation as agencies
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.tools.documents import queries as documents

from ... import policies
from ...models import Book, Dossier, Handover, Letter, Party
from ...rules import deadlines
from ...rules.forms import table
from ...rules.forms.house import Signer
from ...rules.forms.register import RegisterData, RegisterLine, sums
from ...rules.forms.table import Blank
from ...vocabulary import Flag, Form, FormSet, LetterState, PartyRole, Status, Timeliness
from .. import rulesets
from . import matter

HEAD_ROLE = "one_stop_head"
_PORTION = 1000
ACTING = " (làm thay)"
_OF_YEAR = """
SELECT min(received_at), max(received_at) FROM dossiers_dossier
WHERE agency_id = %(agency)s::bigint AND received_at IS NOT NULL AND flag <> 'mirrored'
"""
_SUMS = """
SELECT y.status, y.verdict, count(*) FROM (
    SELECT d.status, CASE
        WHEN d.completed_at IS NULL OR d.due_at IS NULL THEN ''
        WHEN (d.completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < p.on_day THEN 'early'
        WHEN (d.completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = p.on_day THEN 'on_time'
        ELSE 'late' END AS verdict
    FROM dossiers_dossier d
    LEFT JOIN dossiers_ruleset r ON r.id = d.ruleset_id
    CROSS JOIN LATERAL (
        SELECT ((CASE WHEN coalesce((r.parameters ->> 'extension_counts_on_time')::boolean, false) THEN d.due_at
                      ELSE coalesce(d.legal_due_at, d.due_at) END) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS on_day) p
    WHERE d.agency_id = %(agency)s::bigint AND d.flag <> 'mirrored'
      AND d.received_at >= %(first)s::timestamptz AND d.received_at < %(after)s::timestamptz
) y
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A printed volume; ``version_id`` names its file."""

    number: int
    version_id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """One printing of a year's register. ``finished_at``: None while volumes are still being made."""

    id: int
    agency_id: int
    year: int
    asked_at: datetime
    asked_by: str
    lines: int
    volume_count: int
    printed: int
    finished_at: datetime | None
    volumes: tuple[Volume, ...]


def years(agency_id: int) -> tuple[int, ...]:
    """Return the years in which the agency took something in, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_YEAR, {"agency": agency_id})
        first, last = cursor.fetchone()
    return tuple(range(local(last).year, local(first).year - 1, -1)) if first else ()


def totals(agency_id: int, year: int) -> tuple[tuple[str, int], ...]:
    """Return the sums of a year as the register closes with them, counted by the database."""
    first, after = _span(year)
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"agency": agency_id, "first": first, "after": after})
        rows = cursor.fetchall()
    return sums({(Status(status), Timeliness(said) if said else None): count for status, said, count in rows})


def lines(agency_id: int, year: int, *, until: datetime, start: int = 0, most: int | None = None) -> list[RegisterLine]:
    """Return lines of a year, the dossiers taken in up to a moment.

    start   how many of the first to leave out; most  how many to return, None: all
    """
    first, after = _span(year)
    rows = Dossier.objects.filter(agency_id=agency_id, received_at__gte=first, received_at__lt=after)
    rows = rows.filter(received_at__lte=until).exclude(flag=Flag.MIRRORED).order_by("received_at", "id")
    return _lines(list(rows[start : None if most is None else start + most]), start)


def every(agency_id: int, year: int, *, until: datetime) -> Iterator[RegisterLine]:
    """Yield all lines of a year in constant memory, each portion beginning where the one before ended."""
    first, after = _span(year)
    rows = Dossier.objects.filter(agency_id=agency_id, received_at__gte=first, received_at__lt=after)
    rows = rows.filter(received_at__lte=until).exclude(flag=Flag.MIRRORED).order_by("received_at", "id")
    found, start = rows.iterator(chunk_size=_PORTION), 0
    while portion := list(islice(found, _PORTION)):
        yield from _lines(portion, start)
        start += len(portion)


def _lines(found: Sequence[Dossier], start: int) -> list[RegisterLine]:
    ids = [row.pk for row in found]
    owners, given, letters = _owners(ids), _given(ids), _letters(ids)
    versions = {pk: catalogue.by_id(pk) for pk in {row.version_id for row in found}}
    return [
        _line(
            start + place,
            row,
            versions[row.version_id],
            owners.get(row.pk),
            given.get(row.pk, ""),
            letters.get(row.pk, 0),
        )
        for place, row in enumerate(found, 1)
    ]


def volume(book: Book, *, number: int, at_most: int) -> RegisterData:
    """Return one volume of a printing; the sums of the volumes before it are those that were printed."""
    year_end = datetime(book.year, 12, 31, 23, 59, tzinfo=VIETNAM)
    closed = book.asked_at > year_end
    unit = agencies.agency(book.agency_id)
    return RegisterData(
        agency=matter.agency(book.agency_id),
        year=book.year,
        issued_at=local(book.asked_at),
        lines=lines(book.agency_id, book.year, until=book.asked_at, start=(number - 1) * at_most, most=at_most),
        volume=number,
        last=number == book.volumes,
        brought=tuple((label, count) for label, count in book.brought),
        closed_at=year_end if closed else None,
        signer=_head(book.agency_id, local(book.asked_at).date()) if closed else None,
        number=f"{book.year}-{number:02d}/{unit.code}",
    )


def blank(year: int, asked_on: date) -> Blank:
    """Return the form of a year's register: that of the rules in force when the year ended, or now."""
    rules = rulesets.in_force(min(date(year, 12, 31), asked_on))
    return table.statutory(FormSet(rules.form_set), Form.REGISTER)


def count(agency_id: int, year: int, *, until: datetime) -> int:
    """Return how many lines a year has up to a moment."""
    first, after = _span(year)
    rows = Dossier.objects.filter(agency_id=agency_id, received_at__gte=first, received_at__lt=after)
    return rows.filter(received_at__lte=until).exclude(flag=Flag.MIRRORED).count()


def newest(agency_id: int, year: int) -> BookView | None:
    """Return the newest printing of a year's register with the volumes it has by now."""
    row = Book.objects.filter(agency_id=agency_id, year=year).select_related("asked_by").order_by("-id").first()
    return _book(row) if row else None


def by_number(number: str) -> tuple[AgencyView, int, datetime] | None:
    """Return agency, year and time of the newest printing that made a volume of this number (“2026-01/H99.24.01”)."""
    span, _, code = number.partition("/")
    year, _, place = span.partition("-")
    if not (year.isdecimal() and place.isdecimal() and len(year) == len("2026") and len(place) < 5):
        return None
    rows = Book.objects.filter(agency__code=code, year=int(year), printed__gte=int(place)).order_by("-id")
    row = rows.values_list("agency_id", "year", "asked_at").first()
    return (agencies.agency(row[0]), row[1], row[2]) if row else None


def may_read(by: Actor, subject: str, _purpose: str, at: datetime) -> bool:
    """Say whether the actor may read a printing of a register (subjects ``register:…``)."""
    agency_id = Book.objects.filter(pk=subject_id(subject)).values_list("agency_id", flat=True).first()
    return agency_id is not None and policies.may_keep_register(by, agency_id, at=at)


def _book(row: Book) -> BookView:
    files = documents.of_subject(f"register:{row.pk}")
    return BookView(
        id=row.pk,
        agency_id=row.agency_id,
        year=row.year,
        asked_at=row.asked_at,
        asked_by=row.asked_by.name,
        lines=row.lines,
        volume_count=row.volumes,
        printed=row.printed,
        finished_at=row.finished_at,
        volumes=tuple(
            Volume(number=place, version_id=file.version_id, name=file.name, size=file.size)
            for place, file in enumerate(files, 1)
        ),
    )


def _span(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=VIETNAM), datetime(year + 1, 1, 1, tzinfo=VIETNAM)


def _line(
    serial: int,
    row: Dossier,
    version: VersionView | None,
    owner: Mapping[str, Any] | None,
    given: str,
    letters: int,
) -> RegisterLine:
    if version is None or row.received_at is None:
        raise LookupError(f"dossier {row.pk} cannot stand in a register")
    return RegisterLine(
        serial=serial,
        code=row.code,
        procedure=version.name,
        owner=row.applicant,
        received_on=local(row.received_at).date(),
        status=Status(row.status),
        sets=version.content.sets,
        address=owner["address"] if owner else "",
        phone=owner["phone"] if owner else "",
        due_on=local(row.due_at).date() if row.due_at else None,
        result_on=local(row.returned_at).date() if row.returned_at else None,
        timeliness=_verdict(row),
        signed=given,
        note=_note(row, letters),
    )


def _verdict(row: Dossier) -> Timeliness | None:
    counts = row.ruleset_id is not None and rulesets.by_id(row.ruleset_id).parameters.extension_counts_on_time
    due_at = row.due_at if counts else row.legal_due_at or row.due_at
    return deadlines.timeliness(due_at, row.completed_at) if due_at and row.completed_at else None


def _note(row: Dossier, letters: int) -> str:
    told = []
    if row.status in (Status.WITHDRAWN, Status.STOPPED):
        told.append(Status(row.status).label)
    if row.flag == Flag.REJECTED:
        told.append(Flag.REJECTED.label)
    if letters:
        told.append(f"{letters} thư xin lỗi")
    return "; ".join(told)


def _owners(ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return address and telephone of each dossier's owner, or of its submitter where he is the owner."""
    rows = Party.objects.filter(dossier_id__in=ids, role__in=[PartyRole.OWNER, PartyRole.SUBMITTER])
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows.order_by("-role").values("dossier_id", "role", "address", "phone"):
        if row["role"] == PartyRole.OWNER or row["dossier_id"] not in found:
            found[row["dossier_id"]] = row
    return found


def _given(ids: Sequence[int]) -> dict[int, str]:
    """Return who gave the result and who took it."""
    rows = Handover.objects.filter(dossier_id__in=ids).values_list("dossier_id", "staff__name", "recipient")
    return {dossier_id: f"{giver}; {taker}" for dossier_id, giver, taker in rows}


def _letters(ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for dossier_id in Letter.objects.filter(dossier_id__in=ids, state=LetterState.SENT).values_list(
        "dossier_id", flat=True
    ):
        found[dossier_id] = found.get(dossier_id, 0) + 1
    return found


def _head(agency_id: int, on: date) -> Signer | None:
    """Return the head of the one-stop unit, who closes the book; None where nobody sits there."""
    manned = (post for post in agencies.posts(agency_id, on=on, role=HEAD_ROLE) if post.staff)
    first = next(manned, None)
    return matter.signer(first.staff[0].removesuffix(ACTING), first.title) if first else None
