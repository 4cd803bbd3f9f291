"""Shapes of what the calendar desk takes; whether it may be done is the service's word."""

import re
from datetime import time

from django import forms

from motcua.ground.kernel.text import clean
from motcua.ground.kernel.worktime import DayKind, Hours

_SPAN = re.compile(r"(\d{1,2})[:hg.](\d{2})\s*(?:-|–|đến)\s*(\d{1,2})[:hg.](\d{2})")
_EXAMPLE = "Ghi giờ theo mẫu 07:30-11:30, 13:30-17:00; để trống là nghỉ."
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class HoursField(forms.CharField):
    """Opening hours as people write them: “07:30-11:30, 13:30-17:00”, also “7h30 – 11h30”; () when left empty."""

    def to_python(self, value: str | None) -> Hours:  # type: ignore[override]
        parts = [part for part in re.split(r"[,;]", clean(value or "").lower()) if part.strip()]
        return tuple(_span(part.strip()) for part in parts)


class DayForm(forms.Form):
    """One date of a calendar."""

    on = forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y"], error_messages={"required": "Chọn ngày."})
    kind = forms.TypedChoiceField(choices=DayKind.choices(), coerce=DayKind)
    note = forms.CharField(max_length=200, required=False)
    hours = HoursField(required=False)
    decision_no = forms.CharField(
        max_length=200, error_messages={"required": "Ghi số văn bản quyết định việc này, ví dụ 12729/VPCP-KGVX."}
    )
    active = forms.BooleanField(required=False)
    seen = forms.IntegerField(min_value=0, required=False)


class RemovalForm(forms.Form):
    """The end of a row of its own."""

    on = forms.DateField(input_formats=["%Y-%m-%d"])
    decision_no = forms.CharField(max_length=200, error_messages={"required": "Ghi số văn bản bỏ ngày này."})
    seen = forms.IntegerField(min_value=0, required=False)


class YearForm(forms.Form):
    """A year, and the document that announces it."""

    year = forms.IntegerField(min_value=1900, max_value=2100)
    decision_no = forms.CharField(max_length=200, required=False)


class WeekForm(forms.Form):
    """The opening hours of a week from a date on."""

    valid_from = forms.DateField(
        input_formats=["%Y-%m-%d", "%d/%m/%Y"], error_messages={"required": "Chọn ngày bắt đầu áp dụng."}
    )
    decision_no = forms.CharField(
        max_length=200, error_messages={"required": "Ghi số văn bản quyết định giờ làm việc."}
    )
    day_0 = HoursField(required=False)
    day_1 = HoursField(required=False)
    day_2 = HoursField(required=False)
    day_3 = HoursField(required=False)
    day_4 = HoursField(required=False)
    day_5 = HoursField(required=False)
    day_6 = HoursField(required=False)
    uncounted = forms.TypedMultipleChoiceField(
        choices=[(weekday, name) for weekday, name in enumerate(WEEKDAYS)], coerce=int, required=False
    )

    def week(self) -> dict[int, Hours]:
        """Return {weekday: hours} of a valid form."""
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in range(7)}


def write_hours(hours: Hours) -> str:
    """Return the hours as the form takes them."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours)


def _span(text: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(text)
    numbers = [int(number) for number in found.groups()] if found else [24, 0, 24, 0]
    try:
        return time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except ValueError as error:
        raise forms.ValidationError(_EXAMPLE) from error
