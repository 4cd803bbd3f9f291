"""Published scores are kept as they were said, beside ours, and flagged where they do not add up."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.ground.outbox import queries as outbox
from motcua.steering.indicators.models import ExternalScore
from motcua.steering.indicators.queries import beside
from motcua.steering.indicators.queries import scores as kept
from motcua.steering.indicators.rules import periods
from motcua.steering.indicators.services import scores
from motcua.steering.indicators.services.scores import Score
from motcua.steering.indicators.vocabulary import Group
from tests.factories.world import MORNING, a_world

pytestmark = pytest.mark.django_db
BY = system("test")
NA_RI = {
    Group.PUBLICITY: Decimal("12.3"),
    Group.PROGRESS: Decimal("18.5"),
    Group.SATISFACTION: Decimal(18),
    Group.DIGITISATION: Decimal("6.5"),
}


def said(unit, **more):
    given = {"period": "2026-10", "published_on": date(2026, 11, 1), "total": Decimal("46.63"), "groups": NA_RI}
    return Score(unit_id=unit, **{**given, **more})


def test_the_district_whose_groups_exceed_its_total_is_flagged_by_how_much():
    world = a_world()
    scores.enter(said(world.committee), by=BY, at=MORNING)
    (entered,) = kept.newest([world.committee])
    (fault,) = entered.faults
    assert fault.by == Decimal("8.67")
    assert "cộng lại 55,3, vượt tổng điểm 46,63" in fault.sentence


def test_said_anew_it_is_another_row_and_said_again_it_is_the_same():
    world = a_world()
    first = scores.enter(said(world.committee), by=BY, at=MORNING)
    assert scores.enter(said(world.committee), by=BY, at=MORNING) == first
    other = scores.enter(said(world.committee, total=Decimal(60)), by=BY, at=MORNING)
    assert ExternalScore.objects.count() == 2
    (entered,) = kept.newest([world.committee])
    assert entered.published.id == other
    near = beside.of(world.committee, [world.committee], periods.parse("2026-10"), today=MORNING.date())
    assert near.published.score.total == Decimal(60)
    assert beside.of(None, [], periods.parse("2026-10"), today=MORNING.date()).published is None


def test_what_was_entered_is_told_without_what_was_typed():
    world = a_world()
    row = scores.enter(said(world.committee, origin="Báo cáo của ông A"), by=world.head, at=MORNING)
    (entry,) = outbox.history(f"external-score:{row}")
    assert entry.payload["groups"]["progress"] == "18.5"
    assert "ông A" not in str(entry.payload)


def test_only_of_ones_own_unit_and_those_below_and_only_with_the_word_for_it():
    world = a_world()
    assert scores.enter(said(world.committee), by=world.head, at=MORNING)  # the centre speaks for its committee
    with pytest.raises(NotAllowed):
        scores.enter(said(world.stranger.agency_id), by=world.head, at=MORNING)
    with pytest.raises(NotAllowed):
        scores.enter(said(world.committee), by=world.officer, at=MORNING)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"period": "2026-13"}, "period"),
        ({"period": "2026-12"}, "period"),
        ({"published_on": date(2026, 11, 20)}, "published_on"),
        ({"published_on": date(2026, 9, 30)}, "published_on"),
        ({"total": Decimal("100.01")}, "total"),
        ({"groups": {Group.PROGRESS: Decimal(-1)}}, "progress"),
        ({"origin": " "}, "origin"),
        ({"origin": "x" * 201}, "origin"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(wrong, field):
    world = a_world()
    with pytest.raises(Invalid) as no:
        scores.enter(said(world.committee, **wrong), by=BY, at=MORNING)
    assert field in no.value.fields
    assert not ExternalScore.objects.exists()


def test_of_a_file_good_lines_are_kept_and_the_others_come_back():
    world = a_world()
    lines = [
        "don_vi,ky,cong_bo,tong,progress",
        "H99.24,2026-10,01/11/2026,62.6,18.5",
        "H99.99,2026-10,01/11/2026,62.6,18.5",
        "H99.77,2026-10,01/11/2026,62.6,18.5",
        "H99.24,2026-09,01/13/2026,62.6,18.5",
        "H99.24,2026-12,01/11/2026,62.6,18.5",
    ]
    taken = scores.take("\n".join(lines), "Cổng", by=world.head, at=MORNING)
    assert (taken.entered, taken.known) == (1, 0)
    assert [line.number for line in taken.left] == [3, 4, 5, 6]
    assert "Không có đơn vị mã H99.99" in taken.left[0].faults[0]
    assert "cấp dưới" in taken.left[1].faults[0]
    again = scores.take("\n".join(lines), "Cổng", by=world.head, at=MORNING)
    assert (again.entered, again.known, len(again.left)) == (0, 1, 4)
    with pytest.raises(NotAllowed):
        scores.take("\n".join(lines), "Cổng", by=world.officer, at=MORNING)
