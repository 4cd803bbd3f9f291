from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction

from motcua.ground.kernel import actors, clock
from motcua.ground.outbox import queries as outbox
from motcua.tools.documents import ports, queries, services
from motcua.tools.documents.errors import (
    ContentMismatch,
    DamagedFile,
    DocumentNotFound,
    EmptyFile,
    ReadingNotAllowed,
    TooLarge,
    TypeNotAllowed,
    UnsafeFile,
)
from motcua.tools.documents.models import Document, Version
from motcua.tools.documents.rules import formats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=clock.VIETNAM)
CLERK = actors.Actor(kind=actors.ActorKind.STAFF, staff_id=12, post_id=34, agency_id=5, name="Đoàn Thanh Tùng")
SYSTEM = actors.system("test")


def a_filing(content, filename="đơn.pdf", **changes):
    said = {"subject": "dossier:17", "title": "Đơn đăng ký", "purpose": "paper", "by": CLERK, "at": NOON} | changes
    return services.file(BytesIO(content), filename, **said)


def _bytes(document, by=SYSTEM):
    return b"".join(queries.open_latest(document.id, by=by, at=NOON).chunks)


def test_what_was_filed_is_read_back_and_told(a_pdf):
    document = a_filing(a_pdf, "C:\\đơn.pdf")
    filed = queries.latest(document.id)
    assert (filed.name, filed.media_type, filed.size) == ("đơn.pdf", "application/pdf", len(a_pdf))
    assert (filed.digest, filed.number, filed.rendered) == (sha256(a_pdf).hexdigest(), 1, False)
    assert _bytes(document) == a_pdf
    assert queries.of_subject("dossier:17", purpose="paper") == (filed,)
    assert queries.of_subject("dossier:17", purpose="receipt") == queries.of_subject("dossier:1") == ()
    (entry,) = outbox.history(f"document:{document.id}")
    assert entry.payload["about"] == "dossier:17"
    assert "đơn" not in str(entry.payload)


def test_a_pdf_under_the_name_of_a_photo_is_taken_as_what_it_is(a_pdf):
    filed = queries.latest(a_filing(a_pdf, "giấy khai sinh.jpg").id)
    assert (filed.name, filed.media_type) == ("giấy khai sinh.pdf", "application/pdf")


def test_a_photo_is_drawn_anew_and_both_digests_are_kept(a_photo):
    document = a_filing(a_photo, "ảnh.JPG")
    version = Version.objects.get(document=document)
    assert version.source_digest == sha256(a_photo).hexdigest() != version.digest
    assert sha256(_bytes(document)).hexdigest() == version.digest
    assert b"Nguyet" not in _bytes(document)


def test_word_is_taken_and_named(an_office_file):
    assert queries.latest(a_filing(an_office_file(), "đơn.docx").id).media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("content", "filename", "refusal", "sentence"),
    [
        (b"", "đơn.pdf", EmptyFile, "“đơn.pdf” không có nội dung"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "đơn.pdf", ContentMismatch, "mang đuôi của PDF"),
        (b"<!DOCTYPE html><html></html>", "trang.html", TypeNotAllowed, "In trang ra PDF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "IMG_1.HEIC", TypeNotAllowed, "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "đơn.doc", TypeNotAllowed, "lưu thành .docx"),
        (b"II*\x00" + b"\0" * 40, "quét.tif", TypeNotAllowed, "lưu thành PDF"),
        (b"MZ\x90\x00" + b"\0" * 60, "đơn.exe", TypeNotAllowed, "Gửi một trong các loại"),
        (b"MZ\x90\x00" + b"\0" * 60, "đơn.png", ContentMismatch, "mang đuôi của ảnh PNG"),
        (b"xin chao", "ghi chú.txt", TypeNotAllowed, "Gửi một trong các loại"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "quét.png", DamagedFile, "bị hỏng"),
        (b"%PDF-1.7\n" + b"x" * 5000, "đơn.pdf", DamagedFile, "chưa tải lên hết"),
        (b"PK\x03\x04" + b"x" * 100, "đơn.docx", DamagedFile, "bị hỏng"),
    ],
)
def test_a_refusal_names_the_file_and_says_what_to_do(content, filename, refusal, sentence):
    with pytest.raises(refusal, match=sentence):
        a_filing(content, filename)
    assert not Document.objects.exists()


def test_programs_in_an_office_file_are_refused(an_office_file):
    with pytest.raises(UnsafeFile):
        a_filing(an_office_file(extra=[("word/vbaProject.bin", b"x")]), "đơn.docx")


def test_too_much_is_refused_while_it_arrives(a_pdf):
    class Endless(BytesIO):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"x" * size

    stream = Endless(b"x")
    with pytest.raises(TooLarge, match="50\u00a0MB"):
        services.file(stream, "đơn.pdf", subject="dossier:17", title="Đơn", purpose="paper", by=CLERK, at=NOON)
    assert stream.given <= formats.LARGEST + 2**20
    with pytest.raises(TooLarge, match="20\u00a0MB"):
        a_filing(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"x" * 20 * 2**20, "ảnh.jpg")


def test_the_same_key_files_once(a_pdf):
    first, second = a_filing(a_pdf, key="k1"), a_filing(a_pdf, key="k1")
    assert first == second
    assert Version.objects.count() == 1
    assert a_filing(a_pdf, key="k1", subject="dossier:18") != first


def test_rendered_papers_get_a_version_only_for_new_bytes():
    def rendered(content):
        return services.store_rendered(
            content, "Giấy hẹn.pdf", subject="dossier:17", title="Giấy hẹn", purpose="receipt", by=SYSTEM, at=NOON
        )

    first = rendered(b"%PDF one")
    assert rendered(b"%PDF one") == first == rendered(b"%PDF two")
    assert queries.latest(first.id).number == 2
    assert queries.latest(first.id).rendered
    assert _bytes(first) == b"%PDF two"


def test_nothing_filed_is_ever_changed_or_deleted(a_pdf):
    document = a_filing(a_pdf)
    for attempt in (
        lambda: Document.objects.update(title="khác"),
        lambda: Version.objects.update(digest="0" * 64),
        lambda: Version.objects.all().delete(),
        lambda: Document.objects.filter(id=document.id).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_only_whom_the_owner_of_the_subject_lets_reads(a_pdf):
    document = a_filing(a_pdf)
    with pytest.raises(ReadingNotAllowed):
        _bytes(document, by=CLERK)
    ports.guard("dossier", lambda by, *about: (by.post_id, *about) == (34, "dossier:17", "paper", NOON))
    assert _bytes(document, by=CLERK) == a_pdf
    with pytest.raises(ReadingNotAllowed):
        _bytes(document, by=actors.CITIZEN)
    with pytest.raises(DocumentNotFound):
        queries.open_version(0, by=SYSTEM, at=NOON)


def test_altered_bytes_never_arrive_whole(a_pdf, store):
    document = a_filing(a_pdf)
    place = store._path(queries.latest(document.id).digest)
    place.chmod(0o640)
    place.write_bytes(a_pdf.replace(b"xxx", b"yyy", 1))
    arrived = []
    with pytest.raises(queries.AlteredFile):
        arrived.extend(queries.open_latest(document.id, by=SYSTEM, at=NOON).chunks)
    assert sum(map(len, arrived)) < len(a_pdf)
