"""The statutory papers of a dossier: rendered after the act has committed, or on first demand, and filed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Refusal
from motcua.tools.documents import policies as document_policies
from motcua.tools.documents import queries as documents
from motcua.tools.documents import services as filing
from motcua.tools.documents.queries import StoredFile

from ..queries import receipts
from ..queries.receipts import Heading
from ..vocabulary import Form
from . import _typst

RECEIPT = Form.RECEIPT.value
REFUSAL = Form.REFUSAL.value


def receipt(code: str, *, by: Actor, at: datetime) -> StoredFile:
    """Return Mẫu 01 of a dossier; where the job has not rendered it yet, this does.

    Raises   NotFound ReadingNotAllowed; Refusal for a dossier that was declined, or has no receipt of ours
    """
    dossier = receipts.heading(code)
    if dossier.declined:
        document_policies.require_read(by, f"dossier:{dossier.id}", RECEIPT, at=at)
        raise Refusal("Hồ sơ này không được tiếp nhận. In phiếu từ chối thay cho giấy hẹn.", code="no_receipt")
    if not dossier.received:
        document_policies.require_read(by, f"dossier:{dossier.id}", RECEIPT, at=at)
        raise Refusal("Hồ sơ chưa được tiếp nhận ở đây nên không có giấy hẹn. Mở hồ sơ để xem.", code="no_receipt")
    return _paper(dossier, RECEIPT, by=by, at=at)


def refusal(code: str, *, by: Actor, at: datetime) -> StoredFile:
    """Return Mẫu 03 of a dossier that was declined at the counter, rendered on first demand.

    Raises   NotFound ReadingNotAllowed; Refusal for a dossier that was not declined here
    """
    dossier = receipts.heading(code)
    if not dossier.declined:
        document_policies.require_read(by, f"dossier:{dossier.id}", REFUSAL, at=at)
        state = "đã được tiếp nhận" if dossier.received else "không bị từ chối ở đây"
        raise Refusal(f"Hồ sơ này {state}, không có phiếu từ chối.", code="no_refusal")
    return _paper(dossier, REFUSAL, by=by, at=at)


def render_receipt(dossier_id: int, *, by: Actor, at: datetime) -> int:
    """Render Mẫu 01 and file it; return the document's id. The same facts give the same bytes and no new version."""
    dossier = receipts.heading_by_id(dossier_id)
    return _file(dossier, RECEIPT, receipts.said(dossier_id, Form.RECEIPT), by=by, at=at)


def render_refusal(dossier_id: int, *, by: Actor, at: datetime) -> int:
    """Render Mẫu 03 and file it; return the document's id."""
    dossier = receipts.heading_by_id(dossier_id)
    return _file(dossier, REFUSAL, receipts.said(dossier_id, Form.REFUSAL), by=by, at=at)


def _paper(dossier: Heading, purpose: str, *, by: Actor, at: datetime) -> StoredFile:
    subject = f"dossier:{dossier.id}"
    if filed := documents.of_subject(subject, purpose=purpose):
        return documents.open_version(filed[-1].version_id, by=by, at=at)
    document_policies.require_read(by, subject, purpose, at=at)
    render = render_receipt if purpose == RECEIPT else render_refusal
    return documents.open_latest(render(dossier.id, by=by, at=at), by=by, at=at)


def _file(dossier: Heading, purpose: str, said: Mapping[str, Any], *, by: Actor, at: datetime) -> int:
    document = filing.store_rendered(
        _typst.render(purpose, said),
        f"{said['title']} {dossier.code}.pdf",
        subject=f"dossier:{dossier.id}",
        title=f"{said['title']} {dossier.code}",
        purpose=purpose,
        by=by,
        at=at,
    )
    return document.id
