"""What is wrong with a drawing, told so that whoever draws can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault. ``code`` names the kind, ``step`` the step it is met at, ``sentence`` the fault and the mend."""

    code: str
    sentence: str
    step: str = ""
