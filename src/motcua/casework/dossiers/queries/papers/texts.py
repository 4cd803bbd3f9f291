"""What each paper of a dossier says: gathered, then put into the words of its form."""

from collections.abc import Callable, Mapping

from ...errors import NoSuchForm
from ...rules.forms import table
from ...rules.forms.house import Text
from ...vocabulary import Form
from . import control, endings, issued, letters, reception
from .issued import Heading, Issue

_GATHERED: Mapping[Form, Callable[[int, int, str], object]] = {
    Form.RECEIPT: reception.receipt,
    Form.SUPPLEMENT: letters.supplement,
    Form.REFUSAL: reception.refusal,
    Form.APOLOGY: letters.apology,
    Form.STOP: endings.stop,
    Form.WITHDRAWAL: endings.withdrawal,
    Form.MINUTES: endings.minutes,
    Form.RESULT_RECEIPT: endings.result_receipt,
}


def of(dossier_id: int, form: Form, about: int = 0) -> Text:
    """Return what a paper of a dossier says, with the number it was given.

    Raises   NotFound; NoSuchForm where the set of forms has no such paper, or the dossier has none
    """
    dossier = issued.heading_by_id(dossier_id)
    issue = issued.find(dossier, form, about)
    if issue is None:
        raise NoSuchForm(issued.form_set(dossier), form)
    return said(dossier, issue, issued.numbers(dossier_id).get((form, about), ""))


def said(dossier: Heading, issue: Issue, number: str = "") -> Text:
    """Return what a paper says; ``number``: its own. Raises NoSuchForm where the set of forms has no such paper."""
    form = blank(dossier, issue.form)
    if issue.form is Form.CONTROL:
        return form.said(control.control(dossier.id, issue.about, number, at=issue.at))
    return form.said(_GATHERED[issue.form](dossier.id, issue.about, number))


def blank(dossier: Heading, form: Form) -> table.Blank:
    """Return the form that a paper of the dossier is written on. Raises NoSuchForm."""
    return issued.blank(form, issued.form_set(dossier))
