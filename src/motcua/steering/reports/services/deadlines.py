"""Say by when the units under an agency owe it a report."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.rules.periods import Period

from .. import policies
from ..events import ReportDeadlineSet
from ..models import Deadline
from ..queries import consolidation
from ..rules import forms
from ..vocabulary import Permission
from . import _deed


def announce(
    code: str, period: Period, agency_id: int, due_at: datetime, *, by: Actor, at: datetime, key: str = ""
) -> int:
    """Set the deadline of a form and period for the units right under an agency; a later one takes its place.

    Raises  NotAllowed · NotFound for a form that did not hold then · Invalid, also where it is past already: it would
            make late what was handed in
    """
    policies.require(by, Permission.COLLECT, agency_id, at=at)
    form = forms.in_force(code, on=period.last)
    if due_at.date() < period.last:
        raise Invalid("Hạn nộp phải sau khi hết kỳ.", fields={"due_at": f"Chọn từ ngày {period.last:%d/%m/%Y}"})
    if due_at <= at:
        raise Invalid("Hạn nộp đã qua. Chọn ngày sau hôm nay.", fields={"due_at": "Chọn ngày sau hôm nay"})
    if not consolidation.reporters(agency_id, on=period.last):
        name = agencies.agency(agency_id).short_name
        raise Invalid(f"{name} không có đơn vị cấp dưới nào nộp báo cáo, nên không đặt hạn.")
    doing = _deed.deed("announce", form.code, period.key, agency_id, due_at.isoformat(), by=by, at=at, key=key)

    def act() -> int:
        row = Deadline.objects.create(
            agency_id=agency_id,
            form=form.code,
            period=period.key,
            due_at=due_at,
            set_by_id=by.staff_id,
            set_at=at,
        )
        doing.publish(
            ReportDeadlineSet(
                subject=f"report-deadline:{row.pk}",
                form=form.code,
                agency_id=agency_id,
                period=period.key,
                due_at=due_at.isoformat(),
            )
        )
        return row.pk

    return doing.once(act)
