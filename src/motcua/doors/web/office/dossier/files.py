"""Files of a dossier on their way to the officer: through the service that knows who may read, never past it."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.services import papers
from motcua.casework.dossiers.vocabulary import Form
from motcua.doors.web.ui.files import file_response
from motcua.ground.audit import services as audit
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound
from motcua.tools.documents import queries as documents
from motcua.tools.documents.queries import StoredFile

from ..choices import whole
from ..session.request import StaffRequest
from .sheet import files_of
from .views import found


@require_safe
def receipt(request: StaffRequest, code: str) -> HttpResponseBase:
    """Open the receipt, ready to print."""
    return file_response(papers.receipt(code, by=request.actor, at=clock.now()), inline=True)


@require_safe
def refusal(request: StaffRequest, code: str) -> HttpResponseBase:
    """Open the slip of refusal, ready to print."""
    return file_response(papers.refusal(code, by=request.actor, at=clock.now()), inline=True)


@require_safe
def paper(request: StaffRequest, code: str, key: str) -> HttpResponseBase:
    """Open one of the papers that were given out about the dossier, e.g. ``supplement-12``, ready to print."""
    form, _, about = key.partition("-")
    named = next((one for one in Form if one == form), None)
    which = whole(about) if about else 0
    if named is None or which is None:
        raise NotFound("Không có loại giấy này. Chọn trong danh sách giấy đã phát hành của hồ sơ.")
    return file_response(papers.paper(code, named, which, by=request.actor, at=clock.now()), inline=True)


@require_safe
def draft(request: StaffRequest, code: str, letter_id: int) -> HttpResponseBase:
    """Show the head what the letter would look like that he is asked to approve; it is kept nowhere."""
    content = papers.preview(code, letter_id, by=request.actor, at=clock.now())
    return file_response(
        StoredFile(
            name=f"Dự thảo thư xin lỗi {code}.pdf",
            media_type="application/pdf",
            size=len(content),
            rendered=True,
            chunks=iter([content]),
        ),
        inline=True,
    )


@require_safe
def file(request: StaffRequest, code: str, version_id: int) -> HttpResponseBase:
    """Hand out one file of the dossier; that it was opened is written down."""
    at = clock.now()
    dossier = found(code, request, at)
    subject = f"dossier:{dossier.id}"
    if version_id not in {filed.version_id for filed in files_of(dossier).values()}:
        raise NotFound("Hồ sơ này không có tệp đó, hoặc tệp đã có bản mới hơn. Mở lại hồ sơ.")
    stored = documents.open_version(version_id, by=request.actor, at=at)
    audit.looked(subject, f"open_file:{version_id}", by=request.actor, at=at)
    return file_response(stored, inline=True)
