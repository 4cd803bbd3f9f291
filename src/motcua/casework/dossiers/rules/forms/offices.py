"""Numbers of letters and who signs them, as official papers write both.

Law: 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3 (number and sign), khoản 7 (authority of the signer).
"""

from collections.abc import Mapping

from motcua.ground.kernel.text import clean

from ...vocabulary import Form

SIGNS: Mapping[Form, str] = {
    Form.SUPPLEMENT: "HDHS",
    Form.REFUSAL: "TC",
    Form.APOLOGY: "XL",
    Form.STOP: "TB",
    Form.CONTROL: "KS",
    Form.WITHDRAWAL: "BBTL",
    Form.MINUTES: "BBXM",
}
"""The sign of each kind of paper that bears a number of its own; all others are known by their dossier."""

_DEPUTY = "Phó "
_SMALL = frozenset({"và", "của", "về", "các"})


def number(kind: Form, serial: int, agency: str) -> str:
    """Return “08/XL-TTPVHCC”. ``agency``: its short name. Raises KeyError for a kind that bears no number."""
    short = abbreviation(agency)
    return f"{serial:02d}/{SIGNS[kind]}{f'-{short}' if short else ''}"


def abbreviation(name: str) -> str:
    """Return “UBND” of “UBND xã Tân Hòa”, “STP” of “Sở Tư pháp”: the capitals it is written with, else its initials."""
    words = clean(name).split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals:
        return "".join(capitals[:1])
    return "".join(word[0].upper() for word in words if word.lower() not in _SMALL)


def capacity(title: str) -> tuple[str, ...]:
    """Return the lines above the name of who signs: a deputy signs for the head (“KT. Giám đốc”, “Phó Giám đốc”)."""
    title = clean(title)
    if title.startswith(_DEPUTY):
        head = title.removeprefix(_DEPUTY)
        return (f"KT. {head[:1].upper()}{head[1:]}", title)
    return (title,) if title else ()
