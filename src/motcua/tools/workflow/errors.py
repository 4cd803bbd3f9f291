"""Refusals of the workflow."""

from motcua.ground.kernel.errors import Refusal, Stale


class UnsoundProcess(Refusal):
    """The definition cannot be published as it is."""

    code = "unsound_process"


class SketchTaken(Refusal):
    """A drawing of this process is being made already."""

    code = "sketch_taken"


class SketchMoved(Stale):
    """Somebody changed or removed the drawing meanwhile (409)."""

    code = "sketch_moved"

    def __init__(self) -> None:
        super().__init__("Bản vẽ vừa được người khác sửa hoặc bỏ. Mở lại để xem bản mới nhất rồi sửa tiếp.")


class NotBpmn(Refusal):
    """The file is not a drawing that can be taken, with every reason at once."""

    code = "not_bpmn"


class MigrationRefused(Refusal):
    """The open work cannot be moved to that version."""

    code = "migration_refused"
