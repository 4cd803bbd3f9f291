"""May a dossier that stands at a step of one version stand at a step of another? What the jobs of a move are called."""

from collections.abc import Mapping, Sequence

from motcua.tools.workflow.rules.drawing import ProcessDraft

from . import lifecycle, soundness
from .lifecycle import State


def proposed(source: ProcessDraft, target: ProcessDraft) -> dict[str, str]:
    """Return {step: step of the other version}: the same key, else the same name and role, else ""."""
    keys = {step.key for step in target.activities}
    named = {(step.name, step.role): step.key for step in target.activities}
    return {
        step.key: step.key if step.key in keys else named.get((step.name, step.role), "") for step in source.activities
    }


def flaws(source: Sequence[str], target: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return {step: sentence} for each step that the mapping sends nowhere; an empty place is no flaw."""
    return {
        step: f"Bước {step} chuyển tới bước không có: {to}. Chọn trong danh sách."
        for step, to in mapping.items()
        if step not in source or (to and to not in target)
    }


def may_stand(spots: frozenset[tuple[str, State]], step: str, state: State) -> bool:
    """Tell whether the law lets a dossier in a state stand at a step; ``spots`` of `soundness.lawful_spots`.

    While the applicant is waited for, what counts is the state that work goes on in.
    """
    if state.status in lifecycle.WAITING:
        state = lifecycle.PROCESSING
    return (step, state) in spots or (step, lifecycle.begun(state)) in spots


def spots_of(process: ProcessDraft) -> frozenset[tuple[str, State]]:
    """Return where dossiers can lawfully stand in a drawing."""
    return soundness.lawful_spots(process)


def job_lock(move_id: int) -> str:
    """Return the lock of the jobs of a move: one works at a time, whichever order it carries out."""
    return f"move:{move_id}"


def job_name(move_id: int, turn: int) -> str:
    """Return the name under which one job of an order waits in the queue, and no second one."""
    return f"move:{move_id}:{turn}"
