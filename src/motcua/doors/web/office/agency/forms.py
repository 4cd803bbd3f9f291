"""Shapes of what the administrator types; whether it may be so is the services' word."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django import forms
from django.core.validators import MinValueValidator

from motcua.ground.kernel import clock
from motcua.people.agencies.queries.organisation import AgencyView
from motcua.people.agencies.rules.particulars import Particulars, flaws
from motcua.people.agencies.vocabulary import AgencyKind

_DATES = ["%Y-%m-%d", "%d/%m/%Y"]
_NO_DATE = "Ghi ngày theo dạng ngày/tháng/năm."
_MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
_WRONG = {"required": "Ghi ngày và giờ.", "invalid": "Ghi theo dạng ngày/tháng/năm giờ:phút."}
_JUST = timedelta(minutes=15)
_EVENING = 17
NOW, LATER = "now", "later"
NEW, KNOWN = "new", "known"


class AgencyForm(forms.Form):
    """What is said of an agency."""

    code = forms.CharField(required=False)
    name = forms.CharField(required=False)
    short_name = forms.CharField(required=False)
    kind = forms.TypedChoiceField(
        choices=AgencyKind.choices(),
        coerce=AgencyKind,
        error_messages={"required": "Chọn loại cơ quan.", "invalid_choice": "Chọn loại cơ quan trong danh sách."},
    )
    parent_id = forms.IntegerField(
        required=False, min_value=1, error_messages={"invalid": "Chọn lại cơ quan cấp trên trong danh sách."}
    )
    receives = forms.BooleanField(required=False)
    address = forms.CharField(required=False)
    phone = forms.CharField(required=False)
    email = forms.CharField(required=False)
    feedback_address = forms.CharField(required=False)
    number_pattern = forms.CharField(required=False)

    def particulars(self) -> Particulars:
        """Return what a valid form says."""
        return Particulars(**{name: value for name, value in self.cleaned_data.items() if name != "code"})

    def complaints(self) -> dict[str, str]:
        """Return {field: sentence} of a form that cannot be read, with all that the rules say of the rest of it."""
        said = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        draft = Particulars(
            name=said["name"],
            kind=AgencyKind.COMMUNE,  # any kind: no rule asks for it
            short_name=said["short_name"],
            address=said["address"],
            phone=said["phone"],
            email=said["email"],
            feedback_address=said["feedback_address"],
            number_pattern=said["number_pattern"],
        )
        return errors_of(self) | flaws(self.cleaned_data.get("code", ""), draft)


class AppointForm(forms.Form):
    """Who takes a post, and from when."""

    who = forms.ChoiceField(choices=[(NEW, "Người mới"), (KNOWN, "Người đã có tài khoản")])
    name = forms.CharField(required=False)
    email = forms.EmailField(
        max_length=254,
        error_messages={"required": "Ghi địa chỉ thư công vụ.", "invalid": "Địa chỉ thư có dạng ten@tinh.gov.vn."},
    )
    start = forms.DateField(input_formats=_DATES, error_messages={"required": "Ghi ngày bắt đầu.", "invalid": _NO_DATE})


class EndForm(forms.Form):
    """When an appointment ends: at once, or after a day."""

    when = forms.ChoiceField(
        choices=[(NOW, "Ngay bây giờ"), (LATER, "Hết ngày")], error_messages={"required": "Chọn lúc kết thúc."}
    )
    last_day = forms.DateField(required=False, input_formats=_DATES, error_messages={"invalid": _NO_DATE})

    def clean_last_day(self) -> object:
        """Ask for the day only where it counts."""
        if self.cleaned_data.get("when") != LATER:
            return None
        if not self.cleaned_data.get("last_day"):
            raise forms.ValidationError("Ghi ngày làm việc cuối cùng ở vị trí này.")
        return self.cleaned_data["last_day"]


class OfferForm(forms.Form):
    """How an agency offers one procedure."""

    competent_id = forms.IntegerField(min_value=1, error_messages={"required": "Chọn cơ quan quyết định."})
    process = forms.CharField(max_length=60, error_messages={"required": "Chọn quy trình."})
    valid_from = forms.DateField(
        input_formats=_DATES, error_messages={"required": "Ghi ngày bắt đầu tiếp nhận.", "invalid": _NO_DATE}
    )


class DayForm(forms.Form):
    """A day from which something holds."""

    day = forms.DateField(
        input_formats=_DATES,
        validators=[MinValueValidator(date(1900, 1, 1), _NO_DATE)],
        error_messages={"required": "Ghi ngày.", "invalid": _NO_DATE},
    )


class SpanForm(forms.Form):
    """From one moment up to another."""

    starts_at = forms.DateTimeField(input_formats=_MINUTES, error_messages=_WRONG)
    ends_at = forms.DateTimeField(input_formats=_MINUTES, error_messages=_WRONG)

    def clean_starts_at(self) -> datetime:
        """Take “just now” for now: minutes pass while a form is filled in."""
        given: datetime = clock.local(self.cleaned_data["starts_at"])
        now = clock.now()
        return now if now - _JUST < given <= now else given

    def clean_ends_at(self) -> datetime:
        """Return the end in Vietnamese time."""
        return clock.local(self.cleaned_data["ends_at"])


def usual_span(at: datetime) -> dict[str, str]:
    """Return the span a form offers first: from now to the evening."""
    evening = at.replace(hour=_EVENING, minute=0)
    until = evening if at < evening else evening + timedelta(days=1)
    return {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "ends_at": f"{until:%Y-%m-%dT%H:%M}"}


def agency_values(agency: AgencyView) -> Mapping[str, object]:
    """Return the particulars of an agency as the form shows them."""
    return {name: getattr(agency, name) for name in AgencyForm.base_fields} | {"parent_id": agency.parent_id or ""}


def errors_of(*shapes: forms.Form) -> dict[str, str]:
    """Return {field: first sentence} of every form."""
    return {name: str(sentences[0]) for form in shapes for name, sentences in form.errors.items()}


def options(agencies: Iterable[AgencyView], empty: str = "") -> list[tuple[object, str]]:
    """Return agencies as the options of a select; ``empty`` is the text of none."""
    found: list[tuple[object, str]] = [(agency.id, f"{agency.name} ({agency.code})") for agency in agencies]
    return [("", empty), *found] if empty else found
