"""What must always be true, and how a breach is told: in a sentence, with the way to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach. ``subject`` names the thing, ``mend`` what an operator does about it."""

    subject: str
    sentence: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule, how many things it was asked of, and where it does not hold."""

    rule: str
    checked: int
    findings: tuple[Finding, ...] = ()
