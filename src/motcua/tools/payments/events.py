"""Facts about the fees of a dossier; the subject is ``fees-of:<id of the dossier>``. Amounts are đồng."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAssessed(Event):
    """What the dossier has to pay in all, fees and charges; 0: it is free or exempt. A later one takes its place."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePaid(Event):
    """Money came in. ``total``: all that is paid by now; ``online``: by an online payment, wherever it was made."""

    amount: int
    total: int
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRefunded(Event):
    """Money went back; ``total`` is what stays paid."""

    amount: int
    total: int
