from itertools import product

import pytest

from motcua.casework.dossiers.errors import ActNotAllowed, Mirrored
from motcua.casework.dossiers.rules import journal, lifecycle
from motcua.casework.dossiers.rules.lifecycle import CLOCK, LAST, STATES, TRANSITIONS, State
from motcua.casework.dossiers.vocabulary import Act, ClockEffect, Flag, Status

EVERY_STATE = [None, *(State(status, flag) for status, flag in product(Status, Flag))]


@pytest.mark.parametrize(("state", "act"), list(product(EVERY_STATE, Act)))
def test_every_pair_is_either_in_the_table_or_refused(state, act):
    if (state, act) in TRANSITIONS:
        assert lifecycle.advance(state, act) == TRANSITIONS[state, act]
    elif state is not None and state.flag is Flag.MIRRORED:
        with pytest.raises(Mirrored, match="chỉ xem"):
            lifecycle.advance(state, act)
    else:
        with pytest.raises(ActNotAllowed, match=state.status.label if state else "chưa tiếp nhận"):
            lifecycle.advance(state, act)


def test_every_state_of_the_table_can_be_reached_and_every_national_status_is_there():
    assert {state for state, _ in TRANSITIONS if state} <= set(STATES)
    assert {state.status for state in STATES} == set(Status)


def test_what_has_ended_stays_ended():
    assert {state.status for state in LAST} == {
        Status.DECLINED,
        Status.WITHDRAWN,
        Status.STOPPED,
        Status.RETURNED,
    }


def test_every_state_but_the_last_leads_to_an_end():
    for state in STATES:
        reached, waiting = set(), [state]
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += [target for (source, _), target in TRANSITIONS.items() if source == here]
        assert reached & LAST


def test_every_act_says_what_it_does_to_the_clock():
    assert set(CLOCK) == set(Act)
    suspended = {target.status for (_, act), target in TRANSITIONS.items() if CLOCK[act] is ClockEffect.SUSPENDS}
    assert suspended >= lifecycle.WAITING


def test_the_clock_of_a_waiting_dossier_runs_again_only_by_an_act_that_resumes_it():
    for (source, act), target in TRANSITIONS.items():
        if source and source.status in lifecycle.WAITING and target.status in lifecycle.RUNNING:
            assert CLOCK[act] is ClockEffect.RESUMES


def test_no_result_is_reached_without_work_and_none_is_returned_without_a_result():
    into = {
        status: {source.status for (source, _), target in TRANSITIONS.items() if source and target.status is status}
        for status in (Status.COMPLETED, Status.RETURNED)
    }
    assert into == {Status.COMPLETED: set(lifecycle.RUNNING), Status.RETURNED: {Status.COMPLETED}}


def test_the_journal_walks_the_same_table():
    told = [("DossierReceived", "received"), ("StepTaken", "processing"), ("SupplementRequested", "supplement")]
    assert journal.walk(told) == (lifecycle.ASKED, "")
    assert journal.walk([*told, ("DossierReturned", "returned")])[1]
    assert journal.walk([("SupplementRequested", "supplement")]) == (lifecycle.ASKED_BEFORE, "")


def test_every_act_that_can_change_the_state_is_told_by_an_event_of_its_own():
    assert set(journal.ACTS.values()) == set(Act) - {Act.PROCESS, Act.EXTEND}
    assert all(source == target for (source, act), target in TRANSITIONS.items() if act is Act.EXTEND)
