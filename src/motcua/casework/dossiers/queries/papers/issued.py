"""Which papers a dossier has: one `Issue` for each that the law or the house gives out.

A paper is told of as soon as its act is done; it is printed a second later, or when somebody asks for it first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet

from motcua.ground.kernel.errors import NotFound

from ...models import Dossier, PaperNumber
from ...rules.forms import apology, offices, table
from ...vocabulary import Flag, Form, FormSet, Status
from .. import rulesets

_ISSUES = """
SELECT x.form, x.about, x.agency_id, x.at, x.due_at, coalesce(n.number, '')
FROM (
    SELECT 'receipt' AS form, 0::bigint AS about, d.agency_id, NULL::timestamptz AS due_at, coalesce(
        (SELECT max(c.at) FROM dossiers_correction c WHERE c.dossier_id = d.id), d.received_at) AS at
    FROM dossiers_dossier d
    WHERE d.id = %(dossier)s::bigint AND d.received_at IS NOT NULL AND d.flag <> 'mirrored'
    UNION ALL
    SELECT 'control', 0, d.agency_id, NULL, (
        SELECT max(o.at) FROM outbox_entry o
        WHERE o.subject = 'dossier:' || d.id AND o.name <> ALL(%(silent)s::text[]))
    FROM dossiers_dossier d
    WHERE d.id = %(dossier)s::bigint AND d.received_at IS NOT NULL AND d.flag <> 'mirrored'
    UNION ALL
    SELECT 'refusal', 0, CASE WHEN d.status = 'declined' THEN d.agency_id ELSE d.competent_id END, NULL,
           coalesce(d.declined_at, d.completed_at)
    FROM dossiers_dossier d
    WHERE d.id = %(dossier)s::bigint AND ((d.status = 'declined' AND d.flag <> 'mirrored') OR d.flag = 'rejected')
    UNION ALL
    SELECT 'supplement', s.id, p.agency_id, NULL, s.asked_at
    FROM dossiers_supplement s JOIN agencies_post p ON p.id = s.asked_post_id WHERE s.dossier_id = %(dossier)s::bigint
    UNION ALL
    SELECT 'apology', l.id, p.agency_id, l.new_due_at, l.approved_at
    FROM dossiers_letter l JOIN agencies_post p ON p.id = l.approved_post_id
    WHERE l.dossier_id = %(dossier)s::bigint AND l.state = 'sent'
    UNION ALL
    SELECT CASE d.status WHEN 'stopped' THEN 'stop' ELSE 'withdrawal' END, 0, p.agency_id, NULL, e.ended_at
    FROM dossiers_ending e JOIN agencies_post p ON p.id = e.post_id JOIN dossiers_dossier d ON d.id = e.dossier_id
    WHERE e.dossier_id = %(dossier)s::bigint
    UNION ALL
    SELECT 'minutes', q.id, q.agency_id, NULL, q.closed_at
    FROM dossiers_enquiry q
    WHERE q.dossier_id = %(dossier)s::bigint AND q.kind = 'verification' AND q.state = 'answered'
    UNION ALL
    SELECT 'result_receipt', 0, p.agency_id, NULL, h.at
    FROM dossiers_handover h JOIN agencies_post p ON p.id = h.post_id WHERE h.dossier_id = %(dossier)s::bigint
) x
LEFT JOIN dossiers_papernumber n ON n.dossier_id = %(dossier)s::bigint AND n.form = x.form AND n.about = x.about
ORDER BY x.at, x.form
"""
_SILENT = frozenset(
    {"DossierNoted", "PaperFiled", "ResultAttached", "ReminderGiven", "ApologyDrafted", "ApologyDropped"}
)
"""Events that change nothing of who holds the dossier and until when."""


class Received(Protocol):
    """What says under which rules a dossier stands."""

    @property
    def ruleset_id(self) -> int | None: ...
    @property
    def registered_on(self) -> date: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The dossier that a code names, as far as its papers ask."""

    id: int
    code: str
    status: Status
    flag: Flag
    received_by_id: int | None
    ruleset_id: int | None
    registered_on: date

    @property
    def declined(self) -> bool:
        return self.status is Status.DECLINED and self.flag is not Flag.MIRRORED

    @property
    def subject(self) -> str:
        return f"dossier:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One paper of a dossier.

    about      row that it tells of, e.g. of the supplement; 0 where the dossier has one such paper only
    agency_id  who issues it, and numbers it where it bears a number
    at         when it was issued; ``due_at``: the date it promises, where it promises one
    """

    form: Form
    about: int
    agency_id: int
    at: datetime
    due_at: datetime | None = None

    @property
    def which(self) -> str:
        """Return what tells its document from others of its form."""
        return str(self.about) if self.about else ""

    @property
    def numbered(self) -> bool:
        return self.form in offices.SIGNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paper as the page of its dossier lists it.

    form   “Mẫu số 02”, "" for one of our own; key  names it in an address, e.g. ``supplement-12``
    """

    issue: Issue
    form: str
    title: str
    number: str

    @property
    def key(self) -> str:
        return "-".join(part for part in (self.issue.form.value, self.issue.which) if part)


