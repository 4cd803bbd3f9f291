"""What a page of a report shows: the table with an address for every number, the acts that wait, what moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from motcua.doors.web.ui.answers import page
from motcua.steering.reports.queries import kept, people, restatement
from motcua.steering.reports.queries.kept import ReportView
from motcua.steering.reports.rules import lifecycle, sheets
from motcua.steering.reports.rules.tables import TOTAL, Difference
from motcua.steering.reports.vocabulary import Act, Permission, State

from ..session.request import StaffRequest

DEEDS: Mapping[str, Act] = {
    "lay-lai": Act.RETAKE,
    "kiem-tra": Act.CHECK,
    "ky": Act.SIGN,
    "gui": Act.SEND,
    "chot": Act.ACCEPT,
    "tra-lai": Act.RETURN,
    "chinh-ly": Act.REVISE,
}
_NEEDS: Mapping[Act, Permission] = {
    Act.RETAKE: Permission.PREPARE,
    Act.CHECK: Permission.CHECK,
    Act.SIGN: Permission.SIGN,
    Act.SEND: Permission.PREPARE,
    Act.ACCEPT: Permission.COLLECT,
    Act.RETURN: Permission.COLLECT,
    Act.REVISE: Permission.PREPARE,
}
_BY_RECIPIENT = (Act.ACCEPT, Act.RETURN)
_TONES = {State.SIGNED: "blue", State.SENT: "blue", State.FROZEN: "jade", State.RETURNED: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A cell. ``now``: what the figures say since, None where they say the same."""

    value: int | None
    href: str
    label: str
    moved: bool


def tone(state: State) -> str:
    """Return the tone of the tag of a state."""
    return _TONES.get(state, "")


def shown(
    request: StaffRequest,
    view: ReportView,
    at: datetime,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the page of a report; with errors as it was filled in."""
    _, moved = restatement.compared(view, today=at.date())
    context: dict[str, Any] = {
        "nav": "figures",
        "report": view,
        "tone": tone(view.state),
        "next": lifecycle.NEXT[view.state],
        "head": sheets.head(view.form),
        "numbered": sheets.numbered(view.form),
        "lines": list(_lines(view, moved)),
        "notes": sheets.notes(view.form, view.table),
        "moved": [(one, _column(view, one.column), address(view, one.line, one.column)) for one in moved],
        "deeds": _deeds(request, view, at),
        "own_hand": _own_hand(request, view, at),
        "revisions": [(one, tone(one.state)) for one in kept.revisions(view)],
        "errors": dict(errors or {}),
        "typed": dict(typed or {}),
        "key": (typed or {}).get("idempotency_key") or uuid4().hex,
        "files": [(kind, reverse("reports:file", args=[view.id, kind.lower()])) for kind in ("PDF", "XLSX", "CSV")],
    }
    return page(request, "office/reports/one.html", context, status=422 if errors else 200)


def address(view: ReportView, line: str, column: str, name: str = "cell", *more: str) -> str:
    """Return the address of what is behind a cell."""
    return address_of(view.id, line, column, name, *more)


def address_of(report_id: int, line: str, column: str, name: str = "cell", *more: str) -> str:
    """Return the address of what is behind a cell of a report by its id."""
    return f"{reverse(f'reports:{name}', args=[report_id, *more])}?{urlencode({'dong': line, 'cot': column})}"


def _lines(view: ReportView, moved: tuple[Difference, ...]) -> Iterator[tuple[str, str, bool, list[Number]]]:
    """Yield (mark, name, is it a sum, its numbers)."""
    changed = {(one.line, one.column) for one in moved}
    keys = [*(line.key for line in view.table.lines), TOTAL]
    for key, (mark, name, *numbers) in zip(keys, sheets.lines(view.table), strict=True):
        told = [
            Number(
                value=value if isinstance(value, int) else None,
                href=address(view, key, column.key) if value else "",
                label=f"{name}, {_column(view, column.key)}",
                moved=(key, column.key) in changed,
            )
            for column, value in zip(view.form.columns, numbers, strict=True)
        ]
        yield str(mark), str(name), not str(mark).isdecimal(), told


def _column(view: ReportView, key: str) -> str:
    column = view.form.columns[view.form.place(key)]
    return ", ".join((*column.groups, column.header)).lower()


def _deeds(request: StaffRequest, view: ReportView, at: datetime) -> dict[str, str]:
    """Return {name of a form: address} of what the actor may do now."""
    found = {}
    for name, act in DEEDS.items():
        where = (view.recipient_id or view.agency.id) if act in _BY_RECIPIENT else view.agency.id
        if act not in lifecycle.acts_from(view.state) or request.actor.agency_id != where:
            continue
        if _NEEDS[act] not in request.permissions or (act is Act.REVISE and view.newest != view.id):
            continue
        if act in (Act.CHECK, Act.SIGN) and _own_hand(request, view, at):
            continue
        found[act.value] = reverse("reports:act", args=[view.id, name])
    return found


def _own_hand(request: StaffRequest, view: ReportView, at: datetime) -> bool:
    """Tell whether the actor prepared it himself, and others are there who check and sign."""
    mine = request.actor.staff_id
    if view.state not in (State.PREPARED, State.CHECKED) or mine is None or view.prepared_by != mine:
        return False
    return people.able(view.agency.id, at=at) != {mine}
