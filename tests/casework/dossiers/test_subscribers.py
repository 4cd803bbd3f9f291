"""A second after an act the worker has made the paper that goes with it, once."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from motcua.casework.dossiers.queries import invariants, public
from motcua.casework.dossiers.services import _children, intake, transfer
from motcua.config.file_store import DiskStore
from motcua.tools.documents import ports
from motcua.tools.documents import queries as documents
from tests.factories.database import own_database
from tests.factories.groups import a_group, a_group_world, finish, legs
from tests.factories.world import MORNING, a_dossier, a_submission, a_world


@pytest.fixture
def committed(db, tmp_path):
    before = ports.store()
    ports.plug(DiskStore(tmp_path))
    with own_database():
        yield
    ports.plug(before)


def work():
    """Let a worker do what is there to do."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def papers_of(code, purpose):
    return documents.of_subject(f"dossier:{public.track(code).id}", purpose=purpose)


def test_a_receipt_is_made_after_the_dossier_is_received(committed):
    code = a_dossier(a_world()).code
    assert papers_of(code, "receipt") == ()
    work()
    (receipt,) = papers_of(code, "receipt")
    assert (receipt.media_type, receipt.rendered) == ("application/pdf", True)
    work()
    assert papers_of(code, "receipt") == (receipt,)


def test_a_refusal_slip_is_made_after_a_decline(committed):
    world = a_world()
    code = intake.decline(
        a_submission(world), "Không thuộc thẩm quyền", "Điều 17 khoản 1", by=world.receptionist, at=MORNING
    ).code
    work()
    assert len(papers_of(code, "refusal")) == 1
    assert papers_of(code, "receipt") == ()


def test_what_was_rolled_back_makes_no_paper(committed):
    from django.db import transaction

    world = a_world()
    with transaction.atomic():
        a_dossier(world)
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outbox.deliver'")
        assert cursor.fetchone() == (0,)


def test_the_worker_sends_the_parts_of_a_group_on_and_ends_the_whole(committed):
    here = a_group_world()
    code = a_group(here).code
    finish(here, legs(code)["birth"], MORNING)
    work()
    assert {key: row.state for key, row in legs(code).items()} == {
        "birth": "done", "residence": "open", "health-insurance": "open",
    }  # fmt: skip
    for key in ("residence", "health-insurance"):
        finish(here, legs(code)[key], MORNING)
    work()
    assert public.track(code).status == "completed"


def test_a_delivery_that_fails_half_way_leaves_nothing_and_is_made_good(committed, monkeypatch):
    here = a_group_world()
    code = a_group(here).code
    finish(here, legs(code)["birth"], MORNING)
    opened = []

    def second_fails(parent, row, template, at, real=_children.open_child):
        opened.append(row.key)
        if len(opened) == 2:
            raise OSError("the lights went out")
        return real(parent, row, template, at)

    monkeypatch.setattr(_children, "open_child", second_fails)
    with pytest.raises(OSError, match="lights"):
        transfer.advance(legs(code)["birth"].child_id, at=MORNING)
    assert {row.state for row in legs(code).values()} == {"open", "planned"}
    monkeypatch.undo()
    work()
    assert {key: row.state for key, row in legs(code).items()} == {
        "birth": "done", "residence": "open", "health-insurance": "open",
    }  # fmt: skip
    assert [check for check in invariants.checks(every=True) if check.findings] == []
