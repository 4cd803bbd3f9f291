"""What the catalogue desk is sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from motcua.casework.procedures.rules.content import Fee, Limit
from motcua.casework.procedures.services.publishing import Decision
from motcua.casework.procedures.vocabulary import FeeKind, LimitUnit, VersionState

NO_LIMIT = "none"
_NO_DATE = "Ghi ngày theo dạng ngày/tháng/năm."


class FilterForm(forms.Form):
    """Filters of the list; whatever is not understood is left out."""

    state = forms.ChoiceField(choices=VersionState.choices(), required=False)
    flags = forms.ChoiceField(choices=[("open", "Còn chỗ chưa rõ"), ("none", "Đã rõ hết")], required=False)
    sector = forms.CharField(required=False, max_length=300)
    source = forms.CharField(required=False, max_length=40)
    q = forms.CharField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class DecisionForm(forms.Form):
    """Decision number, the first day on which it applies, and what the service index asks of a publication."""

    number = forms.CharField(max_length=120, error_messages={"required": "Ghi số quyết định, ví dụ 163/QĐ-BTP."})
    on = forms.DateField(
        validators=[MinValueValidator(date(1900, 1, 1), _NO_DATE)],
        error_messages={"required": "Ghi ngày có hiệu lực.", "invalid": _NO_DATE},
    )
    decided_on = forms.DateField(required=False, error_messages={"invalid": _NO_DATE})
    basis_on = forms.DateField(required=False, error_messages={"invalid": _NO_DATE})
    online_whole = forms.NullBooleanField(required=False)
    with_flags = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        decided, on = found.get("decided_on"), found.get("on")
        if decided and on and decided > on:
            self.add_error("decided_on", "Ngày ký không thể sau ngày có hiệu lực.")
        return found

    def decision(self) -> Decision:
        """Return the decision of a valid form."""
        return Decision(
            number=self.cleaned_data["number"],
            on=self.cleaned_data["on"],
            decided_on=self.cleaned_data["decided_on"],
            basis_on=self.cleaned_data["basis_on"],
            online_whole=self.cleaned_data["online_whole"],
        )


class LimitForm(forms.Form):
    """A limit as a person read it; ``none``: the law sets none."""

    value = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=3650,
        error_messages={
            "invalid": "Ghi số nguyên, ví dụ 5.",
            "min_value": "Thời hạn ít nhất là 1.",
            "max_value": "Thời hạn nhiều nhất là 3650.",
        },
    )
    unit = forms.ChoiceField(
        choices=[*LimitUnit.choices(), (NO_LIMIT, "không quy định thời hạn")],
        error_messages={"required": "Chọn đơn vị thời hạn.", "invalid_choice": "Chọn đơn vị thời hạn."},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (
            found.get("unit") not in (None, NO_LIMIT, LimitUnit.SAME_DAY)
            and not found.get("value")
            and "value" not in self.errors
        ):
            self.add_error("value", "Ghi số ngày, giờ hoặc tháng.")
        return found

    def limit(self) -> Limit | None:
        """Return the limit of a valid form."""
        unit = self.cleaned_data["unit"]
        if unit == NO_LIMIT:
            return None
        return Limit(value=1 if unit == LimitUnit.SAME_DAY else self.cleaned_data["value"], unit=LimitUnit(unit))


class FeeForm(forms.Form):
    """One fee; a line with nothing in it is no fee."""

    amount = forms.CharField(required=False, max_length=20)
    kind = forms.ChoiceField(choices=FeeKind.choices(), required=False)
    per = forms.CharField(required=False, max_length=80)
    note = forms.CharField(required=False, max_length=500)
    local = forms.BooleanField(required=False)

    def clean_amount(self) -> int | None:
        digits = self.cleaned_data["amount"].replace(".", "").replace(",", "").replace(" ", "").rstrip("đĐ")
        if not digits:
            return None
        if not digits.isdecimal():
            raise forms.ValidationError("Ghi số đồng, ví dụ 20.000. Miễn phí thì ghi 0.")
        return int(digits)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "amount" in self.errors:
            return found
        amount, local = found.get("amount"), found.get("local")
        if local and amount is not None:
            self.add_error("amount", "Khi HĐND quy định mức thu thì để trống số tiền.")
        if amount is None and not local and (found.get("per") or found.get("note")):
            self.add_error("amount", "Ghi số tiền, hoặc đánh dấu HĐND quy định.")
        return found

    @property
    def is_empty(self) -> bool:
        return self.cleaned_data.get("amount") is None and not self.cleaned_data.get("local")

    def fee(self) -> Fee:
        """Return the fee of a valid form."""
        given = self.cleaned_data
        return Fee(
            amount_vnd=given["amount"],
            kind=FeeKind(given["kind"] or FeeKind.UNSPECIFIED),
            per=given["per"],
            note=given["note"],
            local=given["local"],
        )


def fee_forms(given: Any, count: int) -> tuple[FeeForm, ...]:
    """Return the lines of a sent fee form, bound, with prefixes ``fee-0``…"""
    return tuple(FeeForm(given, prefix=f"fee-{number}") for number in range(count))


def fee_values(fees: Sequence[Fee], spare: int = 1) -> tuple[dict[str, Any], ...]:
    """Return the fees as the form shows them, with an empty line after them."""
    lines: list[dict[str, Any]] = [
        {
            "amount": "" if fee.amount_vnd is None else f"{fee.amount_vnd:,}".replace(",", "."),
            "kind": fee.kind.value,
            "per": fee.per,
            "note": fee.note,
            "local": fee.local,
        }
        for fee in fees
    ]
    return (*lines, *({"kind": FeeKind.UNSPECIFIED.value} for _ in range(spare)))
