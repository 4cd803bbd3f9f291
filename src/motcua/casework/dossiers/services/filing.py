"""Bring a paper into the dossier as a file: scanned at the counter, photographed in the field."""

from datetime import datetime
from typing import BinaryIO

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.tools.documents import services as documents

from .. import policies
from ..events import DossierEvent, PaperFiled
from ..models import Paper
from ..rules import lifecycle
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about


def file_paper(
    code: str, paper_key: str, stream: BinaryIO, filename: str, *, by: Actor, at: datetime, key: str = ""
) -> Done:
    """File a copy of one paper of the dossier; a paper that has a file already gets another in its place.

    paper_key   of the published list, e.g. ``to-khai``
    Raises      NotAllowed, Invalid for a paper that is not on the list, Refusal once the dossier is completed, and the
                refusals of `documents.services.file`.
    Law         01/2023/TT-VPCP, Điều 7 (papers are copied into digital form).
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_file(locked, by)
        if locked.status not in lifecycle.RUNNING:
            raise Refusal("Hồ sơ đã xử lý xong, không quét thêm giấy tờ.", code="already_completed")
        paper = Paper.objects.filter(dossier_id=locked.id, key=paper_key).first()
        if paper is None:
            raise Invalid("Giấy tờ này không có trong danh mục của hồ sơ.", fields={"paper": "Chọn lại giấy tờ"})
        document = documents.file(
            stream,
            filename,
            subject=f"dossier:{locked.id}",
            title=paper.name[:200],
            purpose="paper",
            by=by,
            at=at,
            key=key,
        )
        paper.document = document
        paper.save(update_fields=["document"])
        return Change(), PaperFiled(**about(locked, None), paper_id=paper.pk, document_id=document.pk)

    said = f"{paper_key}\n{filename}\n{documents.digest_of(stream)}"
    return perform(code, Request(verb="file_paper", by=by, at=at, key=key, said=said), act)
