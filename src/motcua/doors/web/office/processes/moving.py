"""Moving open dossiers to another version: choose and match, look, do it batch by batch, take it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import moves as reads
from motcua.casework.dossiers.queries.moves import MoveView
from motcua.casework.dossiers.rules.moves import proposed
from motcua.casework.dossiers.services import migration
from motcua.casework.dossiers.vocabulary import MoveLineState, MoveState, Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.people.agencies.queries import organisation
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import drawings
from motcua.tools.workflow.queries.drawings import DefinitionLine

from ..agency.parts import number_of, see_other
from ..choices import whole
from ..session.request import StaffRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROCESSES)
def plan(request: StaffRequest, key: str) -> HttpResponse:
    """Choose two versions, match each step of the old one to one of the new; look where every dossier would stand."""
    versions = drawings.versions(key)
    if len(versions) < 2:
        raise NotFound("Quy trình này chưa có hai bản để chuyển hồ sơ giữa chúng.")
    sent = request.POST if request.method == "POST" else request.GET
    source, target = _chosen(versions, sent.get("source", ""), sent.get("target", ""))
    old, new = drawings.drawing(source.id), drawings.drawing(target.id)
    mapping, errors = proposed(old, new), dict[str, str]()
    if request.method == "POST":
        mapping = {step.key: request.POST.get(f"map-{step.key}", "") for step in old.activities}
        try:
            view = migration.foresee(source.id, target.id, mapping, by=request.actor, at=clock.now())
        except Invalid as no:
            errors = no.fields
        except MigrationRefused as no:
            errors = {"target": no.sentence}
        else:
            return see_other(reverse("processes:progress", args=[view.id]))
    context = {
        "nav": "processes",
        "versions": versions,
        "source": source,
        "target": target,
        "old": old,
        "new": new,
        "mapping": mapping,
        "moves": reads.of_process(key),
        "errors": errors,
    }
    return page(request, "office/processes/move.html", context, status=422 if errors else 200)


@require_safe
@needs(Permission.PROCESSES)
def progress(request: StaffRequest, move_id: int) -> HttpResponse:
    """Show a move: what is foreseen or done, dossier by dossier, and what can be done next."""
    view = _found(move_id)
    source, target = workflow.definition(view.source_id), workflow.definition(view.target_id)
    number = number_of(request.GET.get("page", ""))
    lines = reads.lines(move_id, number=number)
    agencies = {line.agency_id for line in lines} | {line.next_agency_id for line in lines}
    names = {agency.id: agency.short_name for agency in organisation.by_ids([id_ for id_ in agencies if id_])}
    pages = max(1, -(-view.total // reads.PAGE))
    context = {
        "nav": "processes",
        "move": view,
        "source": source,
        "target": target,
        "lines": lines,
        "agencies": names,
        "old_names": {step.key: step.name for step in source.activities},
        "new_names": {step.key: step.name for step in target.activities},
        "counts": [(state.label, view.counts[state]) for state in MoveLineState if view.counts.get(state)],
        "may_go": view.state in (MoveState.PLANNED, MoveState.RUNNING) and view.left,
        "may_undo": view.counts.get(MoveLineState.MOVED, 0)
        and view.state in (MoveState.RUNNING, MoveState.DONE, MoveState.UNDOING),
        "batch": migration.BATCH,
        "previous": f"?page={number - 1}" if number > 1 else "",
        "next": f"?page={number + 1}" if number < pages else "",
        "current": f"Trang {number} trong {pages}",
        "moment": datetime.fromisoformat,
    }
    return page(request, "office/processes/moved.html", context)


@require_POST
@needs(Permission.PROCESSES)
def go(request: StaffRequest, move_id: int) -> HttpResponse:
    """Move the next batch."""
    view = migration.run(move_id, by=request.actor, at=clock.now())
    if not view.left:
        messages.success(request, f"Đã chuyển {view.counts.get(MoveLineState.MOVED, 0)} hồ sơ sang bản mới.")
    return see_other(reverse("processes:progress", args=[move_id]))


@require_POST
@needs(Permission.PROCESSES)
def undo(request: StaffRequest, move_id: int) -> HttpResponse:
    """Take the next batch back."""
    view = migration.undo(move_id, by=request.actor, at=clock.now())
    if not view.left:
        messages.success(request, f"Đã hoàn tác {view.counts.get(MoveLineState.UNDONE, 0)} hồ sơ.")
    return see_other(reverse("processes:progress", args=[move_id]))


def _chosen(versions: tuple[DefinitionLine, ...], source: str, target: str) -> tuple[DefinitionLine, DefinitionLine]:
    """Return the two versions that were chosen; at first the older one with most dossiers, and the newest."""
    by_id = {line.id: line for line in versions}
    new = by_id.get(whole(target) or 0, versions[0])
    others = [line for line in versions if line.id != new.id]
    return by_id.get(whole(source) or 0, max(others, key=lambda line: line.running)), new


def _found(move_id: int) -> MoveView:
    view = reads.move(move_id)
    if view is None:
        raise NotFound("Không có đợt chuyển này. Mở quy trình rồi xem các đợt chuyển.")
    return view
