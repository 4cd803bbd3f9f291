from dataclasses import replace
from decimal import Decimal

import pytest

from motcua.casework.dossiers.rules import running
from motcua.casework.dossiers.rules.running import House, Run, minutes_in
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.tools.workflow.vocabulary import Place
from tests.factories.world import process

SOUND = process()
CENTRE, COMMITTEE = 1, 2
ROLES = ("handling_officer", "signer", "one_stop_officer")
HOUSE = House(
    names={CENTRE: "Trung tâm", COMMITTEE: "Ủy ban"},
    kinds={},
    carried=frozenset({(COMMITTEE, "handling_officer"), (COMMITTEE, "signer"), (CENTRE, "one_stop_officer")}),
    roles={role: role for role in ROLES},
)
FIVE_DAYS = Limit(value=5, unit=LimitUnit.WORKING_DAY)
RUN = Run(code="9.000002", agency_id=CENTRE, competent_id=COMMITTEE, limits=(FIVE_DAYS,))


def timed(*minutes):
    steps = [replace(step, share=Decimal(), minutes=m) for step, m in zip(SOUND.activities, minutes, strict=True)]
    return replace(SOUND, activities=tuple(steps))


def found(drawing=SOUND, runs=(RUN,), house=HOUSE):
    return [(finding.code, finding.step) for finding in running.findings(drawing, runs, house)]


def test_a_process_that_people_can_do_in_time_has_no_finding():
    assert found() == []


def test_a_role_that_nobody_carries_where_it_would_run_is_named():
    house = replace(HOUSE, carried=HOUSE.carried - {(COMMITTEE, "signer")} | {(CENTRE, "signer")})
    assert found(house=house) == [("role_nobody", "sign")]
    assert "Ủy ban" in next(running.findings(SOUND, (RUN,), house)).sentence


def test_a_kind_of_agency_that_is_absent_is_named():
    steps = (replace(SOUND.activities[0], place=Place.NAMED, agency_kind="land_office"), *SOUND.activities[1:])
    assert found(replace(SOUND, activities=steps)) == [("kind_absent", "check")]
    steps = (replace(SOUND.activities[0], place=Place.NAMED, agency_kind="moon_office"), *SOUND.activities[1:])
    assert found(replace(SOUND, activities=steps)) == [("unknown_kind", "check")]


@pytest.mark.parametrize(("minutes", "fits"), [((1200, 1200, 0), True), ((1200, 1230, 0), False)])
def test_steps_in_hours_may_not_take_longer_than_the_published_limit(minutes, fits):
    assert (found(timed(*minutes)) == []) is fits


def test_each_procedure_that_uses_the_process_is_asked():
    short = Run(code="9.000003", agency_id=CENTRE, competent_id=COMMITTEE, limits=(replace(FIVE_DAYS, value=2),))
    drawing = timed(960, 480, 0)
    assert found(drawing) == []
    assert found(drawing, runs=(RUN, short)) == [("over_limit", "")]
    totals = running.totals(drawing, (RUN, short))
    assert [(total.allowed, total.minutes, total.fits) for total in totals] == [(960, 1440, False), (2400, 1440, True)]


@pytest.mark.parametrize(
    ("value", "unit", "days"),
    [
        (10, LimitUnit.WORKING_DAY, 10),
        (7, LimitUnit.DAY, 5),
        (10, LimitUnit.DAY, 6),
        (1, LimitUnit.DAY, 1),
        (1, LimitUnit.SAME_DAY, 1),
        (8, LimitUnit.HOUR, 1),
        (2, LimitUnit.MONTH, 40),
    ],
)
def test_a_limit_holds_the_working_days_that_it_surely_has(value, unit, days):
    assert minutes_in(Limit(value=value, unit=unit)) == days * 480
