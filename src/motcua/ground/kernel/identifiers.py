"""Identifiers of the field and what can be said of them without asking anybody."""

import re
from typing import NewType

AgencyId = NewType("AgencyId", int)
PostId = NewType("PostId", int)
StaffId = NewType("StaffId", int)
DossierId = NewType("DossierId", int)
ItemId = NewType("ItemId", int)
VersionId = NewType("VersionId", int)
DocumentId = NewType("DocumentId", int)

_DIGITS = re.compile(r"[\s.\-]")


def digits(text: str) -> str:
    """Return an identifier or phone number without the blanks, dots and dashes people put in."""
    return _DIGITS.sub("", text)


def mask(number: str) -> str:
    """Return the number with all but its last four digits hidden."""
    return "•" * max(len(number) - 4, 0) + number[-4:] if number else ""
