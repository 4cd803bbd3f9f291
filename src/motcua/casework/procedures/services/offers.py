"""Say who offers a procedure, who decides it there, and by which process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.outbox import services as outbox
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow

from .. import policies
from ..errors import DateTaken, NoSuchProcedure
from ..events import OffersEnded, ProceduresOffered
from ..models import Offer, Procedure

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A procedure, the agency that decides, and the key of the process that leads there."""

    code: str
    competent_id: int
    process: str


def offer(
    code: str,
    *,
    agency_id: int,
    competent_id: int,
    process: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    key: str = "",
) -> None:
    """Let an agency offer one procedure from a day on; see `offer_many`."""
    offering = Offering(code=code, competent_id=competent_id, process=process)
    offer_many([offering], agency_id=agency_id, valid_from=valid_from, by=by, at=at, key=key)


def offer_many(
    offerings: Sequence[Offering],
    *,
    agency_id: int,
    valid_from: date,
    by: Actor,
    at: datetime,
    key: str = "",
) -> None:
    """Let an agency offer procedures from a day on, in place of how it offered them before.

    agency_id     where dossiers are received
    Raises        NoSuchProcedure · DateTaken where an offer begins later than that day · NotAllowed ·
                  Invalid where there is no such agency or process
    """

    def act() -> None:
        policies.require_offer(by, on=at)
        _check_places({agency_id, *(offering.competent_id for offering in offerings)})
        _check_processes({offering.process for offering in offerings})
        procedures = _locked([offering.code for offering in offerings])
        standing = _standing(agency_id, list(procedures.values()), valid_from)
        communes = agencies.communes_of([agency_id, *(offering.competent_id for offering in offerings)])
        fresh = []
        for offering in offerings:
            rows = standing.get(procedures[offering.code], [])
            if any(_says(row, offering) for row in rows):
                continue
            _give_way(offering.code, rows, valid_from)
            fresh.append(offering)
        Offer.objects.bulk_create(
            Offer(
                procedure_id=procedures[offering.code],
                agency_id=agency_id,
                competent_id=offering.competent_id,
                process=offering.process,
                cross_boundary=communes[offering.competent_id] not in (None, communes[agency_id]),
                valid_from=valid_from,
            )
            for offering in fresh
        )
        if fresh:
            event = ProceduresOffered(
                subject=f"offers:{agency_id}",
                valid_from=valid_from.isoformat(),
                codes=[offering.code for offering in fresh],
                competents=[offering.competent_id for offering in fresh],
                processes=[offering.process for offering in fresh],
            )
            outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def stop_offering(
    codes: str | Sequence[str], *, agency_id: int, last_day: date, by: Actor, at: datetime, key: str = ""
) -> None:
    """End an agency's offers after ``last_day``, yesterday at the earliest; dossiers in progress go on.

    An offer that would not have begun by then is taken back; its event stays.
    Raises  Invalid for a day further back, NotAllowed
    """
    wanted = [codes] if isinstance(codes, str) else list(codes)

    def act() -> None:
        policies.require_offer(by, on=at)
        if last_day < at.date() - _DAY:
            sentence = f"Ngày thôi tiếp nhận sớm nhất là {at.date():%d/%m/%Y}."
            raise Invalid(sentence, fields={"first_day_off": sentence})
        procedures = _locked(wanted)
        rows = [
            row for rows in _standing(agency_id, list(procedures.values()), last_day + _DAY).values() for row in rows
        ]
        Offer.objects.filter(pk__in=[row.pk for row in rows if row.valid_from > last_day]).delete()
        Offer.objects.filter(pk__in=[row.pk for row in rows if row.valid_from <= last_day]).update(valid_to=last_day)
        if rows:
            event = OffersEnded(subject=f"offers:{agency_id}", codes=sorted(procedures), last_day=last_day.isoformat())
            outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _check_places(agency_ids: set[int]) -> None:
    if len(agencies.by_ids(sorted(agency_ids))) < len(agency_ids):
        sentence = "Cơ quan có thẩm quyền không có trong danh sách. Chọn lại."
        raise Invalid(sentence, fields={"competent_id": sentence})


def _check_processes(processes: set[str]) -> None:
    if unknown := sorted(key for key in processes if workflow.newest(key) is None):
        sentence = f"Chưa có quy trình mang mã {', '.join(unknown)}. Chọn quy trình trong danh sách."
        raise Invalid(sentence, fields={"process": sentence})


def _locked(codes: Sequence[str]) -> dict[str, int]:
    rows = Procedure.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("code")
    found = dict(rows.values_list("code", "pk"))
    if missing := [code for code in codes if code not in found]:
        raise NoSuchProcedure(f"Không có thủ tục mang mã {', '.join(missing)} trong danh mục.")
    return found


def _standing(agency_id: int, procedure_ids: list[int], since: date) -> dict[int, list[Offer]]:
    """Return the offers that hold on a day or begin after it, by procedure."""
    rows: dict[int, list[Offer]] = {}
    for row in Offer.objects.filter(_reaching(since), agency_id=agency_id, procedure_id__in=procedure_ids):
        rows.setdefault(row.procedure_id, []).append(row)
    return rows


def _reaching(since: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=since)


def _says(row: Offer, offering: Offering) -> bool:
    return row.valid_to is None and (row.competent_id, row.process) == (
        offering.competent_id,
        offering.process,
    )


def _give_way(code: str, rows: Sequence[Offer], valid_from: date) -> None:
    """End what held before; an offer that began that very day is replaced."""
    if later := max((row.valid_from for row in rows if row.valid_from > valid_from), default=None):
        raise DateTaken(f"Cơ quan đã nhận thủ tục {code} từ {later:%d/%m/%Y}. Chọn ngày sau ngày đó.")
    for row in rows:
        if row.valid_from == valid_from:
            row.delete()
        else:
            row.valid_to = valid_from - _DAY
            row.save(update_fields=["valid_to"])
