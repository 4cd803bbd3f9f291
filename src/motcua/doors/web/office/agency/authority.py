"""Who may sign what: today, and by which row of the matrix."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.casework.procedures.queries import catalogue
from motcua.doors.web.ui.answers import page
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean
from motcua.people.agencies.queries import authority as reads
from motcua.people.agencies.queries import calendars, establishment
from motcua.people.agencies.rules.authority import DEFAULT_WORDS
from motcua.people.agencies.services import authority as services
from motcua.people.agencies.services.authority import Granting
from motcua.people.agencies.vocabulary import DocumentType, Permission

from ..choices import whole
from ..keys import key_of
from ..session.request import StaffRequest, needs
from .forms import errors_of
from .parts import WORDS, arranged, nav_of, see_other

_DATES = ["%Y-%m-%d", "%d/%m/%Y"]
_NO_DATE = "Ghi ngày theo dạng ngày/tháng/năm."


class GrantForm(forms.Form):
    """A row of the matrix."""

    document = forms.TypedChoiceField(
        choices=DocumentType.choices(),
        coerce=DocumentType,
        error_messages={"required": "Chọn loại văn bản.", "invalid_choice": "Chọn loại văn bản trong danh sách."},
    )
    procedure = forms.CharField(required=False)
    post_id = forms.IntegerField(error_messages={"required": "Chọn vị trí.", "invalid": "Chọn vị trí."})
    valid_from = forms.DateField(
        input_formats=_DATES, error_messages={"required": "Ghi ngày bắt đầu.", "invalid": _NO_DATE}
    )
    valid_to = forms.DateField(required=False, input_formats=_DATES, error_messages={"invalid": _NO_DATE})
    basis = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: StaffRequest, agency_id: int) -> HttpResponse:
    """Show who may sign now and the rows of the matrix; an administrator adds one."""
    agency, at = arranged(request, agency_id), clock.now()
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = GrantForm(request.POST)
        errors = {} if form.is_valid() else errors_of(form)
        code = clean(request.POST.get("procedure", ""))
        if code and not catalogue.listing(on=at.date(), codes=(code,)):
            errors["procedure"] = f"Danh mục không có thủ tục {code[:80]} đang áp dụng. Để trống là mọi thủ tục."
        if not errors:
            try:
                said = Granting(agency_id=agency_id, **form.cleaned_data)
                services.grant(said, by=request.actor, at=at, key=key_of(request))
            except Invalid as no:
                errors = no.fields
            else:
                messages.success(request, "Đã giao thẩm quyền.")
                return see_other(reverse("agency:authority", args=[agency_id]))
    asked = clean(request.GET.get("procedure", ""))[:80]
    known = not asked or bool(catalogue.listing(on=at.date(), codes=(asked,)))
    context = {
        "nav": nav_of(request),
        "agency": agency,
        "asked": asked,
        "known": known,
        "lines": reads.today(agency_id, asked, at=at),
        "rows": reads.matrix(agency_id, on=at.date()),
        "may_keep": Permission.ADMINISTER in request.permissions,
        "documents": [("", "Chọn loại văn bản"), *DocumentType.choices()],
        "posts": [("", "Chọn vị trí"), *_posts(agency_id)],
        "defaults": {
            one: ", ".join(WORDS.get(word, word) for word in sorted(words)) for one, words in DEFAULT_WORDS.items()
        },
        "values": request.POST if request.method == "POST" else {"valid_from": at.date().isoformat()},
        "at": at,
        "errors": errors,
        "key": uuid4().hex,
    }
    return page(request, "office/agency/authority.html", context, status=422 if errors else 200)


@require_POST
@needs(Permission.ADMINISTER)
def end(request: StaffRequest, authority_id: int) -> HttpResponse:
    """End a row at once."""
    services.end(authority_id, by=request.actor, at=clock.now(), key=key_of(request))
    messages.success(request, "Đã bỏ dòng thẩm quyền. Văn bản đã ký vẫn có giá trị.")
    agency = whole(request.POST.get("agency", "")) or request.actor.agency_id
    return see_other(reverse("agency:authority", args=[agency]))


def _posts(agency_id: int) -> list[tuple[int, str]]:
    units = calendars.lineage(agency_id)
    names: Mapping[int, str] = {pk: found.short_name for pk in units if (found := establishment.agency(pk))}
    return [(post, f"{title}, {names[unit]}") for post, title, unit in establishment.open_posts(list(names))]
