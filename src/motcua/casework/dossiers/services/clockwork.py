"""What the clock does by itself: note what is late, write the letters, send back what nobody took, remind.

Each deed is a transaction of its own about one dossier and is done once, however often the clock strikes: two workers
at the same time find the second one refused.
"""

from collections import Counter
from datetime import datetime

from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Refusal
from motcua.ground.outbox import queries as outbox

from ..events import DossierEvent, ReminderGiven
from ..models import Nudge
from ..queries import alarms, circumstances, rulesets, uncollected
from ..queries import possession as ledger
from ..queries.alarms import Due
from ..rules import apology, possession
from ..vocabulary import Reminder, Status
from . import _clock, apologies, handovers
from ._advance import perform
from ._stroke import each
from .acts import Change, Done, Locked, Request
from .processing import about

CLOCK = system("clock")


def strike(*, at: datetime, by: Actor = CLOCK) -> Counter[str]:
    """Do everything that is due now; return how often each deed was done.

    Order matters: what comes back may be late, what is late needs a letter, what has a letter reminds its head.
    Raises  ExceptionGroup of what could not be done, after everything else was
    """
    done, faults = Counter[str](), list[Exception]()
    done["sent_back"] = each(faults, alarms.unaccepted(at), lambda due: _give_back(due, by, at))
    done["late"] = each(faults, alarms.late(at), lambda due: apologies.note_lateness(due.code, by=by, at=at))
    done["drafted"] = each(faults, alarms.owed(at), lambda due: apologies.draft(due.code, by=by, at=at))
    done["drafted_ahead"] = each(faults, alarms.near(at), lambda due: _draft_ahead(due, by, at))
    done["dropped"] = each(faults, alarms.idle_letters(at), lambda due: apologies.drop(due.code, by=by, at=at))
    rules = rulesets.in_force(local(at).date()).parameters
    nation = _clock.calendar(None, local(at).date())
    soon = nation.close_time(nation.add_workdays(local(at).date(), rules.due_soon_days))
    untouched = apology.workdays_before(local(at).date(), rules.idle_days, nation)
    idle = local(at).replace(year=untouched.year, month=untouched.month, day=untouched.day)
    tossed = list(alarms.tossed(at, most=rules.max_ping_pong))
    done["escalated"] = each(faults, tossed, lambda due: _escalate(due, rules.max_ping_pong, by, at))
    found = list(alarms.reminders(at, soon=soon, idle=idle))
    done["reminded"] = each(
        faults, found, lambda found: remind(found[2].code, found[0], found[2].about, found[1], by=by, at=at)
    )
    if nation.is_open(at):  # nobody is called to a counter at night
        waits = list(uncollected.due(at, rules.uncollected_days))
        done["called"] = each(
            faults, waits, lambda due: remind(due.code, Reminder.UNCOLLECTED, due.about, 0, by=by, at=at)
        )
    if faults:
        raise ExceptionGroup("the clock could not do everything", faults)
    return done


def remind(code: str, kind: Reminder, subject: str, level: int, *, by: Actor, at: datetime) -> Done:
    """Remind whoever answers for it, once for each thing and level.

    level   0 the holder, 1 the head of the agency that holds it, 2 one level up
    Raises  Refusal where it was given before, or where the result was collected meanwhile
    """

    def act(locked: Locked) -> tuple[Change, DossierEvent]:
        if kind is Reminder.UNCOLLECTED and locked.status is not Status.COMPLETED:
            raise Refusal("Kết quả không còn chờ nhận.", code="collected")
        _, first_time = Nudge.objects.get_or_create(
            dossier_id=locked.id, kind=kind, about=subject, level=level, defaults={"given_at": at}
        )
        if not first_time:
            raise Refusal("Đã nhắc.", code="reminded")
        return Change(), ReminderGiven(**about(locked, None), kind=kind, about=subject, level=level)

    return perform(code, Request(verb="remind", by=by, at=at, machine=True), act)


def _give_back(due: Due, by: Actor, at: datetime) -> object:
    """Send back what was not taken; what came straight from the counter has nowhere to go back to and is told."""
    try:
        return handovers.expire(due.code, by=by, at=at, item_id=int(due.about))
    except handovers.NoWayBack:
        return remind(due.code, Reminder.UNACCEPTED, due.about, 1, by=by, at=at)


def _escalate(due: Due, most: int, by: Actor, at: datetime) -> object:
    """Tell the head of a dossier that came back from another agency more often than the rules bear."""
    returned = possession.ping_pong(ledger.facts(outbox.history(f"dossier:{due.about}")))
    if returned <= most:
        raise Refusal("Chưa quá số lần.", code="few_returns")
    return remind(due.code, Reminder.PING_PONG, str(returned), 1, by=by, at=at)


def _draft_ahead(due: Due, by: Actor, at: datetime) -> object:
    """Write the letter before the date where what is left cannot be done by then."""
    seen = circumstances.of(int(due.about), at=at)
    agency_id, rules = circumstances.rules_of(int(due.about))
    calendar = _clock.calendar(agency_id, local(seen.received_at).date())
    if at < apology.warns_from(seen.due_at, rules.letter_before_days, calendar):
        raise Refusal("Chưa đến lúc.", code="too_early")
    if not apology.will_be_late(seen, at, calendar):
        raise Refusal("Còn kịp.", code="in_time")
    return apologies.draft(due.code, by=by, at=at)
