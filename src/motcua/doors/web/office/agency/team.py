"""Who works at a unit now, whose work waits, what nobody can do: the page a leader arranges by; one post's work."""

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.casework.dossiers.queries import holdings, orphans
from motcua.casework.dossiers.services import reassignment
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies.queries import establishment, organisation
from motcua.people.agencies.queries import substitution as reads
from motcua.people.agencies.queries.establishment import PostSheet
from motcua.people.agencies.services import substitution
from motcua.people.agencies.vocabulary import DocumentType

from ..keys import key_of
from ..session.request import StaffRequest
from .giving import EVEN, HOWS, confirm_page, may_see, moves_of, reported, rows_of, sent_moves
from .parts import WORDS, arranged, nav_of, see_other

_SHOWN = 20


@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Open the unit one works at."""
    return see_other(reverse("agency:team_of", args=[request.actor.agency_id]))


@require_safe
def team(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Show the unit: posts with who sits there, absences, acting seats, and work that nobody can do."""
    agency, at = arranged(request, agency_id), clock.now()
    posts = reads.team(agency_id, at=at)
    people = {sitter.staff_id for post in posts for sitter in post.sitters}
    lost = orphans.of_agencies([agency_id], at=at, most=_SHOWN)
    context = {
        "nav": nav_of(request),
        "agency": agency,
        "posts": posts,
        "loads": holdings.loads([agency_id]),
        "absences": reads.absences(people, at=at),
        "substitutions": reads.substitutions(agency_id, at=at),
        "orphans": lost,
        "may_see": may_see(request, agency_id),
        "orphaned": orphans.count([agency_id], at=at) if len(lost) == _SHOWN else len(lost),
        "words": WORDS,
        "documents": dict(DocumentType.choices()),
        "below": [one for one in organisation.agencies(on=at.date()) if one.parent_id == agency_id],
        "at": at,
        "key": uuid4().hex,
    }
    return page(request, "office/agency/team.html", context)


@require_POST
def end_absence(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Somebody is back early, or did not go."""
    substitution.end_absence(absence_id, by=request.actor, at=clock.now(), key=key_of(request))
    messages.success(request, "Đã ghi về làm việc. Ai đang làm thay thì vẫn làm thay đến khi kết thúc.")
    return _back(request)


@require_POST
def end_substitution(request: StaffRequest, delegation_id: int) -> HttpResponse:
    """End an acting seat at once."""
    substitution.end_substitution(delegation_id, by=request.actor, at=clock.now(), key=key_of(request))
    messages.success(request, "Đã kết thúc làm thay; lần bấm kế tiếp từ vị trí đó bị từ chối.")
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: StaffRequest, post_id: int) -> HttpResponse:
    """Show the open work of a post; give it to others: choose, see, confirm."""
    sheet = _post(request, post_id)
    held = holdings.at_posts([post_id])
    if request.method != "POST":
        return _work_page(request, sheet, held)
    back = (f"Về {sheet.agency_name}", reverse("agency:team_of", args=[sheet.agency_id]))
    if "confirmed" in request.POST:
        at, key = clock.now(), key_of(request)
        moved = reassignment.reassign(sent_moves(request.POST), by=request.actor, at=at, key=key)
        left = orphans.count([sheet.agency_id], at=clock.now())
        return reported(request, f"Giao lại việc của {sheet.title}", moved, back=back, orphaned=left)
    rows = rows_of(request, held, without=[post_id])
    moves = moves_of(rows, request.POST.get("how", ""), request.POST)
    if not moves:
        errors = {"how": "Chưa có việc nào được giao đi. Chọn cách khác, hoặc chọn nơi nhận ở từng việc."}
        return _work_page(request, sheet, held, errors=errors)
    return confirm_page(
        request,
        rows,
        moves,
        title=f"Giao lại {len(moves)} việc của {sheet.title}",
        facts=(("Vị trí", f"{sheet.title}, {sheet.agency_name}"),),
        button=f"Giao {len(moves)} việc",
        back=("Quay lại, chưa giao gì", reverse("agency:work", args=[post_id])),
    )


@require_safe
def handover(request: StaffRequest, post_id: int) -> HttpResponse:
    """Print what a post hands over: each dossier with its step, dates and last note."""
    sheet, at = _post(request, post_id), clock.now()
    rows = rows_of(request, holdings.at_posts([post_id], most=1000))
    context = {"nav": nav_of(request), "post": sheet, "rows": rows, "at": at}
    return page(request, "office/agency/handover.html", context)


def _post(request: StaffRequest, post_id: int) -> PostSheet:
    sheet = establishment.post(post_id, on=clock.now().date())
    if sheet is None:
        raise NotFound("Vị trí này không có hoặc đã đóng. Chọn lại trong cơ quan.")
    arranged(request, sheet.agency_id)
    return sheet


def _back(request: StaffRequest) -> HttpResponse:
    unit = request.POST.get("agency", "")
    name = "agency:team_of" if unit.isdecimal() and len(unit) < 19 else "agency:team"
    return see_other(reverse(name, args=[unit] if name == "agency:team_of" else []))


def _work_page(
    request: StaffRequest,
    sheet: PostSheet,
    held: tuple[holdings.Held, ...],
    *,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    rows = rows_of(request, held, without=[sheet.id])
    context = {
        "nav": nav_of(request),
        "post": sheet,
        "rows": rows,
        "most": holdings.MOST,
        "hows": HOWS,
        "how": request.POST.get("how", EVEN),
        "typed": request.POST,
        "may_give": any(row.may_give for row in rows),
        "errors": errors or {},
        "key": uuid4().hex,
    }
    return page(request, "office/agency/work.html", context, status=422 if errors else 200)
