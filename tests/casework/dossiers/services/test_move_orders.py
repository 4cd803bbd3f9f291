"""A move at one press: a worker does it batch after batch, in the name of who pressed, until it is done or stopped."""

from contextlib import contextmanager

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from motcua.casework.dossiers.models import Dossier, MoveLine
from motcua.casework.dossiers.queries import invariants
from motcua.casework.dossiers.queries import moves as reads
from motcua.casework.dossiers.services import _advance, migration, move_orders, processes
from motcua.casework.dossiers.vocabulary import MoveLineState, MoveState, MoveWait, MoveWork
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import NotAllowed
from motcua.ground.outbox.models import Entry
from motcua.people.agencies.queries import establishment
from motcua.people.agencies.services import posts
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.errors import MigrationRefused
from motcua.tools.workflow.queries import positions
from motcua.tools.workflow.rules.positions import hash_of
from tests.casework.dossiers.services.test_migration import LATER, SAME, next_version
from tests.factories.database import at_once, own_database
from tests.factories.world import FOUNDED, a_dossier, a_world, an_officer

MANY = 7


class Killed(BaseException):
    """The worker is gone in the middle of its work."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(move_orders, "BATCH", 2)


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with own_database():
        yield a_world()


@pytest.fixture
def versions(world):
    first = workflow.newest("test-process").id
    for _ in range(MANY):
        a_dossier(world)
    return first, processes.publish(next_version(), at=FOUNDED).id


@pytest.fixture
def planned(world, versions):
    return migration.foresee(*versions, SAME, by=world.head, at=LATER).id


def work():
    """Let a worker do what is there to do."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def jobs():
    """Return the state of the jobs of moves, oldest first."""
    rows = sql("SELECT status FROM procrastinate_jobs WHERE task_name = 'dossiers.move_batch' ORDER BY id")
    return [status for (status,) in rows]


def beat():
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def places():
    """Return where every dossier stands, by the hash of its position."""
    return {row.code: hash_of(positions.open_work_of(row.instance_id).position) for row in Dossier.objects.all()}


def told(name):
    """Return who is named by the events of a name."""
    return list(Entry.objects.filter(name=name).order_by("pk").values_list("actor", flat=True))


