"""Facts that documents publish; of the electronic copies of a dossier the subject is ``copies-of:<id>``."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFiled(Event):
    """A version was filed; ``subject`` is ``document:ID``, ``about`` is what it belongs to, e.g. ``dossier:17``."""

    about: str
    purpose: str
    number: int
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDigitised(Event):
    """A component of the dossier has an electronic copy that may be used again.

    reused      it was not scanned: an earlier copy, or data of the state, took its place
    from_store  it came from the citizen's own store of data
    """

    key: str
    reused: bool
    from_store: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDigitised(Event):
    """The result of the dossier is there electronically, signed."""

    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultStored(Event):
    """The electronic result was put into the citizen's own store of data."""

    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCertified(Event):
    """An electronic certified copy was issued upon the dossier."""

    digest: str = ""
