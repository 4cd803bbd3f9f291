"""What reading one record of a source gives: the content, and the places that a person must look at."""

import re
from dataclasses import dataclass, field
from typing import Any

from motcua.ground.kernel.text import nfc

from .content import Content

_BREAKS = re.compile(r"[\n\t]")
_TRAILING = re.compile(r"[^\S\n]+\n")
NOTHING = frozenset({"", "không có thông tin", "không có thông tin.", "chưa có thông tin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A place that could not be read for certain.

    field  path in the content, e.g. ``terms.0.limit``
    text   the source's words there
    why    Vietnamese, for the reviewer
    """

    field: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One record, read.

    code   the procedure's code, or the key made from its title
    """

    code: str
    content: Content
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class Notebook:
    """Collects doubts while a record is read; the same doubt is written once."""

    doubts: dict[tuple[str, str, str], Doubt] = field(default_factory=dict)

    def doubt(self, place: str, text: str, why: str) -> None:
        self.doubts.setdefault((place, text, why), Doubt(field=place, text=text, why=why))

    def all(self) -> tuple[Doubt, ...]:
        return tuple(self.doubts.values())


def tidy(value: Any) -> str:
    """Return a source value as stored text: NFC, lines kept, control characters dropped, ends trimmed.

    Numbers become their digits, null becomes "", lists and objects their plain form, so that nothing is lost.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "replace").decode()
    if not _BREAKS.sub("", text).isprintable():
        text = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return _TRAILING.sub("\n", text).strip()


def stated(value: Any) -> str:
    """Return the text, "" where the source writes that it has none."""
    text = tidy(value)
    return "" if text.lower() in NOTHING else text
