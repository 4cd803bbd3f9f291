"""Set what a unit, or one of its officers, is to reach; nothing set is ever changed, a later row takes its place."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from motcua.casework.dossiers.queries import workload
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.events import subject_id
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import TargetSet
from ..models import Target
from ..rules.aims import AIMS, OF_OFFICERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """What is to be reached from a day on. ``staff_id`` None: by the unit; ``value`` None: nothing from then on."""

    unit_id: int
    measure: str
    value: Decimal | None
    valid_from: date
    staff_id: int | None = None


def aim(said: Aimed, *, by: Actor, at: datetime, key: str = "") -> int:
    """Set a target, or end it, and return the row's id.

    A figure of work that is set without an officer holds for every officer of the unit.
    Raises  Invalid naming every field, NotAllowed for a unit that is neither one's own nor below
    """

    def act() -> int:
        policies.require_targets(by, said.unit_id, on=at)
        if flaws := _flaws(said, at):
            raise Invalid("Chưa đặt được chỉ tiêu. Xem các chỗ được đánh dấu.", fields=flaws)
        row = Target.objects.create(
            agency_id=said.unit_id,
            staff_id=said.staff_id,
            measure=said.measure,
            valid_from=said.valid_from,
            value=said.value,
            set_by=by.ref,
            set_at=at,
        )
        event = TargetSet(
            subject=f"target:{row.pk}",
            agency_id=said.unit_id,
            staff_id=said.staff_id,
            measure=said.measure,
            valid_from=said.valid_from.isoformat(),
            value="" if said.value is None else str(said.value),
        )
        outbox.publish(event, by=by, at=at, key=key)
        return row.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def _flaws(said: Aimed, at: datetime) -> dict[str, str]:
    flaws: dict[str, str] = {}
    wanted, today = AIMS.get(said.measure), local(at).date()
    if wanted is None:
        flaws["measure"] = "Chọn số liệu để đặt chỉ tiêu."
    elif said.value is not None and not 0 <= said.value <= wanted.most:
        flaws["value"] = f"Ghi số từ 0 đến {wanted.most:,.0f}.".replace(",", ".")
    if said.valid_from < today.replace(day=1):
        flaws["valid_from"] = "Chỉ tiêu chỉ đặt từ tháng này trở đi: tháng đã qua không đổi chỉ tiêu."
    elif said.valid_from.year > today.year + 1:
        flaws["valid_from"] = "Ngày này quá xa. Chọn ngày trong năm nay hoặc năm sau."
    if said.staff_id is not None:
        if said.measure not in OF_OFFICERS and wanted is not None:
            flaws["measure"] = "Chỉ tiêu của một người là số về việc người đó làm. Chọn lại số liệu."
        if not workload.by_officer([said.unit_id], first=today, last=today, at=at, staff_id=said.staff_id):
            flaws["staff"] = "Người này không giữ vị trí nào ở đơn vị. Chọn lại."
    return flaws
