"""A province and the units under it: who has sent, in time or late, and where the sums differ from its own count."""

from datetime import datetime, timedelta

import pytest

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.people.agencies.models import Agency
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.steering.reports.queries import consolidation, kept
from motcua.steering.reports.rules import forms, lateness
from motcua.steering.reports.services import acts, deadlines, preparing
from motcua.steering.reports.vocabulary import State, Submission
from tests.factories.world import FOUNDED, VN, a_dossier, an_officer

from .conftest import AFTER, NOVEMBER, digest, paid

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 12, 5, 17, 0, tzinfo=VN)


def sent(world, at=AFTER, form="06a"):
    pk = preparing.prepare(form, NOVEMBER, world.committee, by=world.leader, at=at)
    acts.check(pk, seen=digest(pk), by=world.signer, at=at)
    acts.sign(pk, seen=digest(pk), by=world.signer, at=at)
    acts.send(pk, by=world.leader, at=at)
    return pk


def whole(top, form="06a"):
    return consolidation.consolidated(top, forms.in_force(form, on=NOVEMBER.last), NOVEMBER, today=AFTER.date())


def test_what_is_missing_is_the_difference_and_names_its_unit(world, month, province):
    top, _, _ = province
    found = whole(top)
    assert [one.unit.code for one in found.units] == ["H99.24", "H99.77"]
    assert found.tally()[Submission.MISSING] == 2
    assert found.whole[0] == 4
    assert found.differs == tuple(found.units[0].differs[place] for place in range(11))
    sent(world)
    found = whole(top)
    assert found.sum == found.whole
    assert set(found.differs) == {0}


def test_a_unit_that_reported_before_a_late_fact_differs_by_it(world, month, province):
    top, _, _ = province
    sent(world)
    a_dossier(world)
    preparing.folding.follow()
    found = whole(top)
    assert found.differs[:3] == (1, 0, 1)
    assert found.units[0].differs == found.differs
    assert set(found.units[1].differs) == {0}


def test_where_nobody_has_a_number_nothing_differs_and_a_number_against_none_does(world, month, province):
    top, _, _ = province
    column = forms.BTP_07A.place("pay_online")
    found = whole(top, "07a")
    assert found.differs[column] is found.units[0].differs[column] is None  # nobody told of fees, nobody has sent
    sent(world, form="07a")
    found = whole(top, "07a")
    assert found.differs[column] is found.units[0].differs[column] is None
    paid(month[0])
    preparing.folding.follow()
    found = whole(top, "07a")
    assert (found.sum[column], found.whole[column], found.differs[column]) == (None, 1, 1)
    assert found.units[0].differs[column] == 1


@pytest.mark.parametrize("form", ["06a", "07a", "tuan"])
def test_the_units_and_the_rest_part_the_count_of_the_province(world, month, province, form):
    found = whole(province[0], form)
    for place, number in enumerate(found.whole):
        parts = [one.own[place] for one in found.units] + [found.rest[place]]
        assert number is None or sum(parts) == number


def test_a_deadline_makes_a_sending_late_and_a_later_one_takes_its_place(world, month, province):
    top, head, _ = province
    deadlines.announce("06a", NOVEMBER, top, DUE, by=head, at=AFTER)
    pk = sent(world, at=DUE + timedelta(minutes=1))
    view = kept.report(pk, by=world.leader, at=AFTER)
    assert (view.due_at, view.submission) == (DUE, Submission.LATE)
    deadlines.announce("06a", NOVEMBER, top, DUE + timedelta(days=2), by=head, at=AFTER)
    assert kept.report(pk, by=world.leader, at=AFTER).submission is Submission.IN_TIME
    ((form, period, due_at, tally),) = consolidation.tallies(top)
    assert (form.code, period, due_at) == ("06a", NOVEMBER, DUE + timedelta(days=2))
    assert (tally[Submission.IN_TIME], tally[Submission.MISSING]) == (1, 1)


