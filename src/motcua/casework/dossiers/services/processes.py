"""Draw, check and publish processes for dossiers: the workflow keeps the drawing, the law of the dossier checks it."""

from dataclasses import replace
from datetime import date, datetime
from json import loads
from pathlib import Path

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.people.agencies import policies as agencies
from motcua.tools.workflow import queries as workflow_queries
from motcua.tools.workflow import services as workflow
from motcua.tools.workflow.errors import UnsoundProcess
from motcua.tools.workflow.events import ProcessIssued
from motcua.tools.workflow.queries import DefinitionView, drawings
from motcua.tools.workflow.queries.drawings import SketchView
from motcua.tools.workflow.rules import drawing
from motcua.tools.workflow.rules.drawing import ProcessDraft
from motcua.tools.workflow.rules.findings import Finding
from motcua.tools.workflow.services import Approval

from ..queries import processes as reads
from ..rules import scenarios, soundness
from ..vocabulary import Permission

_SHIPPED = Path(__file__).resolve().parents[1] / "seeds"


def publish(process: ProcessDraft, *, at: datetime) -> DefinitionView:
    """Publish a process that ships with the product; an equal newest version stays as it is.

    Raises  UnsoundProcess naming every fault of the drawing, every unlawful way, every scenario that is red.
    """
    _refuse(process, [*soundness.findings(process), *scenarios.findings(process, covered=bool(process.scenarios))])
    return workflow.publish(process, at=at)


def publish_shipped(*, at: datetime) -> tuple[DefinitionView, ...]:
    """Publish the processes that the project ships; one that somebody here has issued himself is left alone."""
    ours = {line.key for line in drawings.versions() if line.issued_by}
    shipped = [drawing.read(loads(path.read_text("utf-8"))) for path in sorted(_SHIPPED.glob("*.json"))]
    return tuple(publish(one, at=at) for one in shipped if one.key not in ours)


def begin(process: ProcessDraft, *, by: Actor, at: datetime) -> SketchView:
    """Begin to draw a new process, from nothing or from a file.

    Raises  NotAllowed, SketchTaken, Invalid where the key is not one or belongs to a published process.
    """
    _require(by, at)
    process = replace(process, key=clean(process.key), name=clean(process.name))
    if not drawing.is_process_key(process.key):
        sentence = "Mã quy trình gồm chữ thường không dấu, số và gạch, bắt đầu bằng chữ."
        raise Invalid(sentence, fields={"key": sentence})
    if not process.name:
        sentence = "Ghi tên quy trình."
        raise Invalid(sentence, fields={"name": sentence})
    newest = workflow_queries.newest(process.key)
    return workflow.draw(process, based_on=newest.id if newest else None, by=by, at=at)


def begin_from(definition_id: int, *, by: Actor, at: datetime) -> SketchView:
    """Begin to draw the next version of a process from one of its versions.

    Raises  NotAllowed, SketchTaken, NotFound.
    """
    _require(by, at)
    if not drawings.is_definition(definition_id):
        raise NotFound("Không có phiên bản quy trình này.")
    return workflow.draw(drawings.drawing(definition_id), based_on=definition_id, by=by, at=at)


def change(process: ProcessDraft, *, revision: int, by: Actor, at: datetime) -> SketchView:
    """Keep what was drawn, however unfinished; nothing is checked but who saw what.

    Raises  NotAllowed, SketchMoved.
    """
    _require(by, at)
    return workflow.redraw(process, revision=revision, by=by, at=at)


def discard(key: str, *, revision: int, by: Actor, at: datetime) -> None:
    """Throw a drawing away; what was published stays.

    Raises  NotAllowed, SketchMoved.
    """
    _require(by, at)
    workflow.erase(key, revision=revision)


def issue(
    process_key: str,
    *,
    revision: int,
    decision_no: str,
    decided_on: date | None,
    by: Actor,
    at: datetime,
    key: str = "",
) -> DefinitionView:
    """Publish a drawing under the decision that approved it; from now on new dossiers follow it.

    Raises  NotAllowed, SketchMoved, Invalid without decision or with a day to come,
            UnsoundProcess naming everything that `queries.processes.check` finds.
    """
    _require(by, at)
    decision_no = clean(decision_no)
    _decided(decision_no, decided_on, at.date())

    def act() -> DefinitionView:
        sketch = drawings.sketch(process_key)
        if sketch is None:
            raise NotFound("Không có bản vẽ nào của quy trình này.")
        workflow.erase(process_key, revision=revision)  # holds the row: nobody changes what is being checked
        _refuse(sketch.process, list(reads.check(sketch.process, on=at.date()).findings))
        approval = Approval(decision_no=decision_no, decided_on=decided_on, issued_by=by.ref)
        definition = workflow.publish(sketch.process, at=at, approval=approval)
        event = ProcessIssued(
            subject=f"process:{definition.id}",
            key=definition.key,
            version=definition.version,
            decided_on=decided_on.isoformat() if decided_on else "",
        )
        outbox.publish(event, by=by, at=at, key=key)
        return definition

    def again(entry: EntryView) -> DefinitionView:
        return workflow_queries.definition(int(entry.subject.rpartition(":")[2]))

    return outbox.once(act, again, by=by, key=key)


def require(by: Actor, on: date) -> None:
    """Refuse unless the actor draws processes for the whole province, whose chairman approves them.

    Law: 01/2018/TT-VPCP, Điều 8.
    """
    agencies.require_for_all(by, Permission.PROCESSES, on=on)


def _require(by: Actor, at: datetime) -> None:
    require(by, at.date())


def _decided(decision_no: str, decided_on: date | None, today: date) -> None:
    fields = {}
    if not decision_no or len(decision_no) > 120:
        fields["decision_no"] = "Ghi số quyết định phê duyệt quy trình, nhiều nhất 120 chữ."
    if decided_on is None:
        fields["decided_on"] = "Ghi ngày ký quyết định."
    elif decided_on > today:
        fields["decided_on"] = "Ngày ký quyết định không thể ở sau hôm nay."
    if fields:
        raise Invalid(" ".join(fields.values()), fields=fields)


def _refuse(process: ProcessDraft, found: list[Finding]) -> None:
    if found:
        sentences = " ".join(dict.fromkeys(finding.sentence for finding in found))
        raise UnsoundProcess(f"Chưa thể dùng quy trình “{process.name}”. {sentences}")
