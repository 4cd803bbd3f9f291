"""Moving open dossiers to another version: choose and match, look, have it done, watch it, stop it, take it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import moves as reads
from motcua.casework.dossiers.queries.moves import MoveView
from motcua.casework.dossiers.rules.moves import proposed
from motcua.casework.dossiers.services import move_orders
from motcua.casework.dossiers.vocabulary import MoveLineState, MoveState, MoveWait, MoveWork, Permission
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

_GOES_ON = "Việc vẫn chạy khi ông/bà rời trang này."
_RELOAD_SECONDS = 10
_NOT_MOVED = {MoveLineState.PLANNED: "Chưa chuyển"}


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
            move_id = move_orders.look_ahead(source.id, target.id, mapping, by=request.actor, at=clock.now())
        except Invalid as no:
            errors = no.fields
        except MigrationRefused as no:
            errors = {"target": no.sentence}
        else:
            return see_other(reverse("processes:progress", args=[move_id]))
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
    """Show a move: what is foreseen or done, dossier by dossier, and what can be done next.

    While a worker is at it the page asks for its progress by itself, and for all of itself once that has ended. Without
    JavaScript it reloads where the reader asks for it: one that reloads unasked is read out from its top each time.
    """
    view = _found(move_id)
    shown = _progress(request, view)
    if request.headers.get("HX-Request"):
        if shown["is_working"] and not (shown["is_lost"] and shown["announce"]):
            return page(request, "office/processes/moved.html", shown, block="progress")
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    source, target = workflow.definition(view.source_id), workflow.definition(view.target_id)
    number = number_of(request.GET.get("page", ""))
    lines = reads.lines(move_id, number=number)
    agencies = {line.agency_id for line in lines} | {line.next_agency_id for line in lines}
    names = {agency.id: agency.short_name for agency in organisation.by_ids([id_ for id_ in agencies if id_])}
    pages = max(1, -(-view.total // reads.PAGE))
    reloads = bool(shown["is_working"]) and request.GET.get("tu-xem") == "1"
    context = {
        **shown,
        "reloads": reloads,
        "reload_seconds": _RELOAD_SECONDS,
        **_deeds(view, is_lost=bool(shown["is_lost"])),
        "nav": "processes",
        "source": source,
        "target": target,
        "lines": lines,
        "agencies": names,
        "old_names": {step.key: step.name for step in source.activities},
        "new_names": {step.key: step.name for step in target.activities},
        "again": f"{reverse('processes:move', args=[target.key])}?source={source.id}&target={target.id}",
        "previous": f"?page={number - 1}" if number > 1 else "",
        "next": f"?page={number + 1}" if number < pages else "",
        "current": f"Trang {number} trong {pages}",
        "moment": datetime.fromisoformat,
    }
    response = page(request, "office/processes/moved.html", context)
    if reloads:
        response.headers["Refresh"] = str(_RELOAD_SECONDS)
    return response


@require_POST
@needs(Permission.PROCESSES)
def go(request: StaffRequest, move_id: int) -> HttpResponse:
    """Order the move, or the rest of it."""
    move_orders.carry_out(move_id, by=request.actor, at=clock.now())
    messages.success(request, f"Đã giao việc chuyển hồ sơ. {_GOES_ON}")
    return see_other(reverse("processes:progress", args=[move_id]))


@require_POST
@needs(Permission.PROCESSES)
def undo(request: StaffRequest, move_id: int) -> HttpResponse:
    """Order that what was moved is taken back, or the rest of it."""
    move_orders.take_back(move_id, by=request.actor, at=clock.now())
    messages.success(request, f"Đã giao việc hoàn tác. {_GOES_ON}")
    return see_other(reverse("processes:progress", args=[move_id]))


@require_POST
@needs(Permission.PROCESSES)
def stop(request: StaffRequest, move_id: int) -> HttpResponse:
    """Stop what is being done, before the next dossier."""
    move_orders.stop(move_id, by=request.actor, at=clock.now())
    return see_other(reverse("processes:progress", args=[move_id]))


def _progress(request: StaffRequest, view: MoveView) -> dict[str, object]:
    """Return what the part of the page shows that is asked for again and again.

    ``announce`` is for those who hear the page: only what differs from what they heard, in steps of a tenth.
    """
    wait = reads.wait(view)
    heard = f"{10 * view.done // view.whole if view.whole else 0}-{wait}"
    labels = _NOT_MOVED if view.state in (MoveState.UNDOING, MoveState.UNDONE) else {}
    counted = [(state, view.counts[state]) for state in MoveLineState if view.counts.get(state)]
    return {
        "move": view,
        "wait": wait,
        "is_working": view.work is MoveWork.WORKING,
        "is_lost": wait is MoveWait.LOST,
        "half_way": view.state in (MoveState.RUNNING, MoveState.UNDOING),
        "labels": labels,
        "counts": [(labels.get(state, state.label), count) for state, count in counted],
        "poll": f"{reverse('processes:progress', args=[view.id])}?nghe={heard}",
        "announce": bool(request.headers.get("HX-Request")) and request.GET.get("nghe") != heard,
    }


def _deeds(view: MoveView, *, is_lost: bool) -> dict[str, bool]:
    """Return which buttons the page has; the services ask again."""
    is_working, state = view.work is MoveWork.WORKING, view.state
    moved = view.counts.get(MoveLineState.MOVED, 0)
    return {
        "may_stop": is_working and state is not MoveState.LOOKING,
        "may_go": not is_working and state in (MoveState.PLANNED, MoveState.RUNNING) and view.left > 0,
        "may_undo": not is_working and state in (MoveState.RUNNING, MoveState.DONE, MoveState.UNDOING) and moved > 0,
        "may_look_again": state is MoveState.LOOKING and (is_lost or not is_working),
    }


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
