"""Facts about processes."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessIssued(Event):
    """A process was published. The decision's number is typed by hand: it stays with the definition."""

    key: str
    version: int
    decided_on: str
