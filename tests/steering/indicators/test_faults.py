"""Whatever goes wrong while figures are followed, they are those of the journal in the end.

A fold that dies at any of its statements, one told twice, late, out of order, for the wrong dossier, or by several
workers at once. `make prove ISSUE=indicators/faults` at full size.
"""

import os
import random
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.db.models import Max, Q

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.services import endings, processing, results, supplements
from motcua.casework.dossiers.services.endings import Settlement
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import SupplementReason
from motcua.ground.kernel.errors import Refusal
from motcua.steering.indicators.models import Cell, DossierRecord
from motcua.steering.indicators.queries import figures, journal
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.counts import counts
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.rules.windows import KEPT, OF_THE_TOLD
from motcua.steering.indicators.services import closing, folding
from motcua.steering.indicators.services.rebuilding import rebuild
from motcua.steering.indicators.vocabulary import Count
from tests.factories.database import at_once, own_database
from tests.factories.world import MORNING, VN, a_dossier, a_world

NOTICE = Notice(items=[Wanted(key="form", name="Tờ khai", want="Khai lại")], reasons=[SupplementReason.INACCURATE])
GONE = Settlement(reason="Đổi ý", originals=["form"], recipient="Nguyễn Thị Ánh Nguyệt")
NOW = datetime(2028, 1, 3, 9, tzinfo=VN)


class Story:
    """A commune where somebody does something to some dossier again and again."""

    def __init__(self, dice):
        self.dice, self.world, self.at = dice, a_world(), MORNING
        self.codes = [a_dossier(self.world).code]

    def go_on(self):
        """Do the next thing to a dossier; what the rules refuse is not done. Return its id."""
        self.at += timedelta(hours=self.dice.randint(1, 9))
        if self.dice.random() < 0.3:
            self.codes.append(a_dossier(self.world, at=self.at).code)
        code, who, at = self.dice.choice(self.codes), self.world, self.at
        deed = self.dice.choice([
            lambda: processing.take(code, by=who.officer, at=at),
            lambda: processing.complete(code, "forward", by=who.officer, at=at),
            lambda: results.attach(code, number="1/XN", by=who.signer, at=at),
            lambda: processing.complete(code, "sign", by=who.signer, at=at),
            lambda: supplements.ask(code, NOTICE, by=who.officer, at=at),
            lambda: endings.withdraw(code, GONE, by=who.receptionist, at=at, key=uuid4().hex),
        ])  # fmt: skip
        with suppress(Refusal):
            deed()
        return Dossier.objects.get(code=code).pk


@contextmanager
def dying_at(number):
    """Let the connection die at a statement of the fold."""
    left = iter(range(number))

    def wrapper(execute, sql, params, many, context):
        if next(left, None) is None:
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


def dies(dice, pk, ids):
    del ids
    with dying_at(dice.randint(0, 8)):
        try:
            folding.fold([pk])
        except OperationalError:
            return


def told_twice(dice, pk, ids):
    del ids
    for _ in range(dice.randint(2, 4)):
        folding.fold([pk])


def out_of_order(dice, pk, ids):
    for other in dice.sample(ids, min(len(ids), 4)):
        folding.fold([other])
    folding.fold([pk])


def by_several(dice, pk, ids):
    other = dice.choice(ids)
    assert set(map(type, at_once([lambda one=one: folding.fold([one]) for one in (pk, other, pk, other)]))) == {int}


def late(dice, pk, ids):
    del dice, pk, ids


@pytest.mark.django_db
def test_after_any_faults_the_figures_are_those_of_the_journal():
    faults, dice, met = int(os.environ.get("MOTCUA_FAULTS", "60")), random.Random(766), Counter()
    with own_database():
        story = Story(dice)
        for _ in range(faults):
            pk, ids = story.go_on(), list(Dossier.objects.values_list("pk", flat=True))
            fault = dice.choice([dies, told_twice, out_of_order, by_several, late])
            met[fault.__name__] += 1
            fault(dice, pk, ids)
        folding.catch_up()
        assert journal.dossiers_behind() == ()
        followed = table()
        assert rebuild() == Dossier.objects.count()
        assert table() == followed
        for key in ("2026-11", "2026", "2027-Q1"):
            said = figures.report(Scope(), parse(key), today=NOW.date())
            hand = Counter(count for _, record in journal.all_records() for count in counts(record, parse(key), at=NOW))
            shown = set(Count) - {
                Count.UNKEPT,
                Count.RESOLVED_UNKEPT,
                Count.ELAPSED_HOURS,
                Count.UNBLAMED,
                *OF_THE_TOLD,
            }
            assert {one: said[one] for one in shown} == {one: hand[one] for one in shown}
        print(dict(met), len(followed), "cells")
    assert len(met) == 5


def table():
    """Every cell that is not nothing, once the months that are over are closed."""
    newest = DossierRecord.objects.aggregate(newest=Max("received_on"))["newest"]
    closing.close_months(before=newest)
    keys = ("agency_id", "competent_id", "procedure", "grain", "first", *(count.value for count in KEPT))
    some = Q(pk=0)
    for count in KEPT:
        some |= ~Q(**{count.value: 0})
    return sorted(Cell.objects.filter(some).values_list(*keys))
