"""Kinds of files: how each is recognised by content, its limit, and the name under which it is kept."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from motcua.ground.kernel.text import nfc

from ..errors import ACCEPTED
from ..vocabulary import MediaType

HEAD = 2048
_MIB = 2**20
_NAME_BYTES = 200
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind. ``extensions``: the first is given to files that lack a right one. ``limit`` in bytes."""

    extensions: tuple[str, ...]
    limit: int


FORMATS: Mapping[MediaType, Format] = {
    MediaType.PDF: Format(extensions=(".pdf",), limit=50 * _MIB),
    MediaType.JPEG: Format(extensions=(".jpg", ".jpeg", ".jfif"), limit=20 * _MIB),
    MediaType.PNG: Format(extensions=(".png",), limit=20 * _MIB),
    MediaType.DOCX: Format(extensions=(".docx",), limit=20 * _MIB),
    MediaType.XLSX: Format(extensions=(".xlsx",), limit=20 * _MIB),
}
LARGEST = max(kind.limit for kind in FORMATS.values())
IMAGES = (MediaType.JPEG, MediaType.PNG)
OFFICE = (MediaType.DOCX, MediaType.XLSX)

_ADVICE: Mapping[str, str] = {
    "image/heif": "là ảnh HEIC của điện thoại, chưa nhận được. Chọn “Tương thích nhất” trong cài đặt máy ảnh rồi "
    "chụp lại, hoặc lưu ảnh thành JPG.",
    "image/tiff": "là ảnh TIFF. Chọn “lưu thành PDF” trong phần mềm quét rồi gửi lại.",
    "application/msword": "là tệp Office kiểu cũ (.doc, .xls). Mở bằng Word hoặc Excel, lưu thành .docx, .xlsx hoặc "
    "PDF rồi gửi lại.",
    "text/html": f"là trang web. In trang ra PDF rồi gửi lại; loại nhận được: {ACCEPTED}.",
}
_SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"heic", 8, "image/heif"),
    (b"heix", 8, "image/heif"),
    (b"mif1", 8, "image/heif"),
)


def recognise(head: bytes) -> tuple[MediaType, ...]:
    """Return the kinds that the first ``HEAD`` bytes may be: none, one, or the Office kinds, told apart inside."""
    if head.startswith(b"PK\x03\x04"):
        return OFFICE
    seen = _mime_types(head)
    return tuple(kind for kind in (MediaType.PDF, *IMAGES) if kind.value in seen)


def advice(head: bytes) -> str:
    """Return how to turn a kind that we do not take into one that we do, or "" where we cannot say."""
    for sign, place, mime in _SIGNATURES:
        if head[place : place + len(sign)] == sign:
            return _ADVICE[mime]
    seen = _mime_types(head)
    return next((sentence for mime, sentence in _ADVICE.items() if mime in seen), "")


def claimed(name: str) -> MediaType | None:
    """Return the kind that the name's ending claims."""
    ending = PurePosixPath(name).suffix.lower()
    return next((kind for kind, form in FORMATS.items() if ending in form.extensions), None)


def clean_name(name: str) -> str:
    """Return the name as it is kept: NFC, Vietnamese as typed, without path, control and hidden signs.

    What Windows forbids becomes ``_``; the stem is cut so that the name fits 200 bytes of UTF-8; never empty.
    """
    last = nfc(name.replace("\\", "/")).rpartition("/")[2]
    # C*: control, format (right-to-left override, zero width), surrogates, private use
    seen = "".join(
        " " if sign.isspace() else sign for sign in last if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    tidy = " ".join(seen.translate(_FORBIDDEN_IN_NAMES).split()).strip(". ")
    path = PurePosixPath(tidy)
    ending = path.suffix if len(path.suffix.encode()) <= 16 else ""
    stem = tidy.removesuffix(ending)
    if stem.lower() in _DEVICES:
        stem = f"_{stem}"
    room = _NAME_BYTES - len(ending.encode())
    return (nfc(stem.encode()[:room].decode(errors="ignore")).rstrip(". ") or "tệp") + ending


def name_for(name: str, kind: MediaType) -> str:
    """Return a cleaned name with an ending that tells what the content is: ``đơn.png`` holding a PDF → ``đơn.pdf``."""
    of_claimed = claimed(name)
    if of_claimed is kind:
        return name
    right = FORMATS[kind].extensions[0]
    return (name[: -len(PurePosixPath(name).suffix)] if of_claimed else name) + right


def _mime_types(head: bytes) -> frozenset[str]:
    try:
        return frozenset(match.mime_type for match in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return frozenset()
