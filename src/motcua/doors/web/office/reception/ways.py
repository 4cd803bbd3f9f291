"""How dossiers reach the counter, and where those wait that have no receipt: the tabs above its pages."""

from dataclasses import dataclass

from django.urls import reverse

from motcua.casework.dossiers.queries.submitted import Counts, Stage
from motcua.casework.procedures.vocabulary import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One tab. ``number``: how many wait, None where nothing is counted; ``late``: for some of them time is over."""

    text: str
    address: str
    here: bool
    number: int | None = None
    late: bool = False


def ways_in(counts: Counts, *, stage: Stage | None = None, den: str = "") -> tuple[Way, ...]:
    """Return the tabs; ``stage`` or ``den`` says which is open, neither is the counter itself."""
    choose, queue = reverse("reception:choose"), reverse("reception:waiting")
    counter = stage is None and not den
    return (
        Way(text="Tại quầy", address=choose, here=counter),
        Way(text="Phong bì bưu chính", address=f"{choose}?den=postal", here=den == Channel.POSTAL),
        Way(text="Nộp hộ trực tuyến", address=f"{choose}?den=online", here=den == Channel.ONLINE),
        Way(
            text=Stage.DECIDE.label,
            address=queue,
            here=stage is Stage.DECIDE,
            number=counts.decide,
            late=counts.decide_late > 0,
        ),
        Way(
            text=Stage.APPLICANT.label,
            address=f"{queue}?cho={Stage.APPLICANT}",
            here=stage is Stage.APPLICANT,
            number=counts.applicant,
            late=counts.applicant_late > 0,
        ),
    )
