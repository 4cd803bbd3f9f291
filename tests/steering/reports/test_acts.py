"""From prepared to frozen: who may, in which order, by four eyes; what is signed never changes, a revision is another."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from motcua.casework.dossiers.services import processing, results
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Stale
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.models import Role
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.reports.errors import ActNotAllowed, AlreadyPrepared, DoesNotAddUp, FourEyes, PeriodNotOver
from motcua.steering.reports.models import Report
from motcua.steering.reports.queries import invariants, kept, restatement
from motcua.steering.reports.rules import forms, lifecycle, tables
from motcua.steering.reports.services import acts, preparing
from motcua.steering.reports.vocabulary import Act, State
from tests.factories.world import FOUNDED, MORNING, a_dossier, an_officer

from .conftest import AFTER, NOVEMBER, digest

pytestmark = pytest.mark.django_db
DONE = {
    Act.RETAKE: lambda pk, world: preparing.retake(pk, by=world.receptionist, at=AFTER),
    Act.CHECK: lambda pk, world: acts.check(pk, seen=digest(pk), by=world.head, at=AFTER),
    Act.SIGN: lambda pk, world: acts.sign(pk, seen=digest(pk), by=world.head, at=AFTER),
    Act.SEND: lambda pk, world: acts.send(pk, by=world.receptionist, at=AFTER),
    Act.ACCEPT: lambda pk, world: acts.accept(pk, by=world.signer, at=AFTER),
    Act.RETURN: lambda pk, world: acts.give_back(pk, "Thiếu một hồ sơ", by=world.signer, at=AFTER),
    Act.REVISE: lambda pk, world: preparing.revise(pk, "Một hồ sơ ghi muộn", by=world.receptionist, at=AFTER),
}
WAYS = {
    State.PREPARED: (),
    State.CHECKED: (Act.CHECK,),
    State.SIGNED: (Act.CHECK, Act.SIGN),
    State.SENT: (Act.CHECK, Act.SIGN, Act.SEND),
    State.FROZEN: (Act.CHECK, Act.SIGN, Act.SEND, Act.ACCEPT),
    State.RETURNED: (Act.CHECK, Act.SIGN, Act.SEND, Act.RETURN),
}


def prepared(world, form="06a", period=NOVEMBER, **more):
    return preparing.prepare(form, period, world.centre, by=world.receptionist, at=AFTER, **more)


def brought_to(state, world):
    pk = prepared(world)
    for act in WAYS[state]:
        DONE[act](pk, world)
    return pk


def seen(pk, world, at=AFTER):
    return kept.report(pk, by=world.head, at=at)


def test_the_golden_small_report(world, month):
    table = seen(prepared(world), world).table
    # received 4 in person; one resolved early; three open at the end of November, all past their date
    assert [(line.key, line.cells) for line in table.lines] == [
        ("commune", (4, 0, 4, 0, 1, 1, 0, 0, 3, 0, 3)),
        ("commune|Hộ tịch", (4, 0, 4, 0, 1, 1, 0, 0, 3, 0, 3)),
    ]
    assert table.total == (4, 0, 4, 0, 1, 1, 0, 0, 3, 0, 3)
    december = preparing.prepare(
        "tuan", periods.parse("2026-W49"), world.committee, by=world.leader, at=AFTER.replace(day=7)
    )
    assert kept.report(december, by=world.leader, at=AFTER).table.total == (
        3,
        0,
        None,
        None,
        0,
        0,
        3,
        0,
        0,
        0,
        0,
        3,
        0,
        3,
    )


@pytest.mark.parametrize("state", WAYS)
def test_every_act_is_in_the_table_or_refused(world, month, state):
    pk = brought_to(state, world)
    for act, deed in DONE.items():
        with transaction.atomic():
            if act in lifecycle.acts_from(state):
                deed(pk, world)
                if act is not Act.REVISE:
                    assert State(Report.objects.get(pk=pk).state) is lifecycle.TRANSITIONS[state, act]
                transaction.set_rollback(True)
            else:
                with pytest.raises(ActNotAllowed):
                    deed(pk, world)


def test_who_prepares_neither_checks_nor_signs_where_others_are_there(world, month):
    pk = preparing.prepare("06a", NOVEMBER, world.centre, by=world.head, at=AFTER)
    with pytest.raises(FourEyes):
        acts.check(pk, seen=digest(pk), by=world.head, at=AFTER)
    with pytest.raises(NotAllowed):
        acts.check(pk, seen=digest(pk), by=world.receptionist, at=AFTER)


def test_a_unit_of_one_person_signs_alone_and_says_so(world):
    far = organisation.found("H99.78", "Ủy ban nhân dân xã Vắng", AgencyKind.COMMUNE, by=system("test"), at=FOUNDED)
    only, _ = an_officer("Mã Văn Độc", far, "Chủ tịch", ["signer", "unit_leader"], "alone")
    pk = preparing.prepare("07a", NOVEMBER, far, by=only, at=AFTER)
    acts.check(pk, seen=digest(pk), by=only, at=AFTER)
    acts.sign(pk, seen=digest(pk), by=only, at=AFTER)
    assert kept.report(pk, by=only, at=AFTER).alone
    signed = outbox.history(f"report:{pk}")[-1]
    assert (signed.name, signed.payload["alone"]) == ("ReportSigned", True)


def test_a_signature_seals_the_digest_of_all_the_report_says(world, month):
    pk = brought_to(State.SIGNED, world)
    row = Report.objects.get(pk=pk)
    said = outbox.history(f"report:{pk}")
    assert [entry.name for entry in said] == ["ReportPrepared", "ReportChecked", "ReportSigned"]
    again = tables.digest(row.numbers, "06a", 1, world.centre, "2026-11", 1, "")
    assert said[-1].payload["digest"] == row.digest == again
    assert not list(outbox.breaks(f"report:{pk}"))
    assert "Trần" not in str([entry.payload for entry in said])


@pytest.mark.parametrize(
    "change", ["numbers = '{}'", "digest = 'x'", "period = '2026-10'", "signed_at = NULL", "reason = 'x'"]
)
def test_what_is_signed_cannot_be_changed_even_by_sql(world, month, change):
    pk = brought_to(State.SIGNED, world)
    with (
        pytest.raises(ProgrammingError, match="Cannot update"),
        connection.cursor() as cursor,
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE reports_report SET {change} WHERE id = %s", [pk])
    with (
        pytest.raises(ProgrammingError, match="Cannot delete"),
        connection.cursor() as cursor,
        transaction.atomic(),
    ):
        cursor.execute("DELETE FROM reports_report WHERE id = %s", [pk])


def test_numbers_changed_behind_the_back_of_an_unsigned_report_are_not_signed(world, month):
    pk = brought_to(State.CHECKED, world)
    row = Report.objects.get(pk=pk)
    row.numbers["total"][0] += 1
    Report.objects.filter(pk=pk).update(numbers=row.numbers)
    with pytest.raises(DoesNotAddUp, match="Tổng cộng: cột 3 là 5"):
        acts.sign(pk, seen=digest(pk), by=world.head, at=AFTER)
    row.numbers["total"][0] -= 1
    row.numbers["lines"][0]["label"] = "Khác"
    Report.objects.filter(pk=pk).update(numbers=row.numbers)
    with pytest.raises(DoesNotAddUp, match="không còn như khi lập"):
        acts.sign(pk, seen=digest(pk), by=world.head, at=AFTER)


def test_what_was_seen_is_what_is_signed(world, month):
    pk = prepared(world)
    before = digest(pk)
    a_dossier(world)
    preparing.retake(pk, by=world.receptionist, at=AFTER)
    with pytest.raises(Stale):
        acts.check(pk, seen=before, by=world.head, at=AFTER)


def test_nobody_checks_or_signs_what_he_does_not_say_he_saw(world, month):
    pk = prepared(world)
    with pytest.raises(Invalid, match="đối chiếu số liệu"):
        acts.check(pk, seen="", by=world.head, at=AFTER)
    acts.check(pk, seen=digest(pk), by=world.head, at=AFTER)
    with pytest.raises(Invalid, match="đối chiếu số liệu"):
        acts.sign(pk, seen="", by=world.head, at=AFTER)
    assert seen(pk, world).state is State.CHECKED


@pytest.mark.parametrize("kind", ["2026-11", "2026-11-30"])
def test_a_period_is_reported_the_day_after_its_last_a_span_on_its_closing_day(world, month, kind):
    morning = AFTER.replace(month=11, day=30)
    with pytest.raises(PeriodNotOver):
        preparing.prepare("06a", periods.parse(kind), world.centre, by=world.receptionist, at=morning)
    span = periods.parse("2026-11-01..2026-11-30")
    assert preparing.prepare("06a", span, world.centre, by=world.receptionist, at=morning)
    assert prepared(world, period=periods.parse(kind))


def test_a_form_is_prepared_once_for_a_period_and_only_when_it_is_over(world, month):
    pk = prepared(world, key="twice")
    assert prepared(world, key="twice") == pk
    with pytest.raises(AlreadyPrepared):
        prepared(world)
    with pytest.raises(PeriodNotOver):
        prepared(world, period=periods.parse("2026-12"))
    with pytest.raises(NotFound):
        prepared(world, form="07a", period=periods.parse("2025-11"))
    with pytest.raises(NotAllowed):
        preparing.prepare("06a", NOVEMBER, world.committee, by=world.receptionist, at=AFTER)


def test_a_report_from_the_top_names_its_recipient_and_a_return_its_reason(world, month):
    pk = preparing.prepare("06a", NOVEMBER, world.committee, by=world.leader, at=AFTER)
    acts.check(pk, seen=digest(pk), by=world.signer, at=AFTER)
    acts.sign(pk, seen=digest(pk), by=world.signer, at=AFTER)
    with pytest.raises(Invalid):
        acts.send(pk, " ", by=world.leader, at=AFTER)
    acts.send(pk, "Sở Tư pháp", by=world.leader, at=AFTER)
    with pytest.raises(Invalid):
        acts.give_back(pk, "", by=world.signer, at=AFTER)
    acts.accept(pk, by=world.signer, at=AFTER)
    assert kept.report(pk, by=world.signer, at=AFTER).state is State.FROZEN
    with pytest.raises(NotFound):  # the centre is under the committee, not above it
        seen(pk, world)


def test_late_facts_show_beside_what_was_signed_and_name_their_dossiers(world, month):
    pk = brought_to(State.FROZEN, world)
    late = a_dossier(world).code  # received on 19 November, written down after the report was frozen
    processing.complete(month[1], "forward", by=world.officer, at=MORNING)
    results.attach(month[1], number="2/XN", by=world.signer, at=MORNING)
    processing.complete(month[1], "sign", by=world.signer, at=MORNING)
    folding.follow()
    view = seen(pk, world)
    now, moved = restatement.compared(view, today=AFTER.date())
    assert view.table.total == (4, 0, 4, 0, 1, 1, 0, 0, 3, 0, 3)
    assert now.total == (5, 0, 5, 0, 2, 2, 0, 0, 3, 0, 3)
    assert {(one.line, one.column, one.by) for one in moved if one.line == ""} == {
        ("", "3", 1), ("", "5", 1), ("", "7", 1), ("", "8", 1),
    }  # fmt: skip
    for one in moved:
        said = restatement.explained(view, one.line, one.column, one.by, today=AFTER.date())
        assert said.left == 0
        assert len(said.moved) == 1
    codes = {
        restatement.explained(view, "", column, 1, today=AFTER.date()).moved[0].dossier_id for column in ("3", "7")
    }
    assert len(codes) == 2
    assert late != month[1]


def test_a_revision_leaves_the_signed_report_as_it_was(world, month):
    pk = brought_to(State.FROZEN, world)
    before = Report.objects.values().get(pk=pk)
    a_dossier(world)
    with pytest.raises(Invalid):
        preparing.revise(pk, " ", by=world.receptionist, at=AFTER)
    second = preparing.revise(pk, "Một hồ sơ ghi muộn", by=world.receptionist, at=AFTER)
    assert Report.objects.values().get(pk=pk) == before
    view = seen(second, world)
    assert (view.revision, view.state, view.table.total[0]) == (2, State.PREPARED, 5)
    with pytest.raises(ActNotAllowed):  # another revision waits already
        preparing.revise(pk, "Lại nữa", by=world.receptionist, at=AFTER)
    assert [one.revision for one in kept.revisions(view)] == [1, 2]


def test_the_doctor_finds_a_signed_report_that_is_not_what_was_signed(world, month):
    pk = brought_to(State.SIGNED, world)
    assert [(check.checked, check.findings) for check in invariants.checks()] == [(1, ()), (1, ())]
    with connection.cursor() as cursor:  # what only who owns the table can do
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_report SET numbers = jsonb_set(numbers, '{total,0}', '9') WHERE id = %s", [pk])
        cursor.execute("ALTER TABLE reports_report ENABLE TRIGGER USER")
    found = [finding.sentence for check in invariants.checks() for finding in check.findings]
    assert "khác với nội dung lúc ký" in found[0]
    assert "Tổng cộng: cột 3 là 9" in found[1]


def test_the_roles_of_an_installation_hold_what_the_acts_ask_for():
    held = {word for role in Role.objects.all() for word in role.permissions}
    assert {"reports.prepare", "reports.check", "reports.sign", "reports.collect"} <= held


def test_a_report_names_columns_that_are_there():
    for form in forms.FORMS:
        keys = [column.key for column in form.columns]
        assert len(set(keys)) == len(keys)
        assert {key for whole, parts in form.identities for key in (whole, *parts)} <= set(keys)
        rows = forms.header(form)
        assert sum(cell.across for cell in rows[0]) == len(keys)
