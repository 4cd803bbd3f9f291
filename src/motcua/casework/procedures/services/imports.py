"""Take catalogues of other systems in, as drafts for a reviewer. An import publishes nothing.

Set-wise (ADR: hash compare, then bulk): a repeated file costs one query; a changed one only what changed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from motcua.ground.kernel.actors import Actor

from .. import policies
from ..models import Flag, ImportRecord, Procedure, Version
from ..rules import corrections, files, records
from ..rules.content import fingerprint_of, to_json
from ..rules.reading import Doubt, Reading
from ..vocabulary import VersionState

SAME_CODE = "Tệp có nhiều bản ghi khác nhau cùng mã: dùng bản ghi sau cùng, đây là bản ghi còn lại"
SOURCE_CHANGED = "Nguồn đã đổi phần này; lần xem trước một người đã sửa, nay cần xem lại"
_LOCK = 0x6D63_696D  # one import at a time

Place = tuple[str, str]  # (source, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import found. ``read`` = new + changed + unchanged + refused; ``flagged`` counts procedures."""

    read: int
    new: int
    changed: int
    unchanged: int
    flagged: int
    refused: int

    def to_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    shape: records.Shape
    code: str
    key: str
    record: Mapping[str, Any]
    digest: str

    @property
    def place(self) -> Place:
        return self.shape.NAME, self.code


def import_records(given: Sequence[Any], *, by: Actor, at: datetime) -> Report:
    """Compare records with the previous import of their source and make drafts of those that are new or changed.

    A record that is no object or has no title is refused and counted. Published versions are never touched.
    """
    policies.require_review(by, on=at)
    titled = [(record, shape) for record in given if (shape := _titled(record)) is not None]
    entries = _entries(titled)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        known = _known(entries)
        fresh = [entry for entry in entries if (entry.shape.NAME, entry.key) not in known]
        changed = [entry for entry in entries if known.get((entry.shape.NAME, entry.key), entry.digest) != entry.digest]
        flagged = _draft(entries, fresh + changed, at=at) if fresh or changed else 0
    return Report(
        read=len(given),
        new=len(fresh),
        changed=len(changed),
        unchanged=len(titled) - len(fresh) - len(changed),
        flagged=flagged,
        refused=len(given) - len(titled),
    )


def _titled(record: Any) -> records.Shape | None:
    """Return the shape of a record that has a title, else None."""
    if not isinstance(record, Mapping):
        return None
    shape = records.shape_of(record)
    return shape if shape.title(record) else None


def _entries(titled: Sequence[tuple[Mapping[str, Any], records.Shape]]) -> list[_Entry]:
    """Return the acceptable records, each with its own key; a record that stands twice word for word is taken once."""
    taken: dict[Place, list[str]] = defaultdict(list)
    entries: list[_Entry] = []
    for record, shape in titled:
        digest = sha256(files.canonical(record)).hexdigest()
        code = records.key_of(record, shape)
        before = taken[shape.NAME, code]
        if digest in before:
            continue
        before.append(digest)
        suffix = f"#{len(before)}" if len(before) > 1 else ""
        if suffix and not shape.code(record):
            # a name is no identity: another record of the same title is another procedure
            code = f"{code}-{len(before)}"
        entries.append(_Entry(shape=shape, code=code, key=f"{code}{suffix}", record=record, digest=digest))
    return entries


def _known(entries: Sequence[_Entry]) -> dict[Place, str]:
    rows = ImportRecord.objects.filter(
        source__in={entry.shape.NAME for entry in entries}, key__in=[entry.key for entry in entries]
    ).values_list("source", "key", "raw_hash")
    return {(source, key): digest for source, key, digest in rows}


def _draft(entries: Sequence[_Entry], touched: Sequence[_Entry], *, at: datetime) -> int:
    """Write the drafts of everything that was touched; return how many procedures got a flag they did not have."""
    groups: dict[Place, list[_Entry]] = defaultdict(list)
    wanted = {entry.place for entry in touched}
    for entry in entries:
        if entry.place in wanted:
            groups[entry.place].append(entry)
    codes = {code for _, code in wanted}
    Procedure.objects.bulk_create([Procedure(code=code) for code in sorted(codes)], ignore_conflicts=True)
    ids = dict(Procedure.objects.filter(code__in=codes).values_list("code", "pk"))
    previous = _previous(wanted)
    old_flags = _flags_of([version.pk for version in previous.values()])
    numbers = dict(
        Version.objects.filter(procedure__code__in=codes).values_list("procedure_id").annotate(last=Max("number"))
    )
    versions: list[Version] = []
    flags: list[list[Flag]] = []
    flagged = 0
    for place, group in groups.items():
        reading = _read(group)
        before = previous.get(place)
        had = old_flags.get(before.pk, []) if before else []
        reading, kept = _carry(reading, had)
        old = {(flag.field, flag.text, flag.why) for flag in had}
        flagged += any((flag.field, flag.text, flag.why) not in old for flag in kept)
        version = _version(before, ids[place[1]], place[0], numbers)
        _fill(version, reading, group[-1].record, at=at)
        versions.append(version)
        flags.append(kept)
    _write(versions, flags, touched, ids, at=at)
    return flagged


