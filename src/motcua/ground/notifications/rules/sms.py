"""Short messages: how many parts a text takes, and the text without marks, which takes fewer.

Standard: 3GPP TS 23.038 (alphabets), TS 23.040 (joined parts).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.vocabulary import Term

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # two septets each
_PLAIN = str.maketrans({
    "đ": "d", "Đ": "D", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
    "−": "-", "…": "...", "•": "-", "·": "-", "→": "->", "≤": "<=", "≥": ">=", "×": "x", "₫": "d", "\u00a0": " ",
    "\u202f": " ", "\u200b": "", "\t": " ",
})  # fmt: skip
_MOBILE = re.compile(r"(?:\+?84|0)([35789]\d{8})")


class Alphabet(Term):
    """Bảng mã của tin nhắn."""

    GSM = "gsm", "Không dấu (GSM 7 bit)"
    UCS2 = "ucs2", "Có dấu (UCS-2)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How long a short message is. ``units``: septets of GSM, 16-bit words of UCS-2."""

    alphabet: Alphabet
    units: int
    parts: int


def measure(text: str) -> Measure:
    """Return in which alphabet a text travels and how many parts it takes.

    A part alone holds 160 septets or 70 words, joined ones 153 or 67; a sign of two units is never split between them.
    """
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        widths = [2 if sign in _EXTENDED else 1 for sign in text]
        return Measure(alphabet=Alphabet.GSM, units=sum(widths), parts=_parts(widths, 160, 153))
    widths = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    return Measure(alphabet=Alphabet.UCS2, units=sum(widths), parts=_parts(widths, 70, 67))


def plain(text: str) -> str:
    """Return the text without marks, in letters that the 7-bit alphabet has: ``Đã nhận hồ sơ`` → ``Da nhan ho so``."""
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else "?" for sign in kept)


def number(typed: str) -> str:
    """Return a Vietnamese mobile number as gateways take it, ``0912 345 678`` → ``84912345678``; "" if it is none."""
    found = _MOBILE.fullmatch(digits(typed))
    return f"84{found[1]}" if found else ""


def _parts(widths: Sequence[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1 if widths else 0
    parts, room = 1, joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return parts
