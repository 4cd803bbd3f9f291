"""Which papers a dossier has: one `Issue` for each that the law or the house gives out.

A paper is told of as soon as its act is done, printed or not; it is printed a second later, or when somebody asks for it first.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from motcua.ground.kernel.errors import NotFound
from motcua.ground.outbox import queries as outbox

from ...models import Correction, Dossier, Ending, Enquiry, Handover, Letter, PaperNumber, Supplement
from ...rules.forms import apology, offices, table
from ...vocabulary import EnquiryKind, EnquiryState, Flag, Form, FormSet, LetterState, Status
from .. import rulesets

GIVEN_TO_APPLICANT = frozenset(
    {Form.RECEIPT, Form.SUPPLEMENT, Form.REFUSAL, Form.APOLOGY, Form.STOP, Form.WITHDRAWAL, Form.RESULT_RECEIPT}
)
"""What the applicant is given; the rest stays in the house."""

_SILENT = frozenset(
    {"DossierNoted", "PaperFiled", "ResultAttached", "ReminderGiven", "ApologyDrafted", "ApologyDropped"}
)
"""Events that change nothing of who holds the dossier and until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The dossier that a code names, as far as its papers ask. ``corrected_at``: when its receipt was issued anew."""

    id: int
    code: str
    agency_id: int
    status: Status
    flag: Flag
    received_at: datetime | None
    declined_at: datetime | None
    completed_at: datetime | None
    ruleset_id: int | None
    registered_on: date
    corrected_at: datetime | None

    @property
    def declined(self) -> bool:
        return self.status is Status.DECLINED

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
    source = _SOURCES.get(form)
    return next((issue for issue in source(dossier) if issue.about == about), None) if source else None


def all_of(dossier: Heading) -> tuple[Issue, ...]:
    """Return every paper of a dossier, the oldest first."""
    found = [issue for source in _SOURCES.values() for issue in source(dossier)]
    return tuple(sorted(found, key=lambda issue: issue.at))


def lines(dossier_id: int) -> tuple[Line, ...]:
    """Return the papers of a dossier as its page lists them, the oldest first."""
    dossier = heading_by_id(dossier_id)
    given = numbers(dossier_id)
    forms = form_set(dossier)
    return tuple(_line(issue, forms, given) for issue in all_of(dossier))


def numbers(dossier_id: int) -> Mapping[tuple[Form, int], str]:
    """Return the numbers that papers of a dossier were given, by form and row."""
    rows = PaperNumber.objects.filter(dossier_id=dossier_id).values_list("form", "about", "number")
    return {(Form(form), about): number for form, about, number in rows}


def form_set(dossier: Heading) -> FormSet:
    """Return the set of forms of a dossier: that of the rules it was received under."""
    return FormSet(rulesets.of_dossier(dossier.ruleset_id, dossier.registered_on).form_set)


def title(issue: Issue, forms: FormSet) -> str:
    """Return what the paper is called."""
    name = blank(issue.form, forms).name
    return apology.named(name, appoints=issue.due_at is not None).title if issue.form is Form.APOLOGY else name.title


def blank(form: Form, forms: FormSet) -> table.Blank:
    """Return a form of our own, or that of a set. Raises NoSuchForm."""
    return table.LOCAL[form] if form in table.LOCAL else table.statutory(forms, form)


def _line(issue: Issue, forms: FormSet, given: Mapping[tuple[Form, int], str]) -> Line:
    number = blank(issue.form, forms).name.number
    return Line(
        issue=issue,
        form=f"Mẫu số {number}" if number else "",
        title=title(issue, forms),
        number=given.get((issue.form, issue.about), ""),
    )


def _heading(found: QuerySet[Dossier], asked: str) -> Heading:
    corrections = Correction.objects.filter(dossier_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    row = found.annotate(corrected_at=Subquery(corrections)).values(*(field.name for field in fields(Heading))).first()
    if row is None:
        raise NotFound(f"Không có hồ sơ {asked}.")
    return Heading(**row | {"status": Status(row["status"]), "flag": Flag(row["flag"])})


def _receipt(dossier: Heading) -> Iterator[Issue]:
    if dossier.received_at is not None and dossier.flag is not Flag.MIRRORED:
        yield Issue(
            form=Form.RECEIPT,
            about=0,
            agency_id=dossier.agency_id,
            at=dossier.corrected_at or dossier.received_at,
        )


def _supplements(dossier: Heading) -> Iterator[Issue]:
    for row in Supplement.objects.filter(dossier_id=dossier.id).select_related("asked_post").order_by("id"):
        yield Issue(form=Form.SUPPLEMENT, about=row.pk, agency_id=row.asked_post.agency_id, at=row.asked_at)


def _refusal(dossier: Heading) -> Iterator[Issue]:
    at = dossier.declined_at or (dossier.completed_at if dossier.flag is Flag.REJECTED else None)
    if at is None:
        return
    agency_id = dossier.agency_id
    if dossier.declined_at is None:
        agency_id = Dossier.objects.values_list("competent_id", flat=True).get(pk=dossier.id)
    yield Issue(form=Form.REFUSAL, about=0, agency_id=agency_id, at=at)


def _letters(dossier: Heading) -> Iterator[Issue]:
    sent = Letter.objects.filter(dossier_id=dossier.id, state=LetterState.SENT).select_related("approved_post")
    for row in sent.order_by("id"):
        if row.approved_at is not None and row.approved_post is not None:
            yield Issue(
                form=Form.APOLOGY,
                about=row.pk,
                agency_id=row.approved_post.agency_id,
                at=row.approved_at,
                due_at=row.new_due_at,
            )


def _stop(dossier: Heading) -> Iterator[Issue]:
    if dossier.status is Status.STOPPED and (form_set(dossier), Form.STOP) in table.FORMS:
        yield from _ending(dossier, Form.STOP)


def _withdrawal(dossier: Heading) -> Iterator[Issue]:
    if dossier.status is Status.WITHDRAWN:
        yield from _ending(dossier, Form.WITHDRAWAL)


def _ending(dossier: Heading, form: Form) -> Iterator[Issue]:
    for row in Ending.objects.filter(dossier_id=dossier.id).select_related("post"):
        yield Issue(form=form, about=0, agency_id=row.post.agency_id, at=row.ended_at)


def _minutes(dossier: Heading) -> Iterator[Issue]:
    done = Enquiry.objects.filter(
        dossier_id=dossier.id, kind=EnquiryKind.VERIFICATION, state=EnquiryState.ANSWERED
    )
    for row in done.order_by("id"):
        if row.closed_at is not None:
            yield Issue(form=Form.MINUTES, about=row.pk, agency_id=row.agency_id, at=row.closed_at)


def _result_receipt(dossier: Heading) -> Iterator[Issue]:
    for row in Handover.objects.filter(dossier_id=dossier.id).select_related("post"):
        yield Issue(form=Form.RESULT_RECEIPT, about=0, agency_id=row.post.agency_id, at=row.at)


def _control(dossier: Heading) -> Iterator[Issue]:
    """The slip tells of the dossier up to its newest event: what happens later makes a new one."""
    if dossier.received_at is not None and dossier.flag is not Flag.MIRRORED:
        told = [entry.at for entry in outbox.history(dossier.subject) if entry.name not in _SILENT]
        yield Issue(form=Form.CONTROL, about=0, agency_id=dossier.agency_id, at=max([dossier.received_at, *told]))


_SOURCES: Mapping[Form, Callable[[Heading], Iterator[Issue]]] = {
    Form.RECEIPT: _receipt,
    Form.SUPPLEMENT: _supplements,
    Form.REFUSAL: _refusal,
    Form.APOLOGY: _letters,
    Form.STOP: _stop,
    Form.WITHDRAWAL: _withdrawal,
    Form.MINUTES: _minutes,
    Form.RESULT_RECEIPT: _result_receipt,
    Form.CONTROL: _control,
}
