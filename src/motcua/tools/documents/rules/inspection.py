"""What a PDF or Office file must look like inside before it is kept."""

import re
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import DamagedFile, TypeNotAllowed, UnsafeFile
from ..vocabulary import MediaType
from .formats import OFFICE

_TAIL = 2048
_MOST_PARTS = 5_000
_MOST_BYTES = 300 * 2**20
_MOST_RATIO = 200
_SMALL_PART = 2**20
_TYPES_PART = "[Content_Types].xml"
_MAIN = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": MediaType.DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": MediaType.XLSX,
}
_PROGRAM = re.compile(r"vbaproject|activex|\.(?:exe|dll|js|vbs|bat|cmd|scr|ps1)$", re.IGNORECASE)
_ENCRYPTED = 0x1


def check_pdf(file: BinaryIO, name: str) -> None:
    """Refuse a PDF that does not begin, or does not end, as one.

    Half an upload lacks its end; a file that is also a web page or an archive has something before or after.
    Raises   DamagedFile
    """
    file.seek(0)
    if not file.read(64).lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-"):
        raise DamagedFile(name)
    size = file.seek(0, 2)
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    rest = tail.rpartition(b"%%EOF")
    if not rest[1] or b"startxref" not in tail or b"PK\x05\x06" in rest[2]:
        raise DamagedFile(name)


def office_kind(file: BinaryIO, name: str) -> MediaType:
    """Return whether an archive is a Word document or an Excel sheet, having looked at its list of parts only.

    Raises   DamagedFile      not a readable archive
             TypeNotAllowed   an archive of something else
             UnsafeFile       locked, with programs in it, or swelling beyond 300 MB or 200 times when opened
    """
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            _refuse_unsafe(parts, name)
            if _TYPES_PART not in archive.namelist():
                raise TypeNotAllowed(name)
            with archive.open(_TYPES_PART) as part:
                types = part.read(_SMALL_PART)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise DamagedFile(name) from error
    if b"macroEnabled" in types:
        raise UnsafeFile(name, "có chứa chương trình (macro).")
    found = [kind for main, kind in _MAIN.items() if main in types]
    if len(found) != 1 or found[0] not in OFFICE:
        raise TypeNotAllowed(name)
    return found[0]


def _refuse_unsafe(parts: list[ZipInfo], name: str) -> None:
    swollen = sum(part.file_size for part in parts)
    ratio = max(
        (part.file_size / max(part.compress_size, 1) for part in parts if part.file_size > _SMALL_PART), default=0
    )
    if len(parts) > _MOST_PARTS or swollen > _MOST_BYTES or ratio > _MOST_RATIO:
        raise UnsafeFile(name, "phình ra quá lớn khi mở.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnsafeFile(name, "có đặt mật khẩu.")
    if any(_PROGRAM.search(part.filename) for part in parts):
        raise UnsafeFile(name, "có chứa chương trình (macro).")
