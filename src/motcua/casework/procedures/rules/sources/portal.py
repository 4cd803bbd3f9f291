"""The export of the national portal of 2021: Vietnamese keys, lists of channels and papers, stray HTML, no codes."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from motcua.ground.kernel.text import clean

from .. import channels, papers, references
from ..content import Content
from ..reading import Notebook, Reading, stated, tidy
from .national import MISSING

NAME = "portal-2021"
TITLE = "title"
KEYS = frozenset({"title", "Trình tự thực hiện", "Cách thức thực hiện", "Thành phần hồ sơ", "Cơ quan thực hiện"})
NOT_A_LIST = "Phần này không phải là một danh sách như ở nguồn"

_TAG = re.compile(r"</?(?:p|br|div|span|b|i|u|strong|em|ul|ol|li|table|tbody|tr|td|a|font)\b[^<>]*>", re.IGNORECASE)
_COUNTS = re.compile(r"Bản chính\s*:\s*(?P<originals>\d+)(?:\s*-?\s*Bản sao\s*:\s*(?P<copies>\d+))?", re.IGNORECASE)
_NO_FILE = re.compile(r"\bma=\s*$")


def title(record: Mapping[str, Any]) -> str:
    return clean(without_tags(record.get(TITLE)))


def code(record: Mapping[str, Any]) -> str:
    del record
    return ""


def read(record: Mapping[str, Any], key: str) -> Reading:
    """Return the record as a content, with the places a person must look at."""
    notebook = Notebook()
    plain = {_name(name): value for name, value in record.items()}
    rows = tuple(_row(entry) for entry in entries(plain.get("Cách thức thực hiện"), "terms", notebook))
    table = channels.read(rows, notebook)
    found = papers.Papers()
    for entry in entries(plain.get("Thành phần hồ sơ"), "papers", notebook):
        papers.add(_paper(entry), found, notebook)
    steps = references.steps(without_tags(plain.get("Trình tự thực hiện")))
    if not steps:
        notebook.doubt("steps", "", MISSING)
    content = Content(
        name=title(record),
        steps=steps,
        cases=table.cases,
        terms=table.terms,
        papers=tuple(found.papers),
        paper_notes=tuple(found.notes),
        forms=tuple(dict.fromkeys(paper.form for paper in found.papers if paper.form)),
        executing_agency=stated(without_tags(plain.get("Cơ quan thực hiện"))),
    )
    return Reading(code=key, content=content, doubts=notebook.all())


def entries(value: Any, place: str, notebook: Notebook) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a list; whatever else stands there is left to a person."""
    if value is None or value in ([], ""):
        notebook.doubt(place, "", MISSING)
        return ()
    if not isinstance(value, list):
        notebook.doubt(place, tidy(value), NOT_A_LIST)
        return ()
    for entry in value:
        if not isinstance(entry, Mapping):
            notebook.doubt(place, tidy(entry), NOT_A_LIST)
    return tuple({_name(name): cell for name, cell in entry.items()} for entry in value if isinstance(entry, Mapping))


def without_tags(value: Any) -> str:
    """Return the text without HTML tags and entities; “<” that opens no tag stays."""
    return tidy(unescape(_TAG.sub(" ", tidy(value))))


def counts(text: str) -> tuple[int | None, int]:
    """Return (originals, copies) of ``Bản chính: 1 - Bản sao: 0``; originals None where nothing is said."""
    found = _COUNTS.search(text)
    return (int(found["originals"]), int(found["copies"] or 0)) if found else (None, 0)


def _name(key: str) -> str:
    return clean(key)


def _row(entry: Mapping[str, Any]) -> channels.Row:
    return channels.Row(
        channel=clean(without_tags(entry.get("Hình thức nộp"))),
        time=without_tags(entry.get("Thời hạn giải quyết")),
        fee=without_tags(entry.get("Phí, lệ phí")),
        description=without_tags(entry.get("Mô tả")),
        labelled=True,
    )


def _paper(entry: Mapping[str, Any]) -> papers.Line:
    originals, copies = counts(without_tags(entry.get("Số lượng - bản chính")))
    form = tidy(entry.get("Mẫu đơn, tờ khai"))
    return papers.Line(
        name=without_tags(entry.get("Tên giấy tờ")),
        form="" if _NO_FILE.search(form) else form,
        originals=originals,
        copies=copies,
        case="",
    )
