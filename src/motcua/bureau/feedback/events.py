"""Facts about petitions and complaints: of one the subject is ``petition:<id>``, of a dossier ``petitions-of:<id>``.

When the next act is due the context that handles petitions says with each event (766/QĐ-TTg: refused within 2 working
days, more asked within 5, resolved within 15 of the newest forwarding, published within 2).
"""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionReceived(Event):
    """``due_at`` (ISO): by when the agency has to act; ``dossier_id``: the dossier it is about, if any."""

    agency_id: int
    due_at: str
    dossier_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionForwarded(Event):
    """Another agency has to answer, by ``due_at`` (ISO)."""

    agency_id: int
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionAnswered(Event):
    """An act on the way: more was asked for, an answer was given. ``due_at`` (ISO) of the next one, empty: none."""

    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionSettled(Event):
    """Resolved and published, or refused with a reason."""

    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionJudged(Event):
    """What the sender thinks of the answer."""

    liked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRepeated(Event):
    """The same sender asks the same again; ``by_petition``: with which petition."""

    by_petition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPetitioned(Event):
    """Somebody complained about how this dossier was handled."""

    petition_id: int