@contextmanager
def interrupted(monkeypatch, *, after, by):
    """Let the write of an event do ``by()`` first once ``after`` of them are written."""
    written = []

    def write(*asked, real=_advance.write):
        if len(written) == after:
            by()
        written.append(1)
        return real(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(_advance, "write", write)
        yield


def lose(error):
    def act():
        raise error

    return act


def test_one_press_moves_all_and_one_takes_all_back_in_the_name_of_who_pressed(world, planned):
    before = places()
    move_orders.carry_out(planned, by=world.head, at=LATER)
    view = reads.move(planned)
    assert (view.state, view.work, view.done, view.whole) == (MoveState.RUNNING, MoveWork.WORKING, 0, MANY)
    work()
    view = reads.move(planned)
    assert (view.state, view.work, view.counts, view.done) == (MoveState.DONE, MoveWork.IDLE, {"moved": MANY}, MANY)
    assert view.ordered_by == "Phan Văn Đứng"
    move_orders.take_back(planned, by=world.head, at=LATER)
    assert (reads.move(planned).done, reads.move(planned).whole) == (0, MANY)
    work()
    view = reads.move(planned)
    assert (view.state, view.counts, view.done) == (MoveState.UNDONE, {"undone": MANY}, MANY)
    assert places() == before
    assert told("ProcessMigrated") == told("ProcessMigrationUndone") == [world.head.ref] * MANY
    assert [check for check in invariants.checks(every=True) if check.findings] == []


def test_pressed_twice_it_is_done_once_and_pressed_late_it_stays_done(world, planned):
    for _ in range(2):
        move_orders.carry_out(planned, by=world.head, at=LATER)
    assert jobs() == ["todo"]
    assert at_once([lambda: move_orders.carry_out(planned, by=world.head, at=LATER)] * 3) == [None] * 3
    assert jobs() == ["todo"]
    work()
    move_orders.carry_out(planned, by=world.head, at=LATER)
    assert (reads.move(planned).state, "todo" in jobs()) == (MoveState.DONE, False)


def test_two_workers_with_the_same_batch_move_no_dossier_twice(world, planned):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    answers = at_once([lambda: move_orders.work(planned, 1, 0, at=LATER)] * 3)
    assert answers == [None] * 3
    work()
    subjects = list(Entry.objects.filter(name="ProcessMigrated").values_list("subject", flat=True))
    assert len(subjects) == len(set(subjects)) == MANY
    assert reads.move(planned).state is MoveState.DONE


def test_a_stop_counts_before_the_next_dossier_and_whoever_may_goes_on(world, planned, monkeypatch):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    with interrupted(monkeypatch, after=3, by=lambda: move_orders.stop(planned, by=world.head, at=LATER)):
        work()
    view = reads.move(planned)
    assert (view.state, view.work, view.said) == (MoveState.RUNNING, MoveWork.STOPPED, "Chuyển dở")
    assert view.counts == {"moved": 4, "planned": 3}
    second, _ = an_officer("Người Thứ Hai", world.centre, "Phó Giám đốc", ["procedure_admin"], "second")
    move_orders.carry_out(planned, by=second, at=LATER)
    work()
    assert told("ProcessMigrated") == [world.head.ref] * 4 + [second.ref] * 3


def test_a_stopped_move_can_be_taken_back_and_a_late_job_of_the_old_order_does_nothing(world, planned):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    with pytest.raises(MigrationRefused, match="Bấm dừng"):
        move_orders.take_back(planned, by=world.head, at=LATER)
    with pytest.raises(MigrationRefused, match="Dừng việc"):
        migration.run(planned, by=world.head, at=LATER)
    move_orders.work(planned, 1, 0, at=LATER)
    move_orders.stop(planned, by=world.head, at=LATER)
    move_orders.take_back(planned, by=world.head, at=LATER)
    move_orders.work(planned, 1, 0, at=LATER)
    assert reads.move(planned).counts == {"moved": 2, "planned": 5}
    work()
    view = reads.move(planned)
    assert (view.state, view.counts, view.done, view.whole) == (MoveState.UNDONE, {"undone": 2, "planned": 5}, 2, 2)


def test_a_job_of_a_killed_worker_is_put_back_and_goes_on_where_it_stood(world, planned, monkeypatch):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'dossiers.move_batch'")
    with interrupted(monkeypatch, after=1, by=lose(Killed())), pytest.raises(Killed):
        move_orders.work(planned, 1, 0, at=LATER)
    assert reads.move(planned).counts == {"moved": 1, "planned": MANY - 1}
    move_orders.carry_out(planned, by=world.head, at=LATER)
    assert jobs() == ["doing"]
    sql("UPDATE procrastinate_jobs SET status = 'todo' WHERE task_name = 'dossiers.move_batch'")
    work()
    assert (reads.move(planned).state, reads.move(planned).counts) == (MoveState.DONE, {"moved": MANY})
    assert len(told("ProcessMigrated")) == MANY


def test_the_page_can_tell_what_an_order_waits_for_and_a_lost_job_is_ordered_again(world, planned):
    assert reads.wait(reads.move(planned)) is MoveWait.NOTHING
    move_orders.carry_out(planned, by=world.head, at=LATER)
    assert reads.wait(reads.move(planned)) is MoveWait.WORKER
    beat()
    assert reads.wait(reads.move(planned)) is MoveWait.TURN
    sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'dossiers.move_batch'")
    assert reads.wait(reads.move(planned)) is MoveWait.NOTHING
    sql("DELETE FROM procrastinate_jobs")
    assert reads.wait(reads.move(planned)) is MoveWait.LOST
    move_orders.carry_out(planned, by=world.head, at=LATER)
    work()
    assert reads.move(planned).state is MoveState.DONE


def test_who_left_the_post_meanwhile_moves_nothing_more(world, planned):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    move_orders.work(planned, 1, 0, at=LATER)
    (sitter,) = establishment.post(world.head.post_id, on=LATER.date()).sitters
    posts.end_appointment(sitter.appointment_id, by=system("test"), at=LATER)
    work()
    view = reads.move(planned)
    assert (view.state, view.work, view.counts) == (MoveState.RUNNING, MoveWork.BARRED, {"moved": 2, "planned": 5})
    for deed in (move_orders.carry_out, move_orders.take_back, move_orders.stop):
        with pytest.raises(NotAllowed):
            deed(planned, by=world.head, at=LATER)


def test_a_dossier_that_meets_a_fault_holds_up_no_other_says_so_and_is_tried_again(world, planned, monkeypatch):
    move_orders.carry_out(planned, by=world.head, at=LATER)
    with interrupted(monkeypatch, after=1, by=lose(OSError("the lights went out"))):
        work()
    view = reads.move(planned)
    assert (view.work, view.faults, view.counts) == (MoveWork.FAULTY, MANY - 1, {"moved": 1, "planned": MANY - 1})
    first = reads.lines(planned)[0]
    assert (first.state, first.is_faulty) == (MoveLineState.PLANNED, True)
    assert "lỗi kỹ thuật" in first.reason
    assert set(jobs()) == {"failed"}
    move_orders.carry_out(planned, by=world.head, at=LATER)
    work()
    view = reads.move(planned)
    assert (view.state, view.faults, view.counts) == (MoveState.DONE, 0, {"moved": MANY})
    assert not MoveLine.objects.exclude(reason="").exists()


def test_many_dossiers_are_foreseen_by_a_worker_as_they_are_foreseen_at_once(world, versions, monkeypatch):
    at_once_ = reads.lines(migration.foresee(*versions, SAME, by=world.head, at=LATER).id)
    monkeypatch.setattr(move_orders, "LOOK_AT_ONCE", MANY - 1)
    move_id = move_orders.look_ahead(*versions, SAME, by=world.head, at=LATER)
    view = reads.move(move_id)
    assert (view.state, view.work, view.total) == (MoveState.LOOKING, MoveWork.WORKING, 0)
    with pytest.raises(MigrationRefused):
        move_orders.carry_out(move_id, by=world.head, at=LATER)
    work()
    move_orders.look(move_id, 1, at=LATER)
    view = reads.move(move_id)
    assert (view.state, view.work, view.counts) == (MoveState.PLANNED, MoveWork.IDLE, {"planned": MANY})
    assert reads.lines(move_id) == at_once_
    move_orders.carry_out(move_id, by=world.head, at=LATER)
    work()
    assert reads.move(move_id).state is MoveState.DONE


def test_few_dossiers_are_foreseen_while_one_waits(world, versions):
    move_id = move_orders.look_ahead(*versions, SAME, by=world.head, at=LATER)
    assert (reads.move(move_id).state, reads.move(move_id).total) == (MoveState.PLANNED, MANY)
    with pytest.raises(NotAllowed):
        move_orders.look_ahead(*versions, SAME, by=world.officer, at=LATER)
