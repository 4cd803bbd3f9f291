"""Foretell each open dossier, in one pass and in constant memory."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from motcua.casework.dossiers.queries import lives
from motcua.casework.dossiers.rules.lives import Life
from motcua.ground.kernel.clock import local

from ..models import Risk, Training
from ..rules import logistic
from ..rules.features import Morning, morning
from ..rules.foretelling import Foretold, foretell
from ..rules.habits import Habits
from ..rules.loads import LOOK_BACK_DAYS, Loads
from ._tapes import Tapes

_BATCH = 1000
_LONGEST_CASE = timedelta(days=3 * 365)
_CHANGES = (
    "agency", "competent", "holder", "foretold_at", "basis", "band", "probability", "weight", "days_left", "step",
    "reasons",
)  # fmt: skip


@transaction.atomic
def predict(*, at: datetime) -> int:
    """Foretell every dossier that is open at a moment and not late yet; return how many there are.

    What was foretold before of those that are over, late or wait for their applicant is dropped. Where nothing was
    learned yet, the date alone is asked.
    """
    rows = _risks(at)
    written = 0
    while portion := list(islice(rows, _BATCH)):
        Risk.objects.bulk_create(
            portion, update_conflicts=True, unique_fields=["dossier"], update_fields=list(_CHANGES)
        )
        written += len(portion)
    Risk.objects.exclude(foretold_at=at).delete()
    return written


def _risks(at: datetime) -> Iterator[Risk]:
    training = Training.objects.filter(is_in_use=True).first()
    table = logistic.from_json(training.table) if training and training.table else None
    since = local(training.trained_at).date() if training else local(at).date()
    habits = Habits(training.habits if training else None, since=since)
    loads = Loads(lives.loads(since=local(at).date() - timedelta(days=LOOK_BACK_DAYS)))
    rates = training.rates if training else ()
    drawn = lives.drawn()
    tapes = Tapes(since=(local(at) - _LONGEST_CASE).date(), at=at)
    running = lives.running()
    while portion := list(islice(running, _BATCH)):
        tapes.ask(life.agency_id for life in portion)
        for life in portion:
            here = morning(life, at, tapes.of[life.agency_id], drawn)
            if here is not None:
                yield _risk(life, here, foretell(here, habits, loads, table=table, rates=rates), at)


def _risk(life: Life, here: Morning, found: Foretold, at: datetime) -> Risk:
    return Risk(
        dossier_id=life.dossier_id,
        agency_id=life.agency_id,
        competent_id=life.competent_id,
        holder_id=here.agency_id,
        foretold_at=at,
        basis=found.basis,
        band=found.band,
        probability=found.probability,
        weight=found.weight,
        days_left=round(here.days_left, 2),
        step=here.step.name,
        reasons=[{"feature": str(one.feature), "adds": one.adds, "says": list(one.says)} for one in found.reasons],
    )
