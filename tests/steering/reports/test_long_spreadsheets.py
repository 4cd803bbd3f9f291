"""Spreadsheets that nobody waits for: what is in them, how far they are, who takes them, what becomes of them."""

import os
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app

from motcua.casework.dossiers.services import processing
from motcua.ground.audit.models import Access
from motcua.ground.kernel.errors import NotAllowed, NotFound
from motcua.ground.notifications.queries import notices as notices_of
from motcua.people.agencies.models import Appointment
from motcua.steering.indicators.services import folding
from motcua.steering.reports.errors import NotWritten, TooManyExports
from motcua.steering.reports.models import Export
from motcua.steering.reports.queries import exports, kept, lines, restatement
from motcua.steering.reports.services import acts, books, ordering, preparing, spool, writing
from motcua.steering.reports.vocabulary import ExportState
from tests.factories.database import at_once, own_database
from tests.factories.workbooks import rows_of
from tests.factories.world import MARITAL, MORNING, a_dossier, a_world

from .conftest import AFTER, NOVEMBER, digest

pytestmark = pytest.mark.django_db
YESTERDAY = (AFTER - timedelta(days=1)).date()
DONE = AFTER + timedelta(minutes=2)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path / "exports"


@pytest.fixture
def report(world, month):
    pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)
    for act in (acts.check, acts.sign):
        act(pk, seen=digest(pk), by=world.head, at=AFTER)
    return pk


def work(pk):
    """Do what the worker does."""
    if writing.write(pk, 1, at=AFTER):
        writing.finish(pk, 1, at=DONE)


def content(pk, by, at=DONE):
    return b"".join(ordering.taken(pk, by=by, at=at).chunks)


def test_a_long_list_is_written_by_the_worker_and_holds_every_dossier_of_the_number(world, report, month):
    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    assert ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER) == pk  # pressed twice, written once
    waiting = exports.export(pk, by=world.head, at=AFTER)
    assert (waiting.state, waiting.total, waiting.under_way) == (ExportState.WAITING, 4, True)
    with pytest.raises(NotWritten):
        content(pk, world.head)
    work(pk)
    ready = exports.export(pk, by=world.head, at=DONE)
    assert (ready.state, ready.rows, ready.written, ready.finished_at) == (ExportState.READY, 4, 4, DONE)
    said = content(pk, world.head)
    assert ready.size == len(said)
    rows, formulas = rows_of(said)
    assert ([row[1] for row in rows[1:]], formulas) == (month, 0)
    assert set(Access.objects.values_list("act", flat=True)) >= {"order_dossiers_xlsx:3", "take_dossiers_xlsx:3"}


def notices(by):
    return [(one.title, one.text, one.subject) for one in notices_of.of_post(by.post_id).rows]


def test_who_went_away_is_told_that_it_is_there_and_who_still_looks_is_not(world, report):
    first = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    work(first)
    ((title, said, subject),) = notices(world.head)
    assert (title, subject) == ("Tệp XLSX đã ghi xong", f"export:{first}")
    assert said.startswith("Biểu số II.06a")
    assert said.endswith("Tải được trong 3 ngày.")
    second = ordering.order_dossiers(report, "", "7", by=world.head, at=AFTER)
    writing.write(second, 1, at=AFTER)
    writing.finish(second, 1, at=AFTER + timedelta(seconds=20))
    assert len(notices(world.head)) == 1


def test_the_job_that_is_enqueued_writes_it(world, report):
    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, lock FROM procrastinate_jobs WHERE task_name = %s", [ordering.TASK])
        ((args, lock),) = cursor.fetchall()
    assert lock == exports.LOCK
    assert str(pk) in str(args)
    app.perform_import_paths()
    app.tasks[ordering.TASK](export_id=pk, turn=1)
    assert exports.export(pk, by=world.head, at=DONE).state is ExportState.READY