def _read(group: Sequence[_Entry]) -> Reading:
    last = group[-1]
    reading = records.read(last.record, last.shape, last.code)
    others = tuple(Doubt(field="code", text=files.raw_text(entry.record), why=SAME_CODE) for entry in group[:-1])
    return replace(reading, doubts=(*others, *reading.doubts))


def _previous(wanted: set[Place]) -> dict[Place, Version]:
    """Return the newest version that each source gave each procedure, without its texts."""
    rows = (
        Version.objects.filter(source__in={source for source, _ in wanted}, procedure__code__in={c for _, c in wanted})
        .select_for_update(of=("self",))  # a draft is not published while it is rewritten
        .select_related("procedure")
        .defer("content", "raw")
        .order_by("number", "pk")
    )
    return {(version.source, version.procedure.code): version for version in rows}


def _flags_of(version_ids: Sequence[int]) -> dict[int, list[Flag]]:
    flags: dict[int, list[Flag]] = defaultdict(list)
    for flag in Flag.objects.filter(version__in=version_ids).order_by("pk"):
        flags[flag.version_id].append(flag)
    return flags


def _carry(reading: Reading, had: Sequence[Flag]) -> tuple[Reading, list[Flag]]:
    """Keep what a person settled wherever the source's words are still the same."""
    settled = {(flag.field, flag.text, flag.why): flag for flag in had if flag.settled_at}
    content = reading.content
    kept = [_flag(doubt, settled.pop((doubt.field, doubt.text, doubt.why), None)) for doubt in reading.doubts]
    for flag in tuple(settled.values()):
        if flag.value is None:
            continue
        doubt = Doubt(field=flag.field, text=flag.text, why=flag.why)
        if corrections.text_at(content, flag.field) == flag.text:
            kept.append(_flag(doubt, flag))
        else:
            kept.append(_flag(replace(doubt, why=SOURCE_CHANGED), None))
    for flag in kept:
        if flag.value is not None:
            content = corrections.apply(content, flag.field, flag.value["is"])
    return replace(reading, content=content), kept


def _flag(doubt: Doubt, settled: Flag | None) -> Flag:
    flag = Flag(field=doubt.field, text=doubt.text, why=doubt.why)
    if settled is not None:
        flag.value, flag.settled_at, flag.settled_by = settled.value, settled.settled_at, settled.settled_by
    return flag


def _version(before: Version | None, procedure_id: int, source: str, numbers: dict[int, int]) -> Version:
    """Return the draft to write: the open one of that source, or the procedure's next."""
    if before is not None and before.state == VersionState.DRAFT:
        return Version(pk=before.pk, procedure_id=procedure_id, source=source, number=before.number)
    numbers[procedure_id] = numbers.get(procedure_id, 0) + 1
    return Version(procedure_id=procedure_id, source=source, number=numbers[procedure_id])


def _fill(version: Version, reading: Reading, record: Mapping[str, Any], *, at: datetime) -> None:
    version.state = VersionState.DRAFT
    version.name = reading.content.name
    version.sector = reading.content.sector
    version.content = to_json(reading.content)
    version.fingerprint = fingerprint_of(version.content)
    version.raw = files.raw_text(record)
    version.drafted_at = at


def _write(
    versions: Sequence[Version],
    flags: Sequence[Sequence[Flag]],
    touched: Sequence[_Entry],
    ids: Mapping[str, int],
    *,
    at: datetime,
) -> None:
    renewed = [version for version in versions if version.pk]
    Version.objects.bulk_create([version for version in versions if not version.pk], batch_size=200)
    if renewed:
        Version.objects.bulk_create(
            renewed,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name", "sector", "content", "fingerprint", "raw", "drafted_at"],
        )
        Flag.objects.filter(version__in=[version.pk for version in renewed]).delete()
    for version, group in zip(versions, flags, strict=True):
        for flag in group:
            flag.version = version
    Flag.objects.bulk_create([flag for group in flags for flag in group], batch_size=500)
    ImportRecord.objects.bulk_create(
        [
            ImportRecord(
                source=entry.shape.NAME,
                key=entry.key,
                procedure_id=ids[entry.code],
                raw_hash=entry.digest,
                imported_at=at,
            )
            for entry in touched
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["procedure", "raw_hash", "imported_at"],
    )
