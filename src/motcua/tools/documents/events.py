"""Facts that documents publish."""

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
