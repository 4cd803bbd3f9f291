"""The life of a dossier as times only: what a forecast may learn from. Nothing here names a person or a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.clock import local

from ..vocabulary import PauseCause

OF_APPLICANT = frozenset({PauseCause.SUPPLEMENT, PauseCause.FINANCE, PauseCause.CONFIRMATION, PauseCause.APPLICANT})
"""Pauses in which the applicant is awaited; the others are the administration's own."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A step of a dossier at an agency; ``taken_at``: when a post took it, ``closed_at``: when it was done."""

    activity_id: int
    agency_id: int
    opened_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time in which nobody here could go on; ``counts``: it is left out of the limit. ``until`` None: still."""

    cause: str
    since: datetime
    until: datetime | None
    counts: bool

    @property
    def awaits_applicant(self) -> bool:
        """Tell whether it was the applicant who was waited for."""
        return self.cause in OF_APPLICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A dossier that was received.

    began_at      when its time began to run: later than receipt where it is decided elsewhere
    completed_at  when there was a result, None while there is none
    promises      (made at, date without any letter), in the order in which they were made
    stays         its steps until there was a result
    """

    dossier_id: int
    procedure: str
    agency_id: int
    competent_id: int
    channel: str
    received_at: datetime
    began_at: datetime
    completed_at: datetime | None
    promises: Sequence[tuple[datetime, datetime]]
    standstills: Sequence[Standstill]
    stays: Sequence[Stay]

    @property
    def due_at(self) -> datetime:
        """Return the date that counts in the end."""
        return self.promises[-1][1]

    def promised(self, at: datetime) -> datetime | None:
        """Return the date that was in force at a moment, None before the first."""
        return next((due_at for made_at, due_at in reversed(self.promises) if made_at <= at), None)

    def is_late(self) -> bool:
        """Tell whether the result came after the day it was due, by date (766/QĐ-TTg); without one: yes."""
        return self.completed_at is None or local(self.completed_at).date() > local(self.due_at).date()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A step as it is drawn; ``left``: how many follow it until there is a result."""

    key: str
    name: str
    left: int