def test_a_returned_report_counts_as_not_handed_in_until_its_revision_is(world, month, province):
    top, head, _ = province
    pk = sent(world)
    acts.give_back(pk, "Thiếu", by=head, at=AFTER)
    assert whole(top).tally()[Submission.RETURNED] == 1
    assert whole(top).units[0].cells is None
    second = preparing.revise(pk, "Bổ sung", by=world.leader, at=AFTER)
    for deed in (acts.check, acts.sign):
        deed(second, seen=digest(second), by=world.signer, at=AFTER)
    acts.send(second, by=world.leader, at=AFTER)
    assert whole(top).tally()[Submission.IN_TIME] == 1
    assert whole(top).units[0].report_id == second


def test_what_was_sent_to_who_was_above_before_does_not_count_above_now(world, month, province):
    top, head, _ = province
    deadlines.announce("06a", NOVEMBER, top, DUE, by=head, at=AFTER)
    pk = sent(world)
    assert whole(top).tally()[Submission.IN_TIME] == 1
    by = system("test")
    other = organisation.found("H98", "Ủy ban nhân dân tỉnh Thanh Khê", AgencyKind.PROVINCE, by=by, at=FOUNDED)
    collector, _ = an_officer("Đinh Thị Thu", other, "Chủ tịch", ["leader"], "collector")
    Agency.objects.filter(pk=world.committee).update(parent_id=other)
    deadlines.announce("06a", NOVEMBER, other, DUE - timedelta(days=2), by=collector, at=AFTER)
    (unit,) = whole(other).units
    assert (unit.submission, unit.report_id, unit.cells) == (Submission.MISSING, None, None)
    ((_, _, _, tally),) = consolidation.tallies(other)
    assert (tally[Submission.MISSING], tally[Submission.IN_TIME]) == (1, 0)
    view = kept.report(pk, by=world.leader, at=AFTER)
    assert (view.due_at, view.submission) == (DUE, Submission.IN_TIME)  # as whom it was sent to asked for

    second = preparing.revise(pk, "Nộp cho tỉnh mới", by=world.leader, at=AFTER)
    view = kept.report(second, by=world.leader, at=AFTER)
    assert (view.due_at, view.submission) == (DUE - timedelta(days=2), Submission.MISSING)
    for deed in (acts.check, acts.sign):
        deed(second, seen=digest(second), by=world.signer, at=AFTER)
    acts.send(second, by=world.leader, at=DUE - timedelta(days=1))
    (unit,) = whole(other).units
    assert (unit.submission, unit.report_id) == (Submission.LATE, second)
    assert kept.report(second, by=world.leader, at=AFTER).submission is Submission.LATE
    assert kept.report(pk, by=world.leader, at=AFTER).submission is Submission.IN_TIME


def test_only_who_collects_sets_a_deadline_and_only_where_units_report(world, month, province):
    top, head, preparer = province
    with pytest.raises(NotAllowed):
        deadlines.announce("06a", NOVEMBER, top, DUE, by=preparer, at=AFTER)
    with pytest.raises(Invalid):
        deadlines.announce("06a", NOVEMBER, top, datetime(2026, 11, 29, 17, tzinfo=VN), by=head, at=AFTER)
    with pytest.raises(Invalid):
        deadlines.announce("06a", NOVEMBER, world.committee, DUE, by=world.signer, at=AFTER)


def test_a_deadline_lies_ahead_so_that_it_makes_nothing_late_that_was_handed_in(world, month, province):
    top, head, _ = province
    pk = sent(world)
    with pytest.raises(Invalid, match="Hạn nộp đã qua"):
        deadlines.announce("06a", NOVEMBER, top, AFTER - timedelta(minutes=1), by=head, at=AFTER)
    assert kept.report(pk, by=world.leader, at=AFTER).submission is Submission.IN_TIME


def test_lateness_is_of_the_first_sending_that_stands():
    before, after = DUE - timedelta(1), DUE + timedelta(1)
    assert lateness.submission([], DUE) is Submission.MISSING
    assert lateness.submission([(State.SIGNED, None)], DUE) is Submission.MISSING
    assert lateness.submission([(State.FROZEN, before), (State.SENT, after)], DUE) is Submission.IN_TIME
    assert lateness.submission([(State.RETURNED, before), (State.SENT, after)], DUE) is Submission.LATE
    assert lateness.submission([(State.RETURNED, before), (State.PREPARED, None)], DUE) is Submission.RETURNED
    assert lateness.submission([(State.SENT, after)], None) is Submission.IN_TIME
