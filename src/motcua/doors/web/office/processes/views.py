"""Processes: the list, one process with its versions, files in and out, what differs."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import processes as reads
from motcua.casework.dossiers.services import processes as services
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean
from motcua.tools.workflow.errors import NotBpmn, SketchTaken
from motcua.tools.workflow.queries import drawings
from motcua.tools.workflow.rules.bpmn.read import from_bpmn
from motcua.tools.workflow.rules.bpmn.write import to_bpmn
from motcua.tools.workflow.rules.bpmn.xml import LARGEST
from motcua.tools.workflow.rules.differences import differences
from motcua.tools.workflow.rules.drawing import ProcessDraft

from ..agency.parts import see_other
from ..choices import whole
from ..session.request import StaffRequest, needs
from .picture import lane_words, picture, told, words


@require_safe
@needs(Permission.PROCESSES)
def processes(request: StaffRequest) -> HttpResponse:
    """Show every process: its version in force, who follows it, what runs, what is being drawn."""
    lines = reads.listing(on=clock.now().date())
    return page(request, "office/processes/list.html", {"nav": "processes", "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROCESSES)
def new(request: StaffRequest) -> HttpResponse:
    """Begin a process from nothing."""
    values, errors = request.POST.dict(), dict[str, str]()
    if request.method == "POST":
        empty = ProcessDraft(
            key=clean(values.get("key", "")), name=clean(values.get("name", "")), activities=(), flows=()
        )
        try:
            sketch = services.begin(empty, by=request.actor, at=clock.now())
        except Invalid as no:
            errors = no.fields
        except SketchTaken as no:
            errors = {"key": no.sentence}
        else:
            return see_other(reverse("processes:draw", args=[sketch.key]))
    return _new(request, values, errors)


@require_POST
@needs(Permission.PROCESSES)
def take_in(request: StaffRequest) -> HttpResponse:
    """Begin a drawing from a BPMN file."""
    file, errors = request.FILES.get("file"), dict[str, str]()
    if file is None:
        errors = {"file": "Chọn tệp BPMN để nhập."}
    elif (file.size or 0) > LARGEST:
        errors = {"file": "Tệp lớn hơn 2 MB. Bỏ ảnh nhúng hoặc chia quy trình rồi nhập lại."}
    else:
        try:
            sketch = services.begin(from_bpmn(file.read()), by=request.actor, at=clock.now())
        except (NotBpmn, SketchTaken) as no:
            errors = {"file": no.sentence}
        except Invalid as no:
            errors = {"file": " ".join(no.fields.values())}
        else:
            messages.success(request, "Đã nhập tệp thành bản vẽ. Xem phần kiểm tra rồi sửa cho đủ.")
            return see_other(reverse("processes:draw", args=[sketch.key]))
    return _new(request, {}, errors)


@require_safe
@needs(Permission.PROCESSES)
def sheet(request: StaffRequest, key: str) -> HttpResponse:
    """Show one process: the table and the picture of a version, its check today, its versions."""
    versions, sketch = drawings.versions(key), drawings.sketch(key)
    if not versions:
        if sketch is None:
            raise NotFound("Không có quy trình mang mã này. Chọn lại trong danh sách.")
        return see_other(reverse("processes:draw", args=[key]))
    wanted = whole(request.GET.get("version", "")) or versions[0].version
    shown = next((line for line in versions if line.version == wanted), versions[0])
    drawing, context = drawings.drawing(shown.id), words()
    context |= told(drawing, reads.check(drawing, on=clock.now().date(), covered=False))
    context |= {
        "shown": shown,
        "process": drawing,
        "versions": versions,
        "sketch": sketch,
        "picture": picture(drawing),
        "file": reverse("processes:bpmn", args=[shown.id]),
        "old_running": sum(line.running for line in versions[1:]),
    }
    return page(request, "office/processes/sheet.html", context)


@require_POST
@needs(Permission.PROCESSES)
def draw_next(request: StaffRequest, definition_id: int) -> HttpResponse:
    """Begin to draw the next version from one that was published."""
    sketch = services.begin_from(definition_id, by=request.actor, at=clock.now())
    return see_other(reverse("processes:draw", args=[sketch.key]))


@require_safe
@needs(Permission.PROCESSES)
def bpmn(request: StaffRequest, definition_id: int) -> HttpResponse:
    """Give a version as a BPMN 2.0 file."""
    del request
    if not drawings.is_definition(definition_id):
        raise NotFound("Không có phiên bản quy trình này.")
    return bpmn_file(drawings.drawing(definition_id))


@require_safe
@needs(Permission.PROCESSES)
def diff(request: StaffRequest, key: str) -> HttpResponse:
    """Show what differs between two versions, or a version and the drawing that is being made."""
    versions, sketch = drawings.versions(key), drawings.sketch(key)
    choices = [(str(line.version), f"Bản {line.version}") for line in versions]
    choices = ([("draft", "Bản vẽ đang làm")] if sketch else []) + choices
    if not versions:
        raise NotFound("Quy trình này chưa có bản nào được ban hành để so sánh.")
    known = [value for value, _ in choices]
    new_one = request.GET.get("new", known[0])
    old_one = request.GET.get("old", known[1] if len(known) > 1 else known[0])
    if new_one not in known or old_one not in known:
        raise NotFound("Không có phiên bản đó. Chọn lại hai bản để so sánh.")

    def drawing(which: str) -> ProcessDraft:
        if which == "draft" and sketch:
            return sketch.process
        return drawings.drawing(next(line.id for line in versions if str(line.version) == which))

    context = {
        "nav": "processes",
        "key": key,
        "name": versions[0].name,
        "choices": choices,
        "old": old_one,
        "new": new_one,
        "rows": differences(drawing(old_one), drawing(new_one)),
    }
    return page(request, "office/processes/diff.html", context)


def bpmn_file(process: ProcessDraft) -> HttpResponse:
    """Return a drawing as a file to keep or to open elsewhere."""
    text = to_bpmn(process, lane_words())
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{process.key}.bpmn"'
    return response


def _new(request: StaffRequest, values: dict[str, str], errors: dict[str, str]) -> HttpResponse:
    context = {"nav": "processes", "values": values, "errors": errors, "token": uuid4().hex}
    return page(request, "office/processes/new.html", context, status=422 if errors else 200)
