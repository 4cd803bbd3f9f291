"""What the pages of this desk show of a drawing: its picture, its words, its findings."""

from dataclasses import dataclass
from textwrap import wrap

from django.contrib.staticfiles import finders

from motcua.casework.dossiers.queries.processes import Check
from motcua.casework.dossiers.rules import running
from motcua.casework.dossiers.rules.soundness import DRAWN
from motcua.casework.dossiers.vocabulary import Act, Condition
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.tools.workflow.rules.bpmn.parts import lanes, links, nodes, settled
from motcua.tools.workflow.rules.drawing import ProcessDraft, Shape
from motcua.tools.workflow.vocabulary import ActivityKind, Place

VIEWER = "bpmn/bpmn-navigated-viewer.production.min.js"
PLACES = {**{place.value: place.label for place in Place if place is not Place.NAMED}, **dict(AgencyKind.choices())}
EFFECTS = {effect: Act(effect).label if effect else "không" for effect in sorted(DRAWN)}
CONDITIONS = {"": "luôn mở", **dict(Condition.choices())}
KINDS = dict(ActivityKind.choices())


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the picture: kind, box, lines of its words, middle of the box."""

    kind: str
    box: Shape
    lines: tuple[str, ...]
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The drawing as figures and lines for an SVG."""

    box: Shape
    rows: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    lines: tuple[tuple[str, str, int, int], ...]


def picture(process: ProcessDraft) -> Picture | None:
    """Return the picture of a drawing, None where there is nothing to draw."""
    if not process.activities:
        return None
    process = settled(process, lane_words())
    ids, names, shapes = process.diagram.ids, process.diagram.names, process.diagram.shapes
    x, y, width, height = shapes[ids["pool"]]
    wrapped = {"step": 18, "split": 16}
    return Picture(
        box=(x - 10, y - 10, width + 20, height + 20),
        rows=tuple(_figure("row", shapes[ids[f"lane:{lane}"]], names[f"lane:{lane}"], 60) for lane in lanes(process)),
        figures=tuple(
            _figure(node.kind, shapes[node.id], "" if node.kind == "join" else node.name, wrapped.get(node.kind, 14))
            for node in nodes(process)
        ),
        lines=tuple(
            (" ".join(f"{a},{b}" for a, b in corners), link.name, *_middle(corners))
            for link in links(process)
            if (corners := process.diagram.edges.get(link.id, ()))
        ),
    )


def role_names() -> dict[str, str]:
    """Return {role: its name}."""
    return {role.code: role.name for role in establishment.roles()}


def lane_words() -> dict[str, str]:
    """Return what the lanes of a drawing are called: roles, and kinds of agencies."""
    return dict(AgencyKind.choices()) | role_names()


def words() -> dict[str, object]:
    """Return the closed lists that the pages read."""
    return {
        "nav": "processes",
        "roles": role_names(),
        "places": PLACES,
        "effects": EFFECTS,
        "conditions": CONDITIONS,
        "kinds": KINDS,
        "viewer": VIEWER if finders.find(VIEWER) else "",
        "time_of": running.days,
        "acts_of": lambda scenario: ", ".join(EFFECTS[effect].lower() for effect in scenario.effects),
    }


def told(process: ProcessDraft, check: Check) -> dict[str, object]:
    """Return the check panel: findings by step, how the steps fit each limit."""
    return {
        "step_names": {step.key: f"{n}: {step.name}" for n, step in enumerate(process.activities, 1) if step.name},
        "findings": check.findings,
        "totals": [(total, running.days(total.minutes), total.limit.text) for total in check.totals],
        "uses": len({use.code for use in check.uses}),
    }


def _figure(kind: str, box: Shape, said: str, width: int) -> Figure:
    x, y, w, h = box
    lines = wrap(said, width)[:4]
    return Figure(kind=kind, box=box, lines=tuple(lines), x=x + w // 2, y=y + h // 2)


def _middle(corners: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    at = (len(corners) - 1) // 2
    (ax, ay), (bx, by) = corners[at], corners[at + 1] if at + 1 < len(corners) else corners[at]
    return (ax + bx) // 2, (ay + by) // 2 - 4
