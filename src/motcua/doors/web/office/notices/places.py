"""Where the thing that a notice or a message is about has its page."""

from django.urls import reverse

from motcua.casework.dossiers.queries.papers import issued
from motcua.ground.kernel.errors import NotFound

_NAMES = {"dossier": "hồ sơ", "export": "tệp"}


def name_of(subject: str) -> str:
    """Return what kind of thing it is, in words, "" where it has no page."""
    return _NAMES.get(subject.partition(":")[0], "")


def address_of(subject: str) -> str:
    """Return the address of its page, "" where it has none. Raises NotFound where the thing is gone."""
    kind, _, number = subject.partition(":")
    if kind not in _NAMES or not number.isdecimal():
        return ""
    if kind == "export":
        return reverse("reports:spreadsheet", args=[int(number)])
    return reverse("dossier:page", args=[issued.heading_by_id(int(number)).code])


def address_or_none(subject: str) -> str:
    """Return the address of its page, "" where it has none or is gone."""
    try:
        return address_of(subject)
    except NotFound:
        return ""
