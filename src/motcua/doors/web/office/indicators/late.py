"""What of a unit's dossiers is late now, who holds it, and a reminder to whoever does."""

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.dossiers.errors import AlreadyReminded
from motcua.casework.dossiers.queries import late as lateness
from motcua.casework.dossiers.queries.late import Age, DueCounts, HeldLate, Wanted
from motcua.casework.dossiers.services import reminders
from motcua.casework.dossiers.vocabulary import Permission
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from .asked import MOST_ID, read, units

_WHAT: Mapping[Age | None, str] = {
    Age.TODAY: "hồ sơ phải trả hôm nay",
    Age.SOON: "hồ sơ phải trả trong hai ngày làm việc tới",
}


@require_safe
@needs(Permission.VIEW_AGENCY)
def late(request: StaffRequest) -> HttpResponse:
    """List what is late now: by who holds it, how long, and with a letter or without."""
    at = clock.now()
    asked = read(request, at.date())
    wanted, said, after = _wanted(request)
    held = lateness.by_holder(asked.scope.competent_ids, at=at, agency_ids=asked.scope.agency_ids)
    due = lateness.due_counts(asked.scope.competent_ids, at=at, agency_ids=asked.scope.agency_ids)
    found = lateness.page(asked.scope.competent_ids, wanted, at=at, agency_ids=asked.scope.agency_ids, after=after)
    kept = {name: value for name, value in said.items() if value}
    context = {
        "nav": "figures",
        "asked": asked,
        "at": at,
        "units": units(asked),
        "said": said,
        "holders": [("", "Mọi nơi giữ"), *((str(one.agency_id), f"{one.name} ({one.total})") for one in held)],
        "ages": [("", "Mọi mức trễ"), *Age.choices()],
        "letters": [("", "Có thư hoặc chưa"), ("chua", "Chưa có thư xin lỗi")],
        "total": _total(held, due, wanted),
        "coming": [
            (label, number, asked.address("late", tre=age.value))
            for label, number, age in (
                ("hôm nay", due.today, Age.TODAY),
                ("trong hai ngày làm việc tới", due.soon, Age.SOON),
            )
        ],
        "what": _WHAT.get(wanted.age, "hồ sơ đang quá hạn"),
        "lines": found.lines,
        "first": asked.address("late", **kept) if after else "",
        "next": asked.address("late", **kept, sau=found.after) if found.after else "",
        "back": asked.address("dashboard"),
        "remind": asked.address("remind", **kept, **({"sau": after} if after else {})),
        "key": uuid4().hex,
    }
    return page(request, "office/indicators/late.html", context)


@require_POST
@needs(Permission.VIEW_AGENCY)
def remind(request: StaffRequest) -> HttpResponse:
    """Remind whoever holds a late dossier, and show the list again as it was."""
    at = clock.now()
    asked, (_, said, after) = read(request, at.date()), _wanted(request)
    code = request.POST.get("ho-so", "")
    try:
        done = reminders.remind_holder(code, by=request.actor, at=at, key=key_of(request))
        messages.success(request, f"Đã nhắc nơi giữ hồ sơ {done.code}. Người giữ thấy lời nhắc ở mục Thông báo.")
    except AlreadyReminded as again:
        messages.info(request, again.sentence)
    kept = {name: value for name, value in {**said, "sau": after}.items() if value}
    response = HttpResponseRedirect(asked.address("late", **kept))
    response.status_code = 303
    return response


def _wanted(request: StaffRequest) -> tuple[Wanted, dict[str, str], str]:
    """Return which of them are asked for, how an address says it, and after which the page begins."""
    holder = whole(request.GET.get("giu", ""), MOST_ID)
    age = next((one for one in Age if one == request.GET.get("tre")), None)
    unsorry = request.GET.get("thu") == "chua"
    said = {"giu": str(holder or ""), "tre": age.value if age else "", "thu": "chua" if unsorry else ""}
    return Wanted(holder_id=holder, age=age, unsorry=unsorry), said, request.GET.get("sau", "")


def _total(held: tuple[HeldLate, ...], due: DueCounts, wanted: Wanted) -> int | None:
    """Return how many there are; None where neither the sums by holder nor by date tell it."""
    if wanted.age and wanted.unsorry:
        return None
    if wanted.age in _WHAT:
        return None if wanted.holder_id else due.today if wanted.age is Age.TODAY else due.soon
    mine = [one for one in held if wanted.holder_id in (None, one.agency_id)]
    if wanted.unsorry:
        return sum(one.unsorry for one in mine)
    if wanted.age is None:
        return sum(one.total for one in mine)
    return sum({Age.FEW: one.few, Age.SEVERAL: one.several, Age.MANY: one.many}[wanted.age] for one in mine)
