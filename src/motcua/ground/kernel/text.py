"""Vietnamese text as people type it: one Unicode form, folded for search, sorted by tables of our own."""

import re
import unicodedata

_MARKS = re.compile(r"[\u0300-\u036f]")
_SPACE = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Return the text in NFC, the form in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return one line: NFC, control characters dropped, white space folded, ends trimmed."""
    text = nfc(text)
    if not text.isprintable():  # the common case is cheap: imports clean millions of letters
        text = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(text.split())


def prose(text: str) -> str:
    """Return text of several lines: NFC, one kind of line end, control characters dropped, ends trimmed."""
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines).strip()


def fold(text: str) -> str:
    """Return the text without marks and case: ``Lý Thị Quỳnh`` → ``ly thi quynh``."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", bare).replace("đ", "d")).strip()


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, each once, in order."""
    return tuple(dict.fromkeys(re.findall(r"[0-9a-z]+", fold(text))))


def lower_first(text: str) -> str:
    """Return a label as it stands within a sentence: ``Quý III/2026`` → ``quý III/2026``, its numerals as they are."""
    return f"{text[:1].lower()}{text[1:]}"
