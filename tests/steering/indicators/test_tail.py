"""The tail: what is new, and what took its number early and committed late, whatever number of others went before."""

import threading
from contextlib import contextmanager
from datetime import date
from time import sleep

import pytest
from django.db import connection, transaction

from motcua.casework.dossiers.events.sync import DossierSynced
from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel.actors import system
from motcua.ground.outbox import services as outbox
from motcua.people.identity.events import ApplicantVerified
from motcua.steering.indicators.queries import figures, journal
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules.periods import parse
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Count
from tests.factories.database import own_database
from tests.factories.world import MORNING, a_dossier, a_world

BY = system("test")
MANY = 1200


def publish(event):
    outbox.publish(event, by=BY, at=MORNING)


def synced(pk):
    return DossierSynced(subject=f"sync-of:{pk}", portal="dvcqg", upto=1)


def counted(count):
    return figures.report(Scope(), parse("2026-11"), today=date(2026, 11, 30))[count]


def forgets(tail):
    """Tell whether nothing is watched any more, once transactions of the whole server that had begun are over."""
    for _ in range(900):
        if not tail._gaps:
            return True
        sleep(0.1)
        assert tail.look() == 0
    return False


@contextmanager
def meanwhile(act, *, commits=True):
    """Do something in a transaction of another connection, which ends with this block."""
    done, end = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                act()
                done.set()
                assert end.wait(60)
                transaction.set_rollback(not commits)
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert done.wait(30)
    try:
        yield
    finally:
        end.set()
        thread.join(30)


@pytest.mark.django_db
def test_the_tail_folds_what_is_new():
    tail = folding.Tail()
    pk = Dossier.objects.get(code=a_dossier(a_world()).code).pk
    assert tail.look() == 1
    assert tail.look() == 0
    publish(ApplicantVerified(subject=f"applicant-of:{pk}", means="vneid"))
    publish(synced(pk))
    assert tail.look() == 1
    assert counted(Count.SYNCED) == 1


@pytest.mark.django_db
def test_what_committed_after_more_than_a_thousand_later_ones_is_folded_at_the_next_look():
    with own_database():
        pk, other = (Dossier.objects.get(code=a_dossier(world).code).pk for world in [a_world()] for _ in range(2))
        tail = folding.Tail()
        tail.look()
        with meanwhile(lambda: publish(synced(pk))):
            with transaction.atomic():
                for _ in range(MANY):
                    publish(synced(other))
            assert tail.look() == 1
            assert tail.look() == tail.look() == 0
            assert counted(Count.SYNCED) == 1
        assert tail.look() == 1
        assert counted(Count.SYNCED) == 2
        assert journal.dossiers_behind() == ()
        assert tail.look() == 0
        assert forgets(tail)


@pytest.mark.django_db
def test_what_was_under_way_at_the_first_look_is_folded_once_it_committed():
    with own_database():
        pk, other = (Dossier.objects.get(code=a_dossier(world).code).pk for world in [a_world()] for _ in range(2))
        tail = folding.Tail()
        with meanwhile(lambda: publish(synced(pk))):
            with transaction.atomic():
                publish(synced(other))
            assert tail.look() == 2
        assert tail.look() == 1
        assert counted(Count.SYNCED) == 2


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_watched_for_ever():
    with own_database():
        pk, other = (Dossier.objects.get(code=a_dossier(world).code).pk for world in [a_world()] for _ in range(2))
        tail = folding.Tail()
        tail.look()
        with meanwhile(lambda: publish(synced(pk)), commits=False):
            with transaction.atomic():
                publish(synced(other))
            tail.look()
            assert tail.look() == 0
            assert tail._gaps
        assert tail.look() == 0
        assert forgets(tail)
        assert counted(Count.SYNCED) == 1
