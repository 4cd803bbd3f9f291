"""Facts about who stands behind a dossier; the subject is ``applicant-of:<id of the dossier>``."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantVerified(Event):
    """The applicant logged in with VNeID, or the population database knew him. ``means``: ``vneid``, ``population``."""

    means: str
