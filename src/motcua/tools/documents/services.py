"""The only writer of documents: what people send is inspected first, what we render is kept as it is."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from . import ports
from .errors import ContentMismatch, EmptyFile, TooLarge, TypeNotAllowed
from .events import DocumentFiled
from .models import Document, Version
from .rules import formats, images, inspection, keys
from .vocabulary import MediaType

_CHUNK = 256 * 1024
_IN_MEMORY = 4 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    stored: ports.Stored
    source_digest: str
    kind: MediaType
    name: str
    rendered: bool


def digest_of(stream: BinaryIO) -> str:
    """Return the SHA-256, hexadecimal, of what is sent, and leave the stream at its beginning."""
    digest = sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


@transaction.atomic
def file(
    stream: BinaryIO, filename: str, *, subject: str, title: str, purpose: str, by: Actor, at: datetime, key: str = ""
) -> Document:
    """File what somebody sent: kind by content, images drawn anew, the rest inspected; then the first version.

    subject  what it belongs to, e.g. ``dossier:17``; ``purpose`` e.g. ``paper``, ``result``
    key      a second call with the same key and subject returns the document of the first
    Raises   EmptyFile TooLarge TypeNotAllowed ContentMismatch DamagedFile ImageTooBig UnsafeFile
    """
    if key and (known := Document.objects.filter(subject=subject, key=key).first()):
        return known
    content = _taken(stream, formats.clean_name(filename))
    document, fresh = _document(subject=subject, title=title, purpose=purpose, by=by, at=at, key=key)
    if fresh:  # else the same key was faster by a moment
        _add_version(document, content, by=by, at=at)
    return document


@transaction.atomic
def store_rendered(
    content: bytes, filename: str, *, subject: str, title: str, purpose: str, by: Actor, at: datetime, which: str = ""
) -> Document:
    """File a PDF that we rendered: one document per subject and purpose, a new version only for new bytes.

    which  tells several of one purpose apart, e.g. the second request for papers
    """
    key = keys.rendered(purpose, which)
    document, fresh = _document(subject=subject, title=title, purpose=purpose, by=by, at=at, key=key)
    if not fresh:
        Document.objects.select_for_update().get(id=document.id)
    stored = ports.store().put(BytesIO(content))
    _add_version(
        document,
        _Content(
            stored=stored,
            source_digest=stored.digest,
            kind=MediaType.PDF,
            name=formats.name_for(formats.clean_name(filename), MediaType.PDF),
            rendered=True,
        ),
        by=by,
        at=at,
    )
    return document


def _document(*, subject: str, title: str, purpose: str, by: Actor, at: datetime, key: str) -> tuple[Document, bool]:
    fields = {"title": clean(title), "purpose": purpose, "filed_by": by.ref, "filed_at": at}
    if key:
        return Document.objects.get_or_create(subject=subject, key=key, defaults=fields)
    return Document.objects.create(subject=subject, **fields), True


def _add_version(document: Document, content: _Content, *, by: Actor, at: datetime) -> None:
    last = Version.objects.filter(document=document).order_by("-number").first()
    if last is not None and last.digest == content.stored.digest:
        return
    version = Version.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        digest=content.stored.digest,
        source_digest=content.source_digest,
        size=content.stored.size,
        media_type=content.kind.value,
        filename=content.name,
        rendered=content.rendered,
        filed_by=by.ref,
        filed_at=at,
    )
    event = DocumentFiled(
        subject=f"document:{document.id}",
        about=document.subject,
        purpose=document.purpose,
        number=version.number,
        media_type=version.media_type,
        size=version.size,
        digest=version.digest,
    )
    outbox.publish(event, by=by, at=at)


def _taken(stream: BinaryIO, name: str) -> _Content:
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        copy = cast("BinaryIO", spool)
        source_digest, size = _copied(stream, copy, name)
        kind = _kind(copy, name)
        if size > formats.FORMATS[kind].limit:
            raise TooLarge(name, formats.FORMATS[kind].limit)
        if kind in formats.IMAGES:
            stored = ports.store().put(BytesIO(images.redraw(copy, kind, name)))
        else:
            copy.seek(0)
            stored = ports.store().put(copy)
    return _Content(
        stored=stored, source_digest=source_digest, kind=kind, name=formats.name_for(name, kind), rendered=False
    )


def _copied(stream: IO[bytes], copy: BinaryIO, name: str) -> tuple[str, int]:
    if stream.seekable():
        stream.seek(0)
    digest, size = sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > formats.LARGEST:
            raise TooLarge(name, formats.LARGEST)
        digest.update(chunk)
        copy.write(chunk)
    if size == 0:
        raise EmptyFile(name)
    return digest.hexdigest(), size


def _kind(copy: BinaryIO, name: str) -> MediaType:
    copy.seek(0)
    head = copy.read(formats.HEAD)
    kinds = formats.recognise(head)
    if kinds == formats.OFFICE:
        return inspection.office_kind(copy, name)
    if MediaType.PDF in kinds:
        inspection.check_pdf(copy, name)
        return MediaType.PDF
    if kinds:
        return kinds[0]
    if (sentence := formats.advice(head)) and formats.claimed(name) is None:
        raise TypeNotAllowed(name, sentence)
    if (claim := formats.claimed(name)) is not None:
        raise ContentMismatch(name, claim.label)
    raise TypeNotAllowed(name)
