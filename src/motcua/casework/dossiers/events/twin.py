"""Facts about the paper half: bags that moved, slips that went, halves that were apart too long."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMoved(Event):
    """A bag of papers is elsewhere now. ``subject`` is ``bag:<number>``; what a slip carries off, `SlipSent` says.

    cause    of `MoveCause`; place: of `Whereabouts`; line: what became of the line of ``slip_id`` it settles
    """

    code: str
    cause: str
    place: str
    agency_id: int | None = None
    slip_id: int | None = None
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSent(Event):
    """A batch is on its way. ``subject`` is ``slip:<id>``; ``bags`` are the numbers it carries."""

    number: str
    sender_id: int
    receiver_id: int
    carrier: str
    bags: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BagsMissed(Event):
    """The receiver does not find bags that the slip names. ``subject`` is ``slip:<id>``."""

    number: str
    bags: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipClosed(Event):
    """Both sides have signed; ``differences`` counts the lines that did not simply arrive."""

    number: str
    lines: int
    differences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceRaised(Event):
    """Paper and electronic half are apart for longer than the rules allow. ``subject`` is ``bag:<number>``.

    wanted_agency_id  null: the applicant waits for it
    """

    code: str
    since: str
    wanted_agency_id: int | None = None
    place: str = ""
    agency_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceEnded(Event):
    code: str
    since: str
