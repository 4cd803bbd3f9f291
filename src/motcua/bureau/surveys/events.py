"""Facts about ratings."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven(Event):
    """``subject`` is ``rating-of:<id of the dossier>``; the comment stays in the table, out of the journal."""

    dossier_id: int
    level: str
    commented: bool
