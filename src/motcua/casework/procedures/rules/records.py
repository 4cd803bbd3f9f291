"""Recognise the shape of a record, find its key, and read it.

A record without a code is kept under a key made from its title, so that a second import finds it again; it is never
taken for a procedure of the same name.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Protocol

from motcua.ground.kernel.text import clean, fold

from .reading import Doubt, Reading
from .sources import ministry, national, portal

NO_CODE = "Bản ghi không có mã thủ tục: lưu theo khóa đặt từ tên, không tự ghép với thủ tục trùng tên"
ODD_CODE = "Mã thủ tục không đúng dạng D.NNNNNN"
UNKNOWN_KEYS = "Trường lạ, không có trong mẫu của nguồn"

_CODE = re.compile(r"\d\.\d{6}")
_LONGEST_CODE = 80


class Shape(Protocol):
    """One source shape, as a module of ``rules.sources``."""

    NAME: str
    KEYS: frozenset[str]

    def title(self, record: Mapping[str, Any]) -> str: ...
    def code(self, record: Mapping[str, Any]) -> str: ...
    def read(self, record: Mapping[str, Any], key: str) -> Reading: ...


SHAPES: tuple[Shape, ...] = (national, portal, ministry)


def shape_of(record: Mapping[str, Any]) -> Shape:
    """Return the shape most of whose keys the record has; whole or partial records, the first shape where none fits."""
    names = {clean(str(name)) for name in record}
    return max(SHAPES, key=lambda shape: len(names & shape.KEYS))


def key_of(record: Mapping[str, Any], shape: Shape) -> str:
    """Return the code of the procedure, or a key made from its title: ``ten-dang-ky-thuong-tru-1a2b3c4d``."""
    if code := shape.code(record)[:_LONGEST_CODE]:
        return code
    plain = fold(shape.title(record))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-")
    mark = sha256(f"{shape.NAME}\n{plain}".encode()).hexdigest()[:8]
    return f"ten-{slug}-{mark}"


def read(record: Mapping[str, Any], shape: Shape, key: str) -> Reading:
    """Return the record read, with what is wrong with the record as a whole before what is wrong inside."""
    reading = shape.read(record, key)
    doubts: list[Doubt] = []
    code = shape.code(record)
    if not code:
        doubts.append(Doubt(field="code", text=reading.content.name, why=NO_CODE))
    elif not _CODE.fullmatch(code):
        doubts.append(Doubt(field="code", text=code, why=ODD_CODE))
    doubts.extend(
        Doubt(field=f"raw.{clean(str(name))}"[:80], text=str(value), why=UNKNOWN_KEYS)
        for name, value in record.items()
        if clean(str(name)) not in shape.KEYS
    )
    return Reading(code=key, content=reading.content, doubts=(*doubts, *reading.doubts))
