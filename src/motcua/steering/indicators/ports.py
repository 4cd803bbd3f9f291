"""Where pages of figures are found from outside: whoever shows them says so."""

from datetime import date
from typing import Protocol

from .vocabulary import Matter


class Addresses(Protocol):
    """Whole addresses that open from a letter; "" where nobody knows them."""

    def bulletin(self, agency_id: int, day: date) -> str:
        """Return where a bulletin is read."""
        ...

    def matter(self, agency_id: int, day: date, matter: Matter) -> str:
        """Return where the dossiers of a line are listed."""
        ...

    def index(self, agency_id: int, day: date) -> str:
        """Return where the service index of the month of a day is read."""
        ...


class _Nowhere:
    def bulletin(self, agency_id: int, day: date) -> str:
        del agency_id, day
        return ""

    def matter(self, agency_id: int, day: date, matter: Matter) -> str:
        del agency_id, day, matter
        return ""

    def index(self, agency_id: int, day: date) -> str:
        del agency_id, day
        return ""


_plugged: list[Addresses] = []


def plug(addresses: Addresses) -> None:
    """Let pages be found there from now on."""
    _plugged[:] = [addresses]


def addresses() -> Addresses:
    """Return who knows the addresses."""
    return _plugged[0] if _plugged else _Nowhere()
