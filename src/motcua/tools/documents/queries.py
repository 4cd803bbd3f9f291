"""Reads of documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.invariants import Check, Finding

from . import policies, ports
from .errors import DocumentNotFound
from .models import Version
from .rules import keys

_CHUNK = 256 * 1024
_SAMPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledVersion:
    """The newest version of a document, as lists show it. ``size`` in bytes; ``rendered``: made by us, not sent."""

    document_id: int
    version_id: int
    number: int
    subject: str
    purpose: str
    title: str
    name: str
    media_type: str
    size: int
    digest: str
    rendered: bool
    filed_by: str
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on its way out; ``chunks`` are walked once, and fail before the last one if the bytes were altered."""

    name: str
    media_type: str
    size: int
    rendered: bool
    chunks: Iterator[bytes]


class AlteredFile(Exception):  # noqa: N818 - a state of the disk, and a bug or a break-in
    """The bytes on the disk are not those that were filed."""


def of_subject(subject: str, *, purpose: str = "") -> tuple[FiledVersion, ...]:
    """Return the documents of a subject in the order of filing, each with its newest version."""
    rows = Version.objects.filter(document__subject=subject)
    if purpose:
        rows = rows.filter(document__purpose=purpose)
    newest = rows.order_by("document_id", "-number").distinct("document_id").select_related("document")
    return tuple(_filed(version) for version in newest)


def rendered(subject: str, purpose: str, which: str = "") -> FiledVersion | None:
    """Return the newest version of a paper that we rendered (`services.store_rendered`), None where it is not filed."""
    rows = Version.objects.filter(document__subject=subject, document__key=keys.rendered(purpose, which))
    newest = rows.select_related("document").order_by("-number").first()
    return _filed(newest) if newest else None


def latest(document_id: int) -> FiledVersion:
    """Return the newest version of a document. Raises DocumentNotFound."""
    version = Version.objects.filter(document=document_id).select_related("document").order_by("-number").first()
    if version is None:
        raise DocumentNotFound
    return _filed(version)


def open_version(version_id: int, *, by: Actor, at: datetime) -> StoredFile:
    """Return a version's bytes. Raises DocumentNotFound, ReadingNotAllowed."""
    version = Version.objects.filter(id=version_id).select_related("document").first()
    if version is None:
        raise DocumentNotFound
    policies.require_read(by, version.document.subject, version.document.purpose, at=at)
    return StoredFile(
        name=version.filename,
        media_type=version.media_type,
        size=version.size,
        rendered=version.rendered,
        chunks=_checked(ports.store().open(version.digest), version.digest),
    )


def open_latest(document_id: int, *, by: Actor, at: datetime) -> StoredFile:
    """Return the bytes of a document's newest version. Raises DocumentNotFound, ReadingNotAllowed."""
    return open_version(latest(document_id).version_id, by=by, at=at)


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether the store holds the bytes that were filed, unaltered.

    every  read all files, not only the newest five hundred
    """
    newest = Version.objects.order_by("-id").values_list("digest", "filename", "size", "document__subject")
    found, checked, seen = [], 0, set()
    for digest, name, size, subject in newest if every else newest[:_SAMPLE]:
        if digest in seen:
            continue
        seen.add(digest)
        checked += 1
        if wrong := _flaw(digest, size):
            found.append(
                Finding(
                    subject=f"{subject} {digest[:12]}",
                    sentence=f"Tệp “{name}” của {subject} {wrong}.",
                    mend=f"Khôi phục {digest[:2]}/{digest[2:4]}/{digest} trong thư mục tệp từ bản sao lưu.",
                )
            )
    yield Check(rule="tệp đã lưu còn nguyên", checked=checked, findings=tuple(found))


def _flaw(digest: str, size: int) -> str:
    try:
        with ports.store().open(digest) as file:
            running, length = sha256(), 0
            while chunk := file.read(_CHUNK):
                running.update(chunk)
                length += len(chunk)
    except FileNotFoundError:
        return "không còn trong kho"
    if running.hexdigest() != digest or length != size:
        return "đã bị sửa"
    return ""


def _checked(file: BinaryIO, digest: str) -> Iterator[bytes]:
    # One chunk is held back until the digest is known, so that an altered file never arrives whole.
    with file:
        running, held = sha256(), b""
        while chunk := file.read(_CHUNK):
            running.update(chunk)
            if held:
                yield held
            held = chunk
        if running.hexdigest() != digest:
            raise AlteredFile(digest)
        yield held


def _filed(version: Version) -> FiledVersion:
    document = version.document
    return FiledVersion(
        document_id=document.id,
        version_id=version.id,
        number=version.number,
        subject=document.subject,
        purpose=document.purpose,
        title=document.title,
        name=version.filename,
        media_type=version.media_type,
        size=version.size,
        digest=version.digest,
        rendered=version.rendered,
        filed_by=version.filed_by,
        filed_at=version.filed_at,
    )
