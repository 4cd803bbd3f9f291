"""One group on a page."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.casework.dossiers.queries import detail, groups
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import NotFound

from ..session.request import StaffRequest
from .parts import drawn


@require_safe
def page_of(request: StaffRequest, code: str) -> HttpResponse:
    """Show the parts of the group that a dossier is, or belongs to."""
    at = clock.now()
    dossier = detail.view(code, by=request.actor, at=at)
    if dossier is None:
        raise NotFound(f"Không có hồ sơ {code}. Xem lại mã, hoặc tìm ở ô tìm kiếm phía trên.")
    whole = groups.whole_of(dossier.id) if dossier.is_part else None
    group = groups.of_dossier(whole.id if whole else dossier.id, at=at)
    if group is None:
        raise NotFound(f"Hồ sơ {code} do một cơ quan giải quyết, không phải hồ sơ liên thông.")
    context = {"nav": "work", "search_text": "", "dossier": dossier, "whole": whole}
    return page(request, "office/groups/page.html", context | drawn(group, dossier, by=request.actor, at=at, wide=True))
