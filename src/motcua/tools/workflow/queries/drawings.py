"""Reads of drawings: what was published as it was drawn, and what is being drawn."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F

from ..models import Activity, Definition, Flow, Sketch, WorkItem
from ..rules.drawing import ActivityDraft, FlowDraft, ProcessDraft, diagram_from, read, scenarios_from
from ..vocabulary import ActivityKind, ItemState, Place

_STEP = ("key", "name", "place", "agency_kind", "share", "kind", "needs", "minutes", "form", "output", "element")
_WAY = ("source", "target", "outcome", "label", "effect", "condition", "element")


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchView:
    """A drawing that is being made. ``revision`` is what whoever changes it must have seen."""

    key: str
    process: ProcessDraft
    revision: int
    based_on_id: int | None
    based_on_version: int | None
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionLine:
    """A published version as lists show it. ``running``: instances with an open item."""

    id: int
    key: str
    version: int
    name: str
    published_at: datetime
    decision_no: str
    decided_on: date | None
    issued_by: str
    running: int


def is_definition(definition_id: int) -> bool:
    """Tell whether there is a version of this number."""
    return Definition.objects.filter(pk=definition_id).exists()


def drawing(definition_id: int) -> ProcessDraft:
    """Return a published definition as it was drawn."""
    row = Definition.objects.get(pk=definition_id)
    steps = Activity.objects.filter(definition_id=definition_id).order_by("order").values(*_STEP, code=F("role__code"))
    flows = Flow.objects.filter(source__definition_id=definition_id).order_by("id")
    return ProcessDraft(
        key=row.key,
        name=row.name,
        activities=tuple(
            ActivityDraft(
                **{name: step[name] for name in _STEP}
                | {"role": step["code"], "place": Place(step["place"]), "kind": ActivityKind(step["kind"])}
            )
            for step in steps
        ),
        flows=tuple(
            FlowDraft(**dict(zip(_WAY, way, strict=True)))
            for way in flows.values_list("source__key", "target__key", *_WAY[2:])
        ),
        scenarios=scenarios_from(row.scenarios),
        diagram=diagram_from(row.diagram),
    )


def sketch(key: str) -> SketchView | None:
    """Return the drawing that is being made of a process."""
    row = Sketch.objects.filter(key=key).select_related("based_on").first()
    return _sketch_view(row) if row else None


def sketches() -> tuple[SketchView, ...]:
    """Return every drawing that is being made, by key."""
    return tuple(_sketch_view(row) for row in Sketch.objects.select_related("based_on").order_by("key"))


def versions(key: str = "") -> tuple[DefinitionLine, ...]:
    """Return every version (of one process), newest first within its key, with how many run."""
    running = WorkItem.objects.exclude(state=ItemState.DONE).values(of=F("instance__definition_id"))
    counts = dict(running.annotate(n=Count("id")).order_by().values_list("of", "n"))
    rows = Definition.objects.filter(key=key) if key else Definition.objects.all()
    return tuple(
        DefinitionLine(
            id=row.pk,
            key=row.key,
            version=row.version,
            name=row.name,
            published_at=row.published_at,
            decision_no=row.decision_no,
            decided_on=row.decided_on,
            issued_by=row.issued_by,
            running=counts.get(row.pk, 0),
        )
        for row in rows.order_by("key", "-version")
    )


def _sketch_view(row: Sketch) -> SketchView:
    return SketchView(
        key=row.key,
        process=read(row.content),
        revision=row.revision,
        based_on_id=row.based_on_id,
        based_on_version=row.based_on.version if row.based_on else None,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