def heading(code: str) -> Heading:
    """Return the dossier that a code names. Raises NotFound."""
    return _heading(Dossier.objects.filter(code=code), code)


def heading_by_id(dossier_id: int) -> Heading:
    """Return a dossier by its id. Raises NotFound."""
    return _heading(Dossier.objects.filter(pk=dossier_id), f"số {dossier_id}")


def find(dossier: Heading, form: Form, about: int = 0) -> Issue | None:
    """Return one paper of a dossier, None where it has no such paper."""
    return next((issue for issue in all_of(dossier) if (issue.form, issue.about) == (form, about)), None)


def all_of(dossier: Heading) -> tuple[Issue, ...]:
    """Return every paper of a dossier, the oldest first."""
    return tuple(issue for issue, _ in _issues(dossier.id, form_set(dossier)))


def lines(dossier_id: int, forms: FormSet) -> tuple[Line, ...]:
    """Return the papers of a dossier as its page lists them, the oldest first; ``forms``: its set."""
    return tuple(_line(issue, forms, number) for issue, number in _issues(dossier_id, forms))


def numbers(dossier_id: int) -> Mapping[tuple[Form, int], str]:
    """Return the numbers that papers of a dossier were given, by form and row."""
    rows = PaperNumber.objects.filter(dossier_id=dossier_id).values_list("form", "about", "number")
    return {(Form(form), about): number for form, about, number in rows}


def form_set(dossier: Received) -> FormSet:
    """Return the set of forms of a dossier: that of the rules it was received under."""
    return FormSet(rulesets.of_dossier(dossier.ruleset_id, dossier.registered_on).form_set)


def title(issue: Issue, forms: FormSet) -> str:
    """Return what the paper is called."""
    name = blank(issue.form, forms).name
    return apology.named(name, appoints=issue.due_at is not None).title if issue.form is Form.APOLOGY else name.title


def blank(form: Form, forms: FormSet) -> table.Blank:
    """Return a form of our own, or that of a set. Raises NoSuchForm."""
    return table.LOCAL[form] if form in table.LOCAL else table.statutory(forms, form)


def _line(issue: Issue, forms: FormSet, given: str) -> Line:
    number = blank(issue.form, forms).name.number
    return Line(issue=issue, form=f"Mẫu số {number}" if number else "", title=title(issue, forms), number=given)


def _heading(found: QuerySet[Dossier], asked: str) -> Heading:
    row = found.values(*(field.name for field in fields(Heading))).first()
    if row is None:
        raise NotFound(f"Không có hồ sơ {asked}.")
    return Heading(**row | {"status": Status(row["status"]), "flag": Flag(row["flag"])})


def _issues(dossier_id: int, forms: FormSet) -> Iterator[tuple[Issue, str]]:
    """Yield each paper with the number it has; the set of forms of 2018 has no notice of stopping."""
    with connection.cursor() as cursor:
        cursor.execute(_ISSUES, {"dossier": dossier_id, "silent": sorted(_SILENT)})
        rows = cursor.fetchall()
    for word, about, agency_id, at, due_at, number in rows:
        form = Form(word)
        if form in table.LOCAL or (forms, form) in table.FORMS:
            yield Issue(form=form, about=about, agency_id=agency_id, at=at, due_at=due_at), number
