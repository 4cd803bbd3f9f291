"""The number on a bag of papers, and what a scanner or a hand may type for it.

A letter and digits only, for keyboards that rewrite letters into Vietnamese: ``B000123104`` is the first bag (``1``) of
dossier 123, its last two digits check the rest by ISO 7064, MOD 97-10: every wrong digit and every swap is noticed.
"""

import re
from dataclasses import dataclass

from ..vocabulary import SetKind
from . import qr

_LETTERS = {SetKind.PAPERS: "B", SetKind.RESULT: "K"}
_SLIP, _SLIP_CODE = "P", 3
_CODES = {letter: kind.code or 0 for kind, letter in _LETTERS.items()} | {_SLIP: _SLIP_CODE}
_SHAPE = re.compile(r"([BKP])([0-9]{6,16})([0-9]{2})")
_BETWEEN = re.compile(r"[\s.\-_]")
_MODULUS = 97
MOST_PARTS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was scanned or typed: one of a bag, a slip, a dossier; ``misread``: a number whose check does not hold."""

    token: str = ""
    slip: str = ""
    code: str = ""
    misread: bool = False


def token(kind: SetKind, dossier_id: int, part: int) -> str:
    """Return the number of a bag, e.g. ``B000123104``.

    part   1-9: the first bag, and those that came later
    """
    if not 1 <= part <= MOST_PARTS:
        raise ValueError(f"part {part}")
    return _sealed(_LETTERS[kind], f"{dossier_id:06d}{part}")


def slip_token(slip_id: int) -> str:
    """Return the number of a hand-over slip, e.g. ``P00004297``."""
    return _sealed(_SLIP, f"{slip_id:06d}")


def spaced(number: str) -> str:
    """Return a bag's or slip's number as people read it aloud: ``B 000 123 104``."""
    digits = number[1:]
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[place : place + 3] for place in range(first, len(digits), 3))]
    return " ".join([number[:1], *groups])


def label(number: str, code: str) -> str:
    """Return what the QR code on a bag says: the dossier's code first, then the bag's number."""
    return f"ma={code};bo={number}"


def read(scanned: str) -> Scan:
    """Return what was scanned: the QR code of a bag, a slip or a paper, or a number or code typed by hand."""
    pairs = qr.parse(scanned)
    said = pairs.get("bo") or pairs.get("pbg") or pairs.get("ma") or scanned
    bare = _BETWEEN.sub("", said).upper()
    if shape := _SHAPE.fullmatch(bare):
        if _check(shape[1], shape[2]) != shape[3]:
            return Scan(misread=True)
        return Scan(slip=bare) if shape[1] == _SLIP else Scan(token=bare)
    return Scan(code=qr.dossier_code(said).upper())


def slip_qr(number: str) -> str:
    """Return what the QR code on a slip says."""
    return f"pbg={number}"


def _sealed(letter: str, digits: str) -> str:
    return f"{letter}{digits}{_check(letter, digits)}"


def _check(letter: str, digits: str) -> str:
    return f"{98 - int(f'{_CODES[letter]}{digits}00') % _MODULUS:02d}"
