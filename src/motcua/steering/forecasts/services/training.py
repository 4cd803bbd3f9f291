"""Learn from the dossiers of this installation that are over, and put what came of it in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from motcua.casework.dossiers.queries import lives
from motcua.ground.kernel.clock import local

from ..models import Pace, Training
from ..rules import paces
from ..rules.lessons import learn
from ..rules.loads import LOOK_BACK_DAYS, Loads
from ..vocabulary import Basis
from . import fitting, pacing
from ._tapes import Tapes

NEWEST = 200_000
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('forecasts:training', 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a training brought. ``why``: in a sentence, where it brought no model."""

    dossiers: int
    mornings: int
    basis: Basis
    why: str
    paces: int


def train(*, at: datetime, newest: int = NEWEST) -> Trained:
    """Learn from the newest dossiers that are over, so many, measure it, and put it in use from now on.

    The model is used only where it told later mornings better than the rule, by AUC and by Brier score; else the rule
    stays and the training says why. What takes long is done before the transaction that writes.
    """
    known = tuple(lives.over(newest=newest, at=at))
    since = local(min((life.received_at for life in known), default=at)).date()
    tapes = Tapes(since=since, at=at)
    tapes.ask(life.agency_id for life in known)
    loads = Loads(lives.loads(since=since - timedelta(days=LOOK_BACK_DAYS)))
    lessons, habits = learn(known, loads, tapes.of, lives.drawn(), until=at)
    fitted = fitting.fit(lessons)
    done = [one for life in known if (one := paces.taken(life, tapes.of[life.agency_id]))]
    paced = pacing.fit(done, as_of=local(at).date())
    training = Training(
        trained_at=at,
        dossiers=len(known),
        mornings=len(lessons),
        basis=fitted.basis,
        why=fitted.why,
        measures=fitted.measures.as_json(),
        coverage=paced.coverage,
        covered_of=paced.whole,
        level=paced.level,
        table=fitted.table.as_json() if fitted.table else None,
        rates=list(fitted.rates),
        habits=habits.kept(local(at).date()) if fitted.table else {},
        is_in_use=True,
    )
    _put_in_use(training, _rows(paced.paces, local(at).date()))
    return Trained(
        dossiers=len(known), mornings=len(lessons), basis=fitted.basis, why=fitted.why, paces=len(paced.paces)
    )


def _rows(found: paces.Paces, as_of: date) -> list[Pace]:
    return [
        Pace(procedure=procedure, agency_id=agency, n=pace.n, median=pace.median, p90=pace.p90, as_of=as_of)
        for (procedure, agency), pace in found.items()
    ]


@transaction.atomic
def _put_in_use(training: Training, rows: Sequence[Pace]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    Training.objects.filter(is_in_use=True).update(is_in_use=False, habits={})
    training.save(force_insert=True)
    Pace.objects.all().delete()
    Pace.objects.bulk_create(rows, batch_size=2000)
