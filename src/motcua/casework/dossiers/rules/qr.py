"""What the QR code on a paper says: ``key=value`` pairs joined by ``;``, the dossier's code first.

Law: 01/2023/TT-VPCP, Điều 26 (least content of the code on printed papers: dossier, procedure, party, document, system,
time of publication); the due time is added on receipts.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote

from motcua.ground.kernel.identifiers import digits, mask
from motcua.ground.kernel.text import clean

SYSTEM = "Một Cửa"
_ESCAPES = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%;="})
_KEY = re.compile(r"[a-z][a-z0-9]{0,9}")


def payload(
    *,
    code: str,
    procedure_code: str,
    id_number: str,
    document: str,
    published_at: datetime,
    due_at: datetime | None = None,
    number: str = "",
    system: str = SYSTEM,
) -> str:
    """Return the text of the code, e.g. ``ma=H99.24-261110-0047;tt=1.013978;dd=********4417;…``.

    id_number     the party's; printed masked but for its last four signs
    published_at  ``tg``; due_at ``han``: both to the minute, without offset, in the given local time
    number        ``so``, the paper's own, where it is about many dossiers: then ``ma`` is empty
    Signs that would break the pairs (``;``, ``=``, ``%``) are percent-encoded; line ends become blanks.
    """
    pairs = {
        "ma": code,
        "tt": procedure_code,
        "dd": mask(digits(id_number)).replace("•", "*"),
        "gt": document,
        "ht": system,
        "tg": published_at.strftime("%Y-%m-%dT%H:%M"),
    }
    if due_at is not None:
        pairs["han"] = due_at.strftime("%Y-%m-%dT%H:%M")
    if number:
        pairs["so"] = number
    return ";".join(f"{key}={clean(value).translate(_ESCAPES)}" for key, value in pairs.items())


def parse(text: str) -> Mapping[str, str]:
    """Return the pairs of a scanned text; what is not a pair is left out, of a repeated key the first counts."""
    found: dict[str, str] = {}
    for part in text.removeprefix("\ufeff").replace("\r", "").replace("\n", ";").split(";"):
        key, sign, value = part.partition("=")
        name = key.strip().lower()
        if sign and _KEY.fullmatch(name) and name not in found:
            found[name] = clean(unquote(value, errors="replace"))
    return found


def dossier_code(scanned: str) -> str:
    """Return the dossier's code in what a scanner or a person typed: our QR code, or the bare code."""
    return parse(scanned).get("ma") or clean(scanned)
