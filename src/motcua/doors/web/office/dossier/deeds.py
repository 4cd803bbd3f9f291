"""What is done to a dossier: each deed one service; a refusal comes back to the same page, nothing typed is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from motcua.casework.dossiers.services import filing, processing, results, suspensions
from motcua.casework.dossiers.services.acts import Done
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal, Stale

from ..choices import whole
from ..session.request import StaffRequest
from .views import address, show


@require_POST
def take(request: StaffRequest, code: str) -> HttpResponse:
    """Take the open step."""
    return _do(
        request,
        code,
        lambda at: processing.take(code, by=request.actor, at=at, key=_key(request), item_id=_item(request)),
        just="take",
    )


@require_POST
def release(request: StaffRequest, code: str) -> HttpResponse:
    """Put the open step back."""
    return _do(
        request,
        code,
        lambda at: processing.release(code, by=request.actor, at=at, key=_key(request), item_id=_item(request)),
        just="release",
    )


@require_POST
def assign(request: StaffRequest, code: str) -> HttpResponse:
    """Give the open step to a post."""
    post = whole(request.POST.get("post", ""))

    def deed(at: datetime) -> Done:
        if post is None:
            raise Invalid("Chọn người nhận việc.", fields={"post": "Chọn người nhận việc."})
        return processing.assign(code, post, by=request.actor, at=at, key=_key(request), item_id=_item(request))

    return _do(request, code, deed, just="assign")


@require_POST
def complete(request: StaffRequest, code: str) -> HttpResponse:
    """Finish the open step."""
    outcome, note_ = request.POST.get("outcome", ""), request.POST.get("note", "")

    def deed(at: datetime) -> Done:
        if not outcome:
            raise Invalid("Chọn cách chuyển.", fields={"outcome": "Chọn cách chuyển."})
        return processing.complete(
            code, outcome, note_, by=request.actor, at=at, key=_key(request), item_id=_item(request)
        )

    return _do(request, code, deed, said="Đã chuyển hồ sơ sang bước sau.")


@require_POST
def note(request: StaffRequest, code: str) -> HttpResponse:
    """Leave a note."""
    text = request.POST.get("text", "")
    return _do(
        request,
        code,
        lambda at: processing.note(code, text, by=request.actor, at=at, key=_key(request)),
        said="Đã ghi chú.",
    )


@require_POST
def resume(request: StaffRequest, code: str) -> HttpResponse:
    """Let the clock run on."""
    return _do(
        request,
        code,
        lambda at: suspensions.resume(code, by=request.actor, at=at, key=_key(request)),
        said="Thời hạn chạy tiếp.",
    )


@require_POST
def attach(request: StaffRequest, code: str) -> HttpResponse:
    """Attach a result: a file, a number, or both."""
    stream, filename = _upload(request)

    def deed(at: datetime) -> Done:
        return results.attach(
            code,
            by=request.actor,
            at=at,
            key=_key(request),
            stream=stream,
            filename=filename,
            number=request.POST.get("number", ""),
            abstract=request.POST.get("abstract", ""),
        )

    return _do(request, code, deed, said="Đã gắn kết quả.")


@require_POST
def paper(request: StaffRequest, code: str) -> HttpResponse:
    """File a scan of one paper."""
    stream, filename = _upload(request)

    def deed(at: datetime) -> Done:
        if stream is None:
            raise Invalid("Chọn tệp quét hoặc ảnh chụp.", fields={"file": "Chọn tệp quét hoặc ảnh chụp."})
        return filing.file_paper(
            code,
            request.POST.get("paper", ""),
            stream,
            filename,
            by=request.actor,
            at=at,
            key=_key(request),
        )

    return _do(request, code, deed, said="Đã gắn bản quét.")


def _do(
    request: StaffRequest, code: str, deed: Callable[[datetime], Done], *, said: str = "", just: str = ""
) -> HttpResponse:
    try:
        deed(clock.now())
    except Refusal as no:
        try:
            return show(request, code, refusal=no, typed=request.POST)
        except NotAllowed:
            if isinstance(no, Stale):  # the dossier has left his sight meanwhile: the reason still is the deed's
                raise no from None
            raise
    if said:
        messages.success(request, said)
    response = HttpResponseRedirect(address(code, request, just=just))
    response.status_code = 303
    return response


def _upload(request: StaffRequest) -> tuple[BinaryIO | None, str]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.file is None:
        return None, ""
    return cast("BinaryIO", file.file), file.name or ""


def _key(request: StaffRequest) -> str:
    return request.POST.get("idempotency_key", "")


def _item(request: StaffRequest) -> int | None:
    return whole(request.POST.get("item", ""))
