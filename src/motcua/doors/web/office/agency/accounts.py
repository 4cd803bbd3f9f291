"""The review of accounts and posts: what somebody ought to look at, each with what mends it."""

from uuid import uuid4

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.people.agencies.queries import review
from motcua.people.agencies.vocabulary import Concern, Permission

from ..choices import whole
from ..session.request import StaffRequest, needs

_MOST = 200


@require_safe
@needs(Permission.ADMINISTER)
def accounts(request: StaffRequest) -> HttpResponse:
    """Show the accounts and posts that somebody ought to look at, each with what mends it."""
    days = whole(request.GET.get("days", ""), 3650) or review.DORMANT_DAYS
    only = next((one for one in Concern if one == request.GET.get("loai")), None)
    lines = review.lines(at=clock.now(), dormant_days=days)
    shown = [line for line in lines if only in (None, line.concern)]
    context = {
        "nav": "agency",
        "days": days,
        "only": only,
        "counts": [(one, sum(line.concern is one for line in lines)) for one in Concern],
        "total": len(lines),
        "lines": shown[:_MOST],
        "found": len(shown),
        "key": uuid4().hex,
    }
    return page(request, "office/agency/review.html", context)
