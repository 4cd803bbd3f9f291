"""Addresses of the figures' desk as they stand in letters."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from motcua.steering.indicators.vocabulary import Matter


class OfficeAddresses:
    """Builds whole addresses upon the office's own; without one there are none."""

    def __init__(self, office: str) -> None:
        self._office = office.rstrip("/") if "://" in office or not office else f"https://{office.rstrip('/')}"

    def bulletin(self, agency_id: int, day: date) -> str:
        """Return where a bulletin is read."""
        return self._whole(reverse("indicators:bulletin"), agency_id, day)

    def matter(self, agency_id: int, day: date, matter: Matter) -> str:
        """Return where the dossiers of a line are listed."""
        return self._whole(reverse("indicators:bulletin_rows"), agency_id, day, viec=matter.value)

    def index(self, agency_id: int, day: date) -> str:
        """Return where the service index of the month of a day is read."""
        return f"{self._office}{of_index(agency_id, day)}" if self._office else ""

    def _whole(self, path: str, agency_id: int, day: date, **more: str) -> str:
        said = urlencode({"don-vi": str(agency_id), "ngay": day.isoformat(), **more})
        return f"{self._office}{path}?{said}" if self._office else ""


def of_index(agency_id: int, day: date) -> str:
    """Return the address of the service index of a unit in the month of a day."""
    return f"{reverse('indicators:index')}?{urlencode({'don-vi': str(agency_id), 'ky': f'{day:%Y-%m}'})}"
