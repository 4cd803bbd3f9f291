"""Before a report is taken the figures catch up with all of the journal, in transactions of their own."""

import pytest
from django.db import connection

from motcua.steering.indicators.services import folding
from motcua.steering.reports.vocabulary import Act, State
from tests.factories.world import a_dossier

from .test_acts import DONE, brought_to, prepared, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def folds():
    """Return how deep in transactions the figures asked for their locks, each time; the test's own is 0."""
    found = []

    def watch(execute, sql, params, many, context):
        if "pg_advisory_xact_lock" in sql and "indicators:" in sql:
            found.append(len(connection.savepoint_ids))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


@pytest.mark.parametrize("act", ["prepare", "retake", "revise"])
def test_a_report_catches_up_with_what_is_older_than_the_newest_entries(world, month, folds, monkeypatch, act):
    pk = None if act == "prepare" else brought_to(State.FROZEN if act == "revise" else State.PREPARED, world)
    a_dossier(world)
    monkeypatch.setattr(folding, "WINDOW", 0)  # as where more than so many entries came after it
    folds.clear()
    made = DONE[Act[act.upper()]](pk, world) if pk else prepared(world)
    assert seen(made, world).table.total[0] == 5
    assert folds
    assert set(folds) == {1}  # in the transaction of a portion alone, not within that of the act
