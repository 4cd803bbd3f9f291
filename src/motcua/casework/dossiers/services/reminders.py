"""A person reminds whoever holds a late dossier; of what the clock reminds by itself: `clockwork`."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Refusal
from motcua.people.agencies.queries import calendars

from .. import policies
from ..errors import AlreadyReminded
from ..events import DossierEvent, ReminderGiven
from ..models import Dossier, Nudge, Pause
from ..rules import lifecycle
from ..vocabulary import Reminder
from . import telling
from ._advance import perform
from .acts import Change, Done, Locked, Request
from .processing import about

HOLDER = 0
"""The level of a reminder by a person: the clock reminds heads, and those above them, by itself."""


def remind_holder(code: str, *, by: Actor, at: datetime, key: str = "") -> Done:
    """Remind whoever holds a late dossier: once a day, whoever asks.

    Raises  NotAllowed for who may not see the dossier among the late ones, AlreadyReminded, Refusal where it is not
            late, where its time stands still, and where nobody sits who could be told
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_remind(locked, _units_above(locked))
        _is_late(locked, at)
        subject = local(at).date().isoformat()
        given, first_time = Nudge.objects.get_or_create(
            dossier_id=locked.id, kind=Reminder.OVERDUE, about=subject, level=HOLDER, defaults={"given_at": at}
        )
        if not first_time:
            raise AlreadyReminded(locked.code, given.given_at)
        if not telling.told_by(Dossier.objects.get(pk=locked.id), Reminder.OVERDUE, HOLDER, at):
            raise Refusal(
                f"Nơi giữ hồ sơ {locked.code} chưa có ai ở vị trí để nhận lời nhắc. Báo quản trị đơn vị đó.",
                code="nobody_holds",
            )
        return Change(), ReminderGiven(**about(locked, None), kind=Reminder.OVERDUE, about=subject, level=HOLDER)

    return perform(code, Request(verb="remind_holder", by=by, at=at, key=key), act)


def _units_above(locked: Locked) -> frozenset[int]:
    """Return the units among whose late dossiers it stands: of those who received and who decide it, and above them."""
    return frozenset({*calendars.lineage(locked.agency_id), *calendars.lineage(locked.competent_id)})


def _is_late(locked: Locked, at: datetime) -> None:
    """Refuse what is not late as the lists of late dossiers say it: promised for a day before, and running."""
    today = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    runs = (
        locked.status in lifecycle.RUNNING
        and not Pause.objects.filter(dossier_id=locked.id, ended_at__isnull=True).exists()
    )
    if not runs or locked.due_at is None or locked.due_at >= today:
        raise Refusal(
            f"Hồ sơ {locked.code} không còn quá hạn, hoặc đang tạm dừng. Mở lại danh sách để xem hồ sơ còn trễ.",
            code="not_late",
        )