def test_progress_is_told_while_lines_are_written_and_an_order_that_no_longer_stands_ends(world, report, monkeypatch):
    monkeypatch.setattr(writing, "_STEP", 1)
    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    told, every = [], lines.every

    def watched(*args, **more):
        for one in every(*args, **more):
            told.append(Export.objects.get(pk=pk).written)
            yield one

    monkeypatch.setattr(lines, "every", watched)
    work(pk)
    assert told == [0, 1, 2, 3]

    def stopped(*args, **more):
        for one in every(*args, **more):
            Export.objects.filter(pk=other).update(state=ExportState.FAILED)
            yield one

    monkeypatch.setattr(lines, "every", stopped)
    other = ordering.order_dossiers(report, "", "11", by=world.head, at=AFTER)
    work(other)
    assert Export.objects.get(pk=other).state == ExportState.FAILED
    assert [file.name for file in spool.folder().iterdir()] == [f"{pk}.xlsx"]  # and no half file is left


def test_the_register_of_a_year_is_written_as_its_table_says(world, month):
    pk = ordering.order_register(world.centre, 2026, by=world.head, at=AFTER)
    work(pk)
    rows, _ = rows_of(content(pk, world.head))
    assert [row[1] for row in rows[1:]] == month
    with pytest.raises(NotAllowed):
        ordering.order_register(world.centre, 2026, by=world.leader, at=AFTER)
    with pytest.raises(NotFound):
        ordering.order_register(world.centre, 2020, by=world.head, at=AFTER)


def test_nobody_else_sees_or_takes_it_and_who_lost_his_post_neither(world, report):
    pk = ordering.order_register(world.centre, 2026, by=world.head, at=AFTER)
    mine = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    for one in (pk, mine):
        work(one)
        with pytest.raises(NotFound):
            exports.export(one, by=world.receptionist, at=DONE)
        with pytest.raises(NotFound):
            ordering.taken(one, by=world.receptionist, at=DONE)
    Appointment.objects.filter(staff_id=world.head.staff_id).update(valid_to=YESTERDAY)
    with pytest.raises(NotAllowed):
        ordering.taken(pk, by=world.head, at=DONE)
    with pytest.raises(NotFound):
        ordering.taken(mine, by=world.head, at=DONE)


def test_it_is_written_in_the_name_of_who_ordered_it_and_not_when_he_may_not_read_it_any_more(world, month):
    pk = ordering.order_register(world.centre, 2026, by=world.head, at=AFTER)
    Appointment.objects.filter(staff_id=world.head.staff_id).update(valid_to=YESTERDAY)
    work(pk)
    row = Export.objects.get(pk=pk)
    assert (row.state, row.fault) == (ExportState.FAILED, "Sổ này do đơn vị khác giữ.")
    assert notices(world.head) == [("Tệp XLSX không ghi được", "Sổ này do đơn vị khác giữ.", f"export:{pk}")]
    assert not list(spool.folder().iterdir())


@pytest.mark.parametrize(
    ("wrong", "state", "said"),
    [
        (OSError(28, "No space left on device"), ExportState.FAILED, "hết chỗ"),
        (ZeroDivisionError(), ExportState.FAILED, "lỗi đã vào nhật ký"),
        (OperationalError(), ExportState.WRITING, ""),  # the job is tried again, and it goes its way
    ],
)
def test_what_goes_wrong_is_told_leaves_no_half_file_and_is_ordered_again(
    world, report, monkeypatch, wrong, state, said
):
    every = lines.every

    def broken(*args, **more):
        yield next(every(*args, **more))
        raise wrong

    monkeypatch.setattr(lines, "every", broken)
    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    with pytest.raises(type(wrong)):
        work(pk)
    view = exports.export(pk, by=world.head, at=DONE)
    assert view.state is state
    assert said in view.fault
    told = [text for _, text, _ in notices(world.head)]
    assert told == ([f"{view.title}. {view.fault}"] if state is ExportState.FAILED else [])
    assert not list(spool.folder().iterdir())
    monkeypatch.setattr(lines, "every", every)
    if state is ExportState.FAILED:
        again = ordering.again(pk, by=world.head, at=DONE)
        assert again != pk
        pk = again
    else:
        assert ordering.again(pk, by=world.head, at=DONE) == pk
    work(pk)
    assert exports.export(pk, by=world.head, at=DONE).rows == 4


def test_a_job_that_was_lost_is_seen_and_what_it_comes_back_with_does_nothing(world, report):
    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [ordering.TASK])
    view = exports.export(pk, by=world.head, at=DONE)
    assert (view.lost, view.under_way, view.may_order_again) == (True, False, True)
    again = ordering.again(pk, by=world.head, at=DONE)
    work(pk)
    assert Export.objects.get(pk=pk).state == ExportState.FAILED
    work(again)
    assert exports.export(again, by=world.head, at=DONE).state is ExportState.READY


