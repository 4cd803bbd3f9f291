"""Work that was handed to another agency and not taken goes back, by its word or by the clock; nobody is in between.

Until the other agency takes it, the dossier is with the post that handed it on (`rules.possession`).
"""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, Refusal
from motcua.ground.kernel.text import prose
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import ItemView
from motcua.tools.workflow.vocabulary import ItemState

from .. import policies
from ..events import DossierEvent, StepSentBack
from ..vocabulary import SendBack
from . import _clock
from ._advance import perform
from .acts import Change, Done, Locked, Request, Step
from .processing import about, open_step

_LONGEST = 1000


class NoWayBack(Refusal):
    """The first step of a process: nothing stands before it."""

    code = "no_way_back"


def refuse(code: str, reason: str, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Send back what was handed over and not taken yet, saying why.

    Raises  NotAllowed for others than the agency it was handed to · Refusal where it was taken or not handed over
    """
    reason = prose(reason)
    if not reason or len(reason) > _LONGEST:
        sentence = f"Ghi vì sao trả lại, không quá {_LONGEST} chữ."
        raise Invalid(sentence, fields={"reason": sentence})

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        policies.may_refuse_handover(locked)
        return _send_back(locked, SendBack.REFUSED, reason, at)

    request = Request(verb="refuse", by=by, at=at, key=key, item_id=item_id, said=reason)
    return perform(code, request, act)


def expire(code: str, *, by: Actor, at: datetime, key: str = "", item_id: int | None = None) -> Done:
    """Send back what nobody took in time; only the clockwork asks for it.

    Raises  Refusal while there is time, or once it was taken
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        item = _offered(locked)
        if item.accept_by is None or at <= item.accept_by:
            raise Refusal("Nơi nhận còn thời gian.", code="handover_in_time")
        return _send_back(locked, SendBack.UNACCEPTED, "Quá giờ chưa ai nhận.", at)

    request = Request(verb="expire", by=by, at=at, key=key, item_id=item_id, machine=True)
    return perform(code, request, act)


def _send_back(locked: Locked, reason: SendBack, note: str, at: datetime) -> tuple[Change, DossierEvent]:
    item, source = _offered(locked), _source(locked)
    if source is None:
        raise NoWayBack("Bước này do nơi tiếp nhận chuyển đến, không có bước nào trước nó để trả về.")
    calendar = _clock.calendar_of(locked, at)
    due_at = max(source.due_at, calendar.add_open_minutes(at, calendar.full_day_minutes(at.date())))
    back = Step(
        activity_id=source.activity_id,
        key=source.activity_key,
        agency_id=source.agency_id,
        role_id=source.role_id,
        due_at=due_at,
        post_id=source.post_id,
    )
    event = StepSentBack(
        **about(locked, None),
        **open_step(locked),
        outcome=reason,
        next_activity=source.activity_key,
        agency_id=item.agency_id,
        next_agency_id=source.agency_id,
        reason=reason,
        post_id=source.post_id,
    )
    return Change(close=True, outcome=reason, note=note, back=back), event


def _offered(locked: Locked) -> ItemView:
    """Return the open step that was handed to another agency and is not taken."""
    items = {item.id: item for item in workflow.items(locked.id)}
    item = items.get(locked.item_id or 0)
    if item is None or item.state != ItemState.OPEN or item.taken_at is not None or item.accept_by is None:
        raise Refusal("Việc này không còn chờ nhận. Mở lại hồ sơ để xem.", code="not_offered")
    return item


def _source(locked: Locked) -> ItemView | None:
    """Return the finished step from which the open one was handed over."""
    done = [item for item in workflow.items(locked.id) if item.state == ItemState.DONE]
    return done[-1] if done else None
