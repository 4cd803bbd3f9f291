"""Take the figures into a report, take them anew, make a revision of one that was signed."""

from datetime import date, datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean, lower_first
from motcua.people.agencies.queries import organisation as agencies
from motcua.steering.indicators.queries import journal
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import PeriodKind

from .. import policies
from ..errors import ActNotAllowed, AlreadyPrepared, DoesNotAddUp, PeriodNotOver
from ..events import ReportPrepared, ReportRetaken
from ..models import Report
from ..queries import tables as figures
from ..rules import forms, lifecycle, tables
from ..rules.forms import Form
from ..rules.tables import Table
from ..vocabulary import Act, Permission, State
from . import _deed
from ._deed import Deed

_TRIES = 5
_TAKEN = ["state", "numbers", "digest", "position", "taken_at", "prepared_by", "checked_by", "checked_at"]


def prepare(code: str, period: Period, agency_id: int, *, by: Actor, at: datetime, key: str = "") -> int:
    """Prepare the report of a unit for a period; return its id.

    Raises  NotAllowed · NotFound for a form that did not hold then · PeriodNotOver · AlreadyPrepared · DoesNotAddUp
    """
    policies.require(by, Permission.PREPARE, agency_id, at=at)
    form = forms.in_force(code, on=period.last)
    if not _over(period, local(at).date()):
        sentence = f"Kỳ này hết ngày {period.last:%d/%m/%Y}. Lập báo cáo sau ngày đó, hoặc chọn ngày chốt sớm hơn."
        raise PeriodNotOver(sentence, fields={"period": sentence})
    scope = figures.scope_of(agencies.agency(agency_id))
    found = taken(form, scope, period, at=at)
    doing = _deed.deed("prepare", code, period.key, agency_id, by=by, at=at, key=key)

    def act() -> int:
        _one_at_a_time(code, agency_id, period.key)
        if Report.objects.filter(form=code, agency_id=agency_id, period=period.key).exists():
            raise AlreadyPrepared(
                f"{form.name}, {lower_first(period.label)} của đơn vị này đã lập rồi. Mở báo cáo ấy trong danh sách."
            )
        row = Report(form=form.code, version=form.version, agency_id=agency_id, period=period.key, last_on=period.last)
        row.revision, row.agency_ids, row.competent_ids = 1, _ids(scope.agency_ids), _ids(scope.competent_ids)
        return _made(row, found, doing)

    return doing.once(act)


def retake(report_id: int, *, by: Actor, at: datetime, key: str = "") -> int:
    """Take the figures anew into a report that is not signed; it has to be checked again."""
    found = _taken_anew(report_id, by=by, at=at)
    doing = _deed.deed("retake", report_id, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked(report_id)
        row.state = lifecycle.advance(State(row.state), Act.RETAKE)
        _take(row, found, doing)
        row.checked_by_id = row.checked_at = None
        row.save(update_fields=_TAKEN)
        doing.publish(ReportRetaken(subject=f"report:{row.pk}", digest=row.digest, position=row.position))
        return row.pk

    return doing.once(act)


def revise(report_id: int, reason: str, *, by: Actor, at: datetime, key: str = "") -> int:
    """Make the next revision of a signed report from the figures as they are now; return its id.

    Raises  Invalid without a reason · ActNotAllowed where it is not signed, or a newer revision is under way
    """
    reason = clean(reason)[:500]
    if not reason:
        raise Invalid("Ghi lý do chỉnh lý.", fields={"reason": "Ghi lý do chỉnh lý"})
    found = _taken_anew(report_id, by=by, at=at)
    doing = _deed.deed("revise", report_id, reason, by=by, at=at, key=key)

    def act() -> int:
        old = _deed.locked(report_id)
        _one_at_a_time(old.form, old.agency_id, old.period)
        later = Report.objects.filter(
            form=old.form, agency_id=old.agency_id, period=old.period, revision__gt=old.revision
        )
        if later.exists() or State(old.state) not in lifecycle.REVISABLE:
            raise ActNotAllowed("Chỉ chỉnh lý bản mới nhất đã ký. Mở bản mới nhất trong các bản của báo cáo này.")
        row = Report(form=old.form, version=old.version, agency_id=old.agency_id, period=old.period)
        row.last_on, row.revision, row.reason = old.last_on, old.revision + 1, reason
        row.agency_ids, row.competent_ids = old.agency_ids, old.competent_ids
        return _made(row, found, doing)

    return doing.once(act)


def taken(form: Form, scope: Scope, period: Period, *, at: datetime) -> tuple[int, Table]:
    """Return the newest entry of the journal and the table after it, once the figures have caught up with all of it.

    It is taken while nothing is written, or at the last of a few tries: what came in between is then told by the
    explanation of a difference. Call it before the transaction of an act: the figures catch up portion by portion,
    each under locks of its own, which a longer transaction would hold against who follows the journal.
    """
    folding.follow()
    for _ in range(_TRIES):
        position = journal.newest()
        folding.follow_newest()
        table = figures.current(form, scope, period, today=local(at).date())
        if journal.newest() == position:
            break
    return position, table


def require_sums(form: Form, table: Table) -> None:
    """Refuse a table in which anything does not add up."""
    if wrong := tuple(tables.breaches(form, table)):
        raise DoesNotAddUp(
            f"Số liệu không khớp ở {len(wrong)} chỗ, báo quản trị chạy `motcua doctor`. {wrong[0].sentence}"
        )


def sealed(row: Report) -> str:
    """Return what seals all a report says."""
    return tables.digest(row.numbers, row.form, row.version, row.agency_id, row.period, row.revision, row.reason)


def _over(period: Period, today: date) -> bool:
    """Tell whether a report of a period may be prepared: once it is over, of a span on its closing day already."""
    return period.last <= today if period.kind is PeriodKind.RANGE else period.last < today


def _taken_anew(report_id: int, *, by: Actor, at: datetime) -> tuple[int, Table]:
    """Return what a report that is kept would say now, for who may prepare it."""
    row = _deed.unlocked(report_id)
    policies.require(by, Permission.PREPARE, row.agency_id, at=at)
    scope = Scope(agency_ids=row.agency_ids, competent_ids=row.competent_ids)
    return taken(forms.of_version(row.form, row.version), scope, periods.parse(row.period), at=at)


def _made(row: Report, found: tuple[int, Table], doing: Deed) -> int:
    """Fill a new report and keep it."""
    unit = agencies.agency(row.agency_id)
    row.state = State.PREPARED
    row.recipient, row.recipient_agency_id = unit.parent_name, unit.parent_id
    _take(row, found, doing)
    row.save(force_insert=True)
    doing.publish(
        ReportPrepared(
            subject=f"report:{row.pk}",
            form=row.form,
            version=row.version,
            agency_id=row.agency_id,
            period=row.period,
            revision=row.revision,
            digest=row.digest,
            position=row.position,
        )
    )
    return row.pk


def _take(row: Report, found: tuple[int, Table], doing: Deed) -> None:
    """Put what was taken into a report.

    Raises  DoesNotAddUp
    """
    row.position, table = found
    require_sums(forms.of_version(row.form, row.version), table)
    row.numbers = tables.to_json(table)
    row.digest = sealed(row)
    row.taken_at, row.prepared_by_id = doing.at, doing.by.staff_id


def _ids(ids: object) -> list[int] | None:
    return list(ids) if isinstance(ids, tuple | list) else None


def _one_at_a_time(form: str, agency_id: int, period: str) -> None:
    """Let nobody else prepare the same report meanwhile."""
    _deed.one_at_a_time(f"report:{form}:{agency_id}:{period}")
