"""What is late now: the same dossiers as in the figures, by who holds them, how long, and with a letter or without."""

from datetime import date, datetime, timedelta

import pytest

from motcua.casework.dossiers.models import Letter
from motcua.casework.dossiers.queries import late as lateness
from motcua.casework.dossiers.queries.late import Age, Wanted
from motcua.casework.dossiers.services import apologies, clockwork, processing, results, supplements, suspensions
from motcua.casework.dossiers.services.supplements import Notice
from motcua.casework.dossiers.services.supplements import Wanted as Paper
from motcua.casework.dossiers.vocabulary import PauseCause, SupplementReason
from motcua.ground.kernel.errors import Invalid
from motcua.steering.indicators.queries import figures
from motcua.steering.indicators.queries.figures import Scope
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import folding
from motcua.steering.indicators.vocabulary import Count
from tests.factories.world import VN, a_dossier, a_world

pytestmark = pytest.mark.django_db


def day(month, number, hour=9):
    return datetime(2026, month, number, hour, tzinfo=VN)


@pytest.fixture
def november():
    """Return the world, and codes of dossiers of five working days taken in on the first working days of November."""
    world = a_world()
    codes = [a_dossier(world, at=day(11, 2) + timedelta(days=place % 5)).code for place in range(10)]
    processing.take(codes[0], by=world.officer, at=day(11, 4, 15))
    notice = Notice(items=[Paper(key="form", name="Tờ khai", want="Khai lại")], reasons=[SupplementReason.INACCURATE])
    supplements.ask(codes[0], notice, by=world.officer, at=day(11, 4, 16))
    processing.complete(codes[1], "forward", by=world.officer, at=day(11, 6, 16))
    processing.complete(codes[2], "forward", by=world.officer, at=day(11, 6, 16))
    results.attach(codes[2], number="1/XN", by=world.signer, at=day(11, 6, 16))
    processing.complete(codes[2], "sign", by=world.signer, at=day(11, 6, 16))
    return world, codes


def counted(at):
    folding.catch_up()
    return figures.report(Scope(), periods.parse("2026-11"), today=at.date())


@pytest.mark.parametrize("on", [9, 10, 11, 13, 16, 20, 25, 27])
def test_as_many_are_late_as_in_the_figures_whatever_the_day(november, on):
    at = day(11, on)
    held = lateness.by_holder(None, at=at)
    assert sum(one.total for one in held) == counted(at)[Count.OPEN_LATE]
    lines = lateness.page(None, Wanted(), at=at).lines
    assert len(lines) == sum(one.total for one in held)
    for age, name in ((Age.FEW, "few"), (Age.SEVERAL, "several"), (Age.MANY, "many")):
        found = lateness.page(None, Wanted(age=age), at=at).lines
        assert len(found) == sum(getattr(one, name) for one in held)
        assert all(_age(line.days) is age for line in found)


def _age(days):
    return Age.FEW if days <= 3 else Age.SEVERAL if days <= 10 else Age.MANY


def test_a_letter_that_was_sent_is_seen_and_its_date_is_the_promise(november):
    world, _ = november
    clockwork.strike(at=day(11, 11, 10))
    letter = Letter.objects.filter(state="drafted").select_related("dossier").first()
    said = {"cause": letter.cause, "cause_text": letter.cause_text, "new_due_at": letter.new_due_at}
    head = world.leader if letter.holder_agency_id == world.committee else world.head
    apologies.approve(letter.dossier.code, letter.pk, said, by=head, at=day(11, 11, 11))
    for at in (day(11, 12), day(11, 27)):
        told = counted(at)
        held = lateness.by_holder(None, at=at)
        assert sum(one.total for one in held) == told[Count.OPEN_LATE]
        assert sum(one.unsorry for one in held) == told[Count.OPEN_LATE] - told[Count.OPEN_LATE_SORRY]
    sorry = [line.code for line in lateness.page(None, Wanted(), at=day(11, 27)).lines if line.sorry]
    assert sorry == [letter.dossier.code]
    unsorry = lateness.page(None, Wanted(unsorry=True), at=day(11, 27)).lines
    assert letter.dossier.code not in [line.code for line in unsorry]


