"""Is a printed paper one of ours? What anybody who holds it may be told: its name, its number, when it was issued.

Law: 01/2023/TT-VPCP, Điều 26 (the code on printed papers names document and time of publication).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.text import fold
from motcua.ground.outbox import queries as outbox

from ...models import Correction, Dossier
from ...rules.forms import table
from ...vocabulary import Form
from . import issued
from .issued import Heading, Issue

_ELSEWHERE = frozenset(fold(table.LOCAL[form].name.title) for form in (Form.LABEL, Form.HANDOVER))
"""Papers that are kept track of elsewhere: nothing is said of them here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is known of a paper that says it is about this dossier.

    known      the dossier has a paper of that name
    issued_at  when this one was issued; None where none was issued at that minute
    replaced   a newer one took its place
    """

    known: bool
    title: str
    number: str = ""
    issued_at: datetime | None = None
    replaced: bool = False


def of(code: str, title: str, minute: str) -> Proof | None:
    """Return what is known of a paper; None for one that is not kept track of here, or names nothing.

    title    as its code says (``gt``); minute  ``YYYY-MM-DDTHH:MM`` of its issue (``tg``), "" where it says none
    Raises   NotFound for an unknown dossier
    """
    wanted = fold(title)
    if not wanted or wanted in _ELSEWHERE:
        return None
    dossier = issued.heading(code)
    forms = issued.form_set(dossier)
    found = [line for line in issued.lines(dossier.id, forms) if fold(line.title) == wanted]
    for line in found:
        times = tuple(_times(dossier, line.issue))
        if not minute or minute in map(_minute, times):
            at = next((one for one in times if _minute(one) == minute), line.issue.at)
            replaced = line.issue.form is Form.RECEIPT and _minute(at) != _minute(line.issue.at)
            return Proof(known=True, title=line.title, number=line.number, issued_at=at, replaced=replaced)
    return Proof(known=bool(found), title=found[0].title if found else title)


def _times(dossier: Heading, issue: Issue) -> Iterable[datetime]:
    """Return when a paper was issued: a receipt once more after each correction, a control slip after each step."""
    if issue.form is Form.RECEIPT:
        received = Dossier.objects.filter(pk=dossier.id).values_list("received_at", flat=True)
        corrected = Correction.objects.filter(dossier_id=dossier.id).values_list("at", flat=True)
        return (*(at for at in received if at is not None), *corrected)
    if issue.form is Form.CONTROL:
        return tuple(entry.at for entry in outbox.history(dossier.subject))
    return (issue.at,)


def _minute(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%dT%H:%M")
