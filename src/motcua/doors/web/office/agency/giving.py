"""Open work and where it shall go: what the forms of this desk that give work away have in common."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import holdings
from motcua.casework.dossiers.queries.holdings import Held
from motcua.casework.dossiers.rules.spreading import spread
from motcua.casework.dossiers.services import processing
from motcua.casework.dossiers.services.reassignment import Move, Moved
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation

from ..choices import whole
from ..session.request import StaffRequest
from .parts import nav_of, see_other

STAY, EVEN, POOL, ROWS = "stay", "even", "pool", "rows"
HOWS = (
    (EVEN, "Chia đều", "Cho các vị trí khác làm được bước đó, ai ít việc nhận trước."),
    (POOL, "Trả về hàng chờ chung", "Ai giữ vai trò đó thì nhận."),
    (ROWS, "Chọn từng việc", "Theo cột “Giao cho” trong bảng dưới đây."),
)
_REPORT = "people_report"
_TO_POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An open step as the form shows it.

    may_see           the actor may read the dossier; else ``applicant`` and ``note`` are ""
    may_give          the actor leads the unit at which it waits
    options           (value, text) of where it can go
    """

    held: Held
    may_see: bool
    applicant: str
    note: str
    may_give: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many rows go to one place."""

    text: str
    codes: tuple[str, ...]


def rows_of(request: StaffRequest, held: Sequence[Held], *, without: Collection[int] = ()) -> tuple[Row, ...]:
    """Return the rows of a form; ``without`` names posts that take none of it."""
    at, by = clock.now(), request.actor
    places: dict[tuple[int, int], tuple[tuple[str, str], ...]] = {}
    names: dict[int, dict[int, str]] = {}
    for row in held:
        if (place := (row.agency_id, row.role_id)) not in places:
            able = processing.posts_for(row.agency_id, row.role_id, at) - set(without)
            if row.agency_id not in names:
                units = organisation.posts(row.agency_id, on=at)
                names[row.agency_id] = {post.id: f"{', '.join(post.staff)} ({post.title})" for post in units}
            known = names[row.agency_id]
            places[place] = tuple((str(post), known[post]) for post in sorted(able, key=lambda one: known[one]))

    def row_of(one: Held) -> Row:
        seen = may_see(request, one.agency_id)
        return Row(
            held=one,
            may_see=seen,
            applicant=one.applicant if seen else "",
            note=one.note if seen else "",
            may_give=Permission.ASSIGN in request.permissions and one.agency_id == by.agency_id,
            options=places[one.agency_id, one.role_id],
        )

    return tuple(row_of(one) for one in held)


def may_see(request: StaffRequest, agency_id: int) -> bool:
    """Tell whether the actor may read the dossiers whose work waits at an agency."""
    if Permission.VIEW_ALL in request.permissions:
        return True
    return Permission.VIEW_AGENCY in request.permissions and agency_id == request.actor.agency_id


def moves_of(rows: Sequence[Row], how: str, posted: QueryDict) -> tuple[Move, ...]:
    """Return where each row shall go by what the form says; a row that stays is not among them."""
    giving = [row for row in rows if row.may_give]
    if how == POOL:
        return tuple(_move(row, None) for row in giving if row.held.post_id is not None)
    if how == EVEN:
        able = [(row.held.item_id, {int(value) for value, _ in row.options}) for row in giving]
        given = spread(able, holdings.loads(sorted({row.held.agency_id for row in giving})))
        return tuple(_move(row, post) for row in giving if (post := given[row.held.item_id]) is not None)
    if how != ROWS:
        return ()
    found = []
    for row in giving:
        wanted = posted.get(f"to-{row.held.item_id}", "")
        if wanted == _TO_POOL and row.held.post_id is not None:
            found.append(_move(row, None))
        elif wanted in dict(row.options):
            found.append(_move(row, int(wanted)))
    return tuple(found)


def sent_moves(posted: QueryDict) -> tuple[Move, ...]:
    """Return the moves that a page of confirmation sends back."""
    found = {}
    for value in posted.getlist("move")[: holdings.MOST]:
        item, _, rest = str(value).partition("~")
        post, _, code = rest.partition("~")
        number, target = whole(item), whole(post)
        if number is not None and code and (target is not None or post == _TO_POOL):
            found[number] = Move(item_id=number, code=code[:80], post_id=target)
    return tuple(found.values())


def confirm_page(request: StaffRequest, rows: Sequence[Row], moves: Sequence[Move], **words: Any) -> HttpResponse:
    """Show what would happen; the form on it does it.

    words   title, facts ((term, value), …), button, back (text, address), danger, warnings
    """
    texts = {int(value): text for row in rows for value, text in row.options}
    going: dict[int | None, list[str]] = {}
    for move in moves:
        going.setdefault(move.post_id, []).append(move.code)
    kept = {move.item_id for move in moves}
    hidden = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "idempotency_key", "confirmed", "move") and not name.startswith("to-")
        for value in values
    ]
    context = {
        "nav": nav_of(request),
        "groups": [
            Group(text=texts.get(post, "") if post is not None else "Hàng chờ chung", codes=tuple(codes))
            for post, codes in going.items()
        ],
        "staying": [row for row in rows if row.held.item_id not in kept],
        "moves": [f"{move.item_id}~{_TO_POOL if move.post_id is None else move.post_id}~{move.code}" for move in moves],
        "hidden": hidden,
        "key": uuid4().hex,
        "danger": False,
        "warnings": (),
        **words,
    }
    return page(request, "office/agency/confirm.html", context)


def reported(
    request: StaffRequest, title: str, moved: Sequence[Moved], *, back: tuple[str, str], orphaned: int | None = None
) -> HttpResponse:
    """Send the browser to the page that tells, row by row, what was done.

    back       (text, address) of where to go on
    orphaned   how much work nobody can do now; None was not asked
    """
    request.session[_REPORT] = {
        "title": title,
        "done": [one.code for one in moved if not one.refusal],
        "failed": [[one.code, one.refusal] for one in moved if one.refusal],
        "back": list(back),
        "orphaned": orphaned,
    }
    return see_other(reverse("agency:report"))


@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """Say what the last giving-away did, row by row."""
    said = request.session.get(_REPORT)
    if not said:
        return see_other(reverse("agency:team"))
    return page(request, "office/agency/report.html", {"nav": nav_of(request), **said})


def _move(row: Row, post_id: int | None) -> Move:
    return Move(item_id=row.held.item_id, code=row.held.code, post_id=post_id)
