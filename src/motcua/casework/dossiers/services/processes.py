"""Publish a process for dossiers: the workflow checks the drawing, the law of the dossier checks what it does."""

from datetime import datetime
from json import loads
from pathlib import Path

from motcua.tools.workflow import rules as workflow_rules
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.errors import UnsoundProcess
from motcua.tools.workflow.queries import DefinitionView
from motcua.tools.workflow.rules import ProcessDraft

from ..rules import soundness

_SHIPPED = Path(__file__).resolve().parents[1] / "seeds"


def publish(process: ProcessDraft, *, at: datetime) -> DefinitionView:
    """Publish a process that dossiers may run; an equal newest version stays as it is.

    Raises  UnsoundProcess naming every path that spells an unlawful sequence of acts.
    """
    if flaws := list(soundness.flaws(process)):
        raise UnsoundProcess(f"Chưa thể dùng quy trình “{process.name}”. " + " ".join(flaws))
    return workflow.publish(process, at=at)


def publish_shipped(*, at: datetime) -> tuple[DefinitionView, ...]:
    """Publish the processes that the project ships, one for each family of procedures."""
    drawings = [workflow_rules.read(loads(path.read_text("utf-8"))) for path in sorted(_SHIPPED.glob("*.json"))]
    return tuple(publish(drawing, at=at) for drawing in drawings)
