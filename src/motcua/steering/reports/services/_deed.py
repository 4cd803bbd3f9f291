"""What every act shares: who, when, under which key; the row it is done to, locked; the event it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound, Stale
from motcua.ground.kernel.events import Event, subject_id
from motcua.ground.outbox import rules as outbox_rules
from motcua.ground.outbox import services as outbox

from ..models import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who does what when. ``request``: what was asked, so that its key is not used for another thing."""

    by: Actor
    at: datetime
    key: str
    request: str

    def once(self, act: Callable[[], int]) -> int:
        """Do it in one transaction, or answer as the first time."""
        with transaction.atomic():
            return outbox.once(
                act, lambda entry: subject_id(entry.subject), by=self.by, key=self.key, request=self.request
            )

    def publish(self, event: Event) -> None:
        """Leave the event of the act in the journal."""
        outbox.publish(event, by=self.by, at=self.at, key=self.key, request=self.request)


def deed(*said: object, by: Actor, at: datetime, key: str) -> Deed:
    """Return the deed of which this was said."""
    return Deed(by=by, at=at, key=key, request=outbox_rules.fingerprint(*said) if key else "")


def unlocked(report_id: int) -> Report:
    """Return a report without its lock, for what never changes in it: whose it is, its form and its period.

    Raises  NotFound
    """
    return _one(Report.objects.all(), report_id)


def locked(report_id: int) -> Report:
    """Return a report under its lock.

    Raises  NotFound
    """
    return _one(Report.objects.select_for_update(), report_id)


def locked_as_seen(report_id: int, seen: str) -> Report:
    """Return a report under its lock, as the actor saw it.

    seen    digest of what the actor saw
    Raises  NotFound · Invalid where nothing was seen · Stale where the figures were taken anew meanwhile
    """
    row = locked(report_id)
    if not seen:
        raise Invalid("Mở lại báo cáo, đối chiếu số liệu rồi làm tiếp.")
    if seen != row.digest:
        raise Stale("Số liệu vừa được lấy lại sau khi ông/bà mở báo cáo. Xem lại báo cáo rồi làm tiếp.")
    return row


def one_at_a_time(what: str) -> None:
    """Let nobody else do the same meanwhile: to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _one(rows: QuerySet[Report], report_id: int) -> Report:
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound("Không có báo cáo này. Chọn trong danh sách báo cáo.")
    return row
