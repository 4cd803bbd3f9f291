"""The editor: rows of steps and ways out, the check beside them, scenarios, publication. Works without JavaScript."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import processes as reads
from motcua.casework.dossiers.rules import scenarios as tries
from motcua.casework.dossiers.services import processes as services
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean
from motcua.tools.workflow.errors import UnsoundProcess
from motcua.tools.workflow.queries import drawings
from motcua.tools.workflow.queries.drawings import SketchView
from motcua.tools.workflow.rules.drawing import ProcessDraft, ScenarioDraft

from ..agency.parts import see_other
from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from .picture import picture, told, words
from .rows import UNITS, Row, arranged, drawn, rows_of, sent_rows
from .views import bpmn_file


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROCESSES)
def draw(request: StaffRequest, key: str) -> HttpResponse:
    """Show the editor; keep what was drawn, and do what a row's button says."""
    sketch = _sketch(key)
    if request.method != "POST":
        return _editor(request, sketch)
    steps, ways = arranged(*sent_rows(request.POST), request.POST.get("do", ""))
    named = replace(sketch.process, name=clean(request.POST.get("name", ""))[:300])
    process, errors = drawn(named, steps, ways)
    if errors:
        return _editor(request, sketch, rows=(steps, ways), errors=errors)
    services.change(process, revision=_revision(request), by=request.actor, at=clock.now())
    if not request.POST.get("do"):
        messages.success(request, "Đã ghi bản vẽ.")
    return see_other(reverse("processes:draw", args=[key]) + _anchor(request.POST.get("do", "")))


@require_POST
@needs(Permission.PROCESSES)
def check(request: StaffRequest, key: str) -> HttpResponse:
    """Check what stands in the fields now, without keeping it: the panel beside the table, while one types."""
    process, errors = drawn(_sketch(key).process, *sent_rows(request.POST))
    context = words() | told(process, reads.check(process, on=clock.now().date())) | {"errors": errors, "live": True}
    return page(request, "office/processes/checked.html", context)


@require_safe
@needs(Permission.PROCESSES)
def bpmn(request: StaffRequest, key: str) -> HttpResponse:
    """Give the drawing as a BPMN 2.0 file."""
    del request
    return bpmn_file(_sketch(key).process)


@require_POST
@needs(Permission.PROCESSES)
def scenarios(request: StaffRequest, key: str) -> HttpResponse:
    """Keep suggested scenarios that were ticked, take what a walk does now as meant, add one, drop one."""
    sketch = _sketch(key)
    process, kept = sketch.process, list(sketch.process.scenarios)
    verb, _, of = request.POST.get("do", "").partition(":")
    number = whole(of, len(kept) - 1) if kept else None
    if verb == "keep":
        wanted = {whole(sent) for sent in request.POST.getlist("suggested")}
        kept += [found for n, found in enumerate(_missing(process)) if n in wanted]
    elif verb == "drop" and number is not None:
        kept.pop(number)
    elif verb == "meant" and number is not None:
        kept[number] = tries.described(process, kept[number])
    elif verb == "add":
        kept.append(_typed(request, process))
    services.change(
        replace(process, scenarios=tuple(kept)), revision=_revision(request), by=request.actor, at=clock.now()
    )
    return see_other(reverse("processes:draw", args=[key]) + "#kich-ban")


@require_POST
@needs(Permission.PROCESSES)
def issue(request: StaffRequest, key: str) -> HttpResponse:
    """Publish the drawing under the decision that approved it."""
    try:
        definition = services.issue(
            key,
            revision=_revision(request),
            decision_no=request.POST.get("decision_no", ""),
            decided_on=_day(request.POST.get("decided_on", "")),
            by=request.actor,
            at=clock.now(),
            key=key_of(request),
        )
    except Invalid as no:
        return _editor(request, _sketch(key), errors=no.fields)
    except UnsoundProcess:
        sentence = "Chưa ban hành được: còn chỗ phải sửa trong phần kiểm tra. Hồ sơ vẫn theo bản cũ."
        return _editor(request, _sketch(key), errors={"kiem-tra": sentence})
    messages.success(request, f"Đã ban hành bản {definition.version}. Hồ sơ nhận từ bây giờ theo bản này.")
    return see_other(reverse("processes:sheet", args=[key]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROCESSES)
def discard(request: StaffRequest, key: str) -> HttpResponse:
    """Ask, then throw the drawing away."""
    sketch = _sketch(key)
    if request.method != "POST":
        return page(request, "office/processes/discard.html", {"nav": "processes", "sketch": sketch})
    services.discard(key, revision=_revision(request), by=request.actor, at=clock.now())
    messages.success(request, "Đã bỏ bản vẽ. Bản đã ban hành không đổi.")
    return see_other(reverse("processes:list"))


def _editor(
    request: StaffRequest,
    sketch: SketchView,
    *,
    rows: tuple[list[Row], list[Row]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    process, context = sketch.process, words()
    steps, ways = rows or rows_of(process)
    context |= told(process, reads.check(process, on=clock.now().date()))
    context |= {
        "sketch": sketch,
        "process": process,
        "steps": steps,
        "ways": [(number, way) for number, way in enumerate(ways)],
        "units": UNITS,
        "walks": [(scenario, tuple(tries.faults(process, scenario))) for scenario in process.scenarios],
        "suggested": _missing(process),
        "picture": picture(process),
        "file": reverse("processes:draw_bpmn", args=[sketch.key]),
        "sent": request.POST.dict() if errors else {},
        "errors": errors or {},
        "key": uuid4().hex,
        "live": False,
    }
    return page(request, "office/processes/draw.html", context, status=422 if errors else 200)


def _missing(process: ProcessDraft) -> tuple[ScenarioDraft, ...]:
    """Return suggested scenarios that take a way out which no green one takes yet."""
    walked = {
        (flow.source, flow.outcome)
        for scenario in process.scenarios
        if not list(tries.faults(process, scenario))
        for flow in tries.walk(process, scenario).flows
    }
    return tuple(
        found
        for found in tries.suggested(process)
        if any((flow.source, flow.outcome) not in walked for flow in tries.walk(process, found).flows)
    )


def _typed(request: StaffRequest, process: ProcessDraft) -> ScenarioDraft:
    """Return the scenario as it was typed; steps that were not named are those that the walk takes now."""
    sent = request.POST
    outcomes = tuple(clean(sent.get("outcomes", "")).replace(",", " ").split())[:100]
    name = clean(sent.get("name", ""))[:120] or f"Kịch bản {len(process.scenarios) + 1}"
    drafted = ScenarioDraft(name=name, outcomes=outcomes, holding=tuple(map(clean, sent.getlist("holding")))[:6])
    found = tries.described(process, drafted)
    visited = tuple(clean(sent.get("visited", "")).replace("→", " ").replace(",", " ").split())[:100]
    return replace(found, visited=visited) if visited else found


def _sketch(key: str) -> SketchView:
    sketch = drawings.sketch(key)
    if sketch is None:
        raise NotFound("Quy trình này không có bản vẽ dở. Mở quy trình rồi chọn “Vẽ bản mới”.")
    return sketch


def _revision(request: StaffRequest) -> int:
    return whole(request.POST.get("revision", ""), 2**31 - 1) or 0


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _anchor(do: str) -> str:
    verb, _, of = do.partition(":")
    if verb == "add-way":
        return f"#buoc-{of}"
    return "#cac-buoc" if verb else ""