def test_they_lie_where_their_step_waits_and_untaken_with_who_handed_them_on(november):
    world, codes = november
    at = day(11, 27)
    held = {one.agency_id: one.total for one in lateness.by_holder([world.committee], at=at)}
    assert held == {world.centre: 7, world.committee: 1}
    assert lateness.by_holder([world.centre], at=at) == ()  # it decides nothing
    assert {one.agency_id for one in lateness.by_holder(None, at=at, agency_ids=[world.centre])} == held.keys()
    assert lateness.by_holder(None, at=at, agency_ids=[]) == ()
    (line,) = lateness.page(None, Wanted(holder_id=world.committee), at=at).lines
    assert line.code == codes[1]
    found = {line.code: line.post for line in lateness.page(None, Wanted(holder_id=world.centre), at=at).lines}
    assert codes[0] not in found  # waits for the applicant
    assert codes[2] not in found  # has its result
    assert set(found.values()) == {""}


def test_pages_follow_each_other_without_loss(november, monkeypatch):
    monkeypatch.setattr(lateness, "PAGE", 3)
    seen, after = [], ""
    while True:
        page = lateness.page(None, Wanted(), at=day(11, 27), after=after)
        seen += [line.code for line in page.lines]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == sum(one.total for one in lateness.by_holder(None, at=day(11, 27)))
    with pytest.raises(Invalid):
        lateness.page(None, Wanted(), at=day(11, 27), after="x'~1")


def test_days_are_days_of_work():
    world = a_world()
    a_dossier(world, at=day(11, 2))  # due on Monday the 9th
    for on, days in ((10, 1), (12, 3), (13, 4), (16, 5), (23, 10), (24, 11)):
        (line,) = lateness.page(None, Wanted(), at=day(11, on)).lines
        assert line.days == days, date(2026, 11, on)


@pytest.mark.parametrize("on", [4, 6, 9, 10, 11, 13, 27])
def test_what_is_due_when_is_counted_as_it_is_listed(november, on):
    world, codes = november
    at = day(11, on)
    counts = lateness.due_counts(None, at=at)
    for number, wanted in (
        (counts.late, Wanted()),
        (counts.today, Wanted(age=Age.TODAY)),
        (counts.soon, Wanted(age=Age.SOON)),
    ):
        lines = lateness.page(None, wanted, at=at).lines
        assert len(lines) == number
        assert all((line.days == 0) is (wanted.age is not None) for line in lines)
    assert lateness.due_counts([world.committee], at=at) == counts
    assert lateness.due_counts([world.centre], at=at) == lateness.DueCounts(late=0, today=0, soon=0)
    assert lateness.due_counts(None, at=at, agency_ids=[world.centre]) == counts
    assert not {codes[0], codes[2]} & {line.code for line in lateness.page(None, Wanted(), at=day(11, 27)).lines}


def test_soon_is_the_second_working_day_over_a_weekend():
    world = a_world()
    a_dossier(world, at=day(11, 3))  # due on Tuesday the 10th
    said = {on: lateness.due_counts(None, at=day(11, on)) for on in (5, 6, 7, 9, 10, 11)}
    assert [(one.late, one.today, one.soon) for one in said.values()] == [
        (0, 0, 0), (0, 0, 1), (0, 0, 1), (0, 0, 1), (0, 1, 0), (1, 0, 0),
    ]  # fmt: skip


def test_what_stands_still_is_neither_late_nor_due():
    world = a_world()
    code = a_dossier(world, at=day(11, 3)).code
    processing.take(code, by=world.officer, at=day(11, 4))
    suspensions.pause(code, PauseCause.OUTAGE, "12/TB", "Thông báo sự cố", by=world.leader, at=day(11, 5))
    for on in (9, 10, 11):
        assert lateness.due_counts(None, at=day(11, on)) == lateness.DueCounts(late=0, today=0, soon=0)
        assert lateness.page(None, Wanted(), at=day(11, on)).lines == ()