def test_another_one_that_is_written_is_ahead_of_what_waits_and_hides_nothing_that_was_lost(world, report):
    first, second, lost = (
        ordering.order_dossiers(report, "", key, by=world.head, at=AFTER) for key in ("3", "7", "11")
    )
    with connection.cursor() as cursor:
        for pk, statement in (
            (first, "UPDATE procrastinate_jobs SET status = 'doing'"),
            (lost, "DELETE FROM procrastinate_jobs"),
        ):
            cursor.execute(f"{statement} WHERE queueing_lock = %s", [exports.job_name(pk, 1)])
    views = [exports.export(pk, by=world.head, at=DONE) for pk in (first, second, lost)]
    assert [(view.ahead, view.lost) for view in views] == [(False, False), (True, False), (False, True)]


def test_a_file_goes_after_some_days_and_with_it_what_killed_workers_left(world, report, folder):

    pk = ordering.order_dossiers(report, "", "3", by=world.head, at=AFTER)
    work(pk)
    left = folder / "motcua-left.xlsx"
    left.write_bytes(b"x")
    os.utime(left, (AFTER.timestamp(), AFTER.timestamp()))
    writing.sweep(at=DONE + exports.KEPT)
    assert [file.name for file in folder.iterdir()] == [f"{pk}.xlsx"]
    writing.sweep(at=DONE + exports.KEPT + timedelta(seconds=1))
    assert not list(folder.iterdir())
    gone = exports.export(pk, by=world.head, at=DONE)
    assert (gone.state, gone.may_order_again) == (ExportState.GONE, True)
    with pytest.raises(NotWritten):
        content(pk, world.head)


def test_one_person_waits_for_a_few_at_once(world, report):
    for column in ("3", "5", "7", "9", "11"):
        ordering.order_dossiers(report, "", column, by=world.head, at=AFTER)
    with pytest.raises(TooManyExports):
        ordering.order_dossiers(report, "", "12", by=world.head, at=AFTER)
    ordering.order_dossiers(report, "", "12", by=world.receptionist, at=AFTER)


def test_many_orders_at_once_are_let_through_one_by_one(db):
    with own_database():
        world = a_world()
        a_dossier(world)
        pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.receptionist, at=AFTER)

        def order(column):
            return partial(ordering.order_dossiers, pk, "", column, by=world.head, at=AFTER)

        said = at_once([order(column) for column in ("3", "4", "5", "7", "8", "9", "11", "13")])
        made = [one for one in said if isinstance(one, int)]
        assert len(set(made)) == len(made) == Export.objects.count() == ordering.MOST_WAITING
        assert [type(one) for one in said if one not in made] == [TooManyExports] * 3
        Export.objects.update(state=ExportState.FAILED)
        again = at_once([order("3")] * 6)
        assert len(set(again)) == 1
        assert Export.objects.get(state=ExportState.WAITING).pk == again[0]


def test_more_dossiers_than_a_page_looks_at_are_counted_said_and_all_written(world, report, month, monkeypatch):
    monkeypatch.setattr(restatement, "AT_ONCE", 2)
    monkeypatch.setattr(restatement, "_PORTION", 2)
    late = [a_dossier(world, MARITAL).code for _ in range(5)]
    processing.complete(month[1], "forward", by=world.officer, at=MORNING)  # changed, and counts as before
    folding.follow()
    view = kept.report(report, by=world.head, at=AFTER)
    reason = restatement.explained(view, "", "3", 5, today=AFTER.date())
    assert (reason.whole, reason.looked_at, reason.changed) == (False, 2, 6)
    pk = ordering.order_moved(report, "", "3", by=world.head, at=AFTER)
    work(pk)
    found = exports.export(pk, by=world.head, at=DONE)
    assert (found.total, found.written, found.rows, found.differs, found.explained) == (6, 6, 5, 5, 5)
    rows, _ = rows_of(content(pk, world.head))
    assert [row[1:] for row in rows[1:]] == [[code, 0, 1, 1] for code in late]


def test_rows_that_fail_leave_no_file(tmp_path):
    def broken():
        yield (1,)
        raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        books.xlsx_of_rows(["n"], broken(), name="x", folder=tmp_path)
    assert not list(tmp_path.iterdir())
