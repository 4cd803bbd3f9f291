"""Facts about dossiers that change to another version of their process."""

from dataclasses import dataclass

from .dossier import StepMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMigrated(StepMoved):
    post_id: int | None
    from_definition: int
    to_definition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMigrationUndone(ProcessMigrated):
    """The open step is again what it was before it was carried over, without an outcome, to another version."""
