"""Say who offers a procedure, who decides it there, and by which process."""

from datetime import date, datetime, timedelta

from django.db import transaction

from motcua.ground.kernel.actors import Actor

from .. import policies
from ..errors import DateTaken, NoSuchProcedure
from ..models import Offer, Procedure


@transaction.atomic
def offer(
    code: str,
    *,
    agency_id: int,
    competent_id: int,
    process: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> int:
    """Let an agency offer a procedure from a day on, in place of how it offered it before; return the offer's id.

    agency_id     where dossiers are received
    competent_id  who decides
    process       key of the workflow definition that leads there
    Raises        NoSuchProcedure, DateTaken, NotAllowed
    """
    del at  # the day that counts is ``valid_from``
    policies.require_review(by)
    procedure = Procedure.objects.select_for_update(of=("self",)).filter(code=code).first()
    if procedure is None:
        raise NoSuchProcedure(f"Không có thủ tục mang mã {code} trong danh mục.")
    current = Offer.objects.filter(procedure=procedure, agency_id=agency_id, valid_to__isnull=True).first()
    if current is not None:
        if (current.competent_id, current.process) == (competent_id, process):
            return current.pk
        if current.valid_from > valid_from:
            raise DateTaken(f"Cơ quan đã nhận thủ tục {code} từ {current.valid_from:%d/%m/%Y}. Chọn ngày sau ngày đó.")
        if current.valid_from == valid_from:
            current.competent_id, current.process = competent_id, process
            current.save(update_fields=["competent", "process"])
            return current.pk
        current.valid_to = valid_from - timedelta(days=1)
        current.save(update_fields=["valid_to"])
    return Offer.objects.create(
        procedure=procedure,
        agency_id=agency_id,
        competent_id=competent_id,
        process=process,
        valid_from=valid_from,
    ).pk


def stop_offering(code: str, *, agency_id: int, last_day: date, by: Actor, at: datetime) -> None:
    """End an agency's offer after ``last_day``; dossiers in progress go on."""
    del at
    policies.require_review(by)
    Offer.objects.filter(procedure__code=code, agency_id=agency_id, valid_to__isnull=True).update(valid_to=last_day)
