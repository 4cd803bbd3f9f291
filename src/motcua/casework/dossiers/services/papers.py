"""The papers of a dossier: rendered after the act has committed, or on first demand, and filed."""

from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound, Refusal
from motcua.tools.documents import policies as document_policies
from motcua.tools.documents import queries as documents
from motcua.tools.documents import services as filing
from motcua.tools.documents.queries import StoredFile

from .. import policies
from ..queries.papers import drafts, issued, letters, texts
from ..queries.papers.issued import Heading, Issue
from ..rules.forms import table
from ..vocabulary import Form
from . import _paper_numbers, _typst


def receipt(code: str, *, by: Actor, at: datetime) -> StoredFile:
    """Return Mẫu 01 of a dossier; where the job has not rendered it yet, this does.

    Raises   NotFound ReadingNotAllowed; Refusal for a dossier that was declined, or has no receipt of ours
    """
    return paper(code, Form.RECEIPT, by=by, at=at)


def refusal(code: str, *, by: Actor, at: datetime) -> StoredFile:
    """Return Mẫu 03 of a dossier that was declined or rejected, rendered on first demand.

    Raises   NotFound ReadingNotAllowed; Refusal for any other dossier
    """
    return paper(code, Form.REFUSAL, by=by, at=at)


def paper(code: str, form: Form, about: int = 0, *, by: Actor, at: datetime) -> StoredFile:
    """Return one paper of a dossier (`queries.papers.issued`), rendered on first demand.

    about    row that the paper tells of, 0 where the dossier has one of the form only
    Raises   NotFound ReadingNotAllowed; Refusal where the dossier has no such paper
    """
    dossier = issued.heading(code)
    issue = issued.find(dossier, form, about)
    if issue is None:
        document_policies.require_read(by, dossier.subject, form.value, at=at)
        raise Refusal(_missing(dossier, form), code=f"no_{form.value}")
    filed = documents.rendered(dossier.subject, form.value, issue.which)
    if filed is not None and filed.filed_at >= issue.at:
        return documents.open_version(filed.version_id, by=by, at=at)
    document_policies.require_read(by, dossier.subject, form.value, at=at)
    return documents.open_latest(_print(dossier, issue, by=by, at=at), by=by, at=at)


def render(dossier_id: int, form: Form, about: int = 0, *, by: Actor, at: datetime) -> int | None:
    """Render a paper and file it; return the document's id, None where the dossier has no such paper.

    The same facts give the same bytes and no new version.
    """
    dossier = issued.heading_by_id(dossier_id)
    issue = issued.find(dossier, form, about)
    return _print(dossier, issue, by=by, at=at) if issue else None


def preview(code: str, letter_id: int, *, by: Actor, at: datetime) -> bytes:
    """Return the draft of a letter of apology as the head who is to approve it would send it now; it is not filed.

    Raises   NotFound where there is no such draft; NotAllowed for everybody else
    """
    draft = drafts.of(code, letter_id, by=by, at=at)
    if draft is None or by.post_id is None or by.agency_id is None:
        raise NotFound("Hồ sơ này không có dự thảo thư đó, hoặc thư đã được gửi. Mở lại hồ sơ để xem.")
    policies.may_approve_letter(draft.dossier, draft.agency_id, draft.above, draft.level)
    said = letters.draft(letter_id, agency_id=by.agency_id, name=by.name, title=by.label, at=at)
    form = table.statutory(issued.form_set(issued.heading(code)), Form.APOLOGY)
    return _typst.render(form.template, form.said(said))


@transaction.atomic
def _print(dossier: Heading, issue: Issue, *, by: Actor, at: datetime) -> int:
    number = _paper_numbers.of(dossier, issue, at=at)
    said = texts.said(dossier, issue, number)
    name = " ".join(part for part in (said["title"], number.replace("/", "-"), dossier.code) if part)
    document = filing.store_rendered(
        _typst.render(texts.blank(dossier, issue.form).template, said),
        f"{name}.pdf",
        subject=dossier.subject,
        title=name,
        purpose=issue.form.value,
        which=issue.which,
        by=by,
        at=at,
    )
    return document.id


def _missing(dossier: Heading, form: Form) -> str:
    if form is Form.RECEIPT and dossier.declined:
        return "Hồ sơ này không được tiếp nhận. In phiếu từ chối thay cho giấy hẹn."
    if form is Form.RECEIPT:
        return "Hồ sơ chưa được tiếp nhận ở đây nên không có giấy hẹn. Mở hồ sơ để xem."
    if form is Form.REFUSAL:
        state = "đã được tiếp nhận" if dossier.received_by_id is not None else "không bị từ chối ở đây"
        return f"Hồ sơ này {state}, không có phiếu từ chối."
    return f"Hồ sơ này chưa có “{form.label}”. Xem các giấy đã phát hành ở trang hồ sơ."
