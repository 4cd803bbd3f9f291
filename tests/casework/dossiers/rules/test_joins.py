"""When the parts of a whole begin, never begin, and have all ended: any order of events leads to the same end."""

from random import Random

import pytest

from motcua.casework.dossiers.rules import joins
from motcua.casework.dossiers.rules.joins import ENDED, LegNow
from motcua.casework.dossiers.vocabulary import Act, GroupMode, LegOutcome, LegRole, LegState

ENDS = {
    LegOutcome.COMPLETED: LegState.DONE,
    LegOutcome.REJECTED: LegState.FAILED,
    LegOutcome.STOPPED: LegState.FAILED,
    LegOutcome.WITHDRAWN: LegState.FAILED,
}


def now(key, state=LegState.PLANNED, *needs, role=LegRole.COOPERATING, **more):
    return LegNow(key=key, state=state, needs=needs, before=needs, role=role, **more)


def test_what_needs_nothing_begins_at_once():
    decision = joins.decide([now("a", role=LegRole.LEAD), now("b", LegState.PLANNED, "a"), now("c")])
    assert (decision.begin, decision.skip, decision.act) == (("a", "c"), {}, None)


def test_a_failure_skips_those_who_need_it_and_theirs_in_turn():
    decision = joins.decide(
        [
            now("a", LegState.FAILED, role=LegRole.LEAD, outcome=LegOutcome.REJECTED),
            now("b", LegState.PLANNED, "a"),
            now("c", LegState.PLANNED, "b"),
            now("d", LegState.OPEN),
        ]
    )
    assert decision.skip == {"b": LegOutcome.BLOCKED, "c": LegOutcome.BLOCKED}
    assert decision.act is None


@pytest.mark.parametrize(
    ("outcome", "act"),
    [
        (LegOutcome.COMPLETED, Act.COMPLETE),
        (LegOutcome.REJECTED, Act.REJECT),
        (LegOutcome.STOPPED, Act.STOP),
        (LegOutcome.WITHDRAWN, Act.WITHDRAW),
    ],
)
def test_the_whole_ends_as_its_leading_part_did(outcome, act):
    lead = now("a", ENDS[outcome], role=LegRole.LEAD, outcome=outcome)
    failed = now("b", LegState.FAILED, outcome=LegOutcome.REJECTED)
    assert joins.decide([lead, failed]).act is act


def test_on_paper_nobody_begins_before_those_in_front_of_him_even_if_they_failed():
    before = joins.before((), ("a", "b"), GroupMode.SEQUENTIAL)
    legs = [
        now("a", LegState.DONE, role=LegRole.LEAD, outcome=LegOutcome.COMPLETED),
        now("b", LegState.OPEN),
        LegNow(key="c", state=LegState.PLANNED, before=before),
    ]
    assert joins.decide(legs).begin == ()
    legs[1] = now("b", LegState.FAILED, outcome=LegOutcome.REJECTED)
    assert joins.decide(legs).begin == ("c",)


def test_nothing_begins_once_the_whole_was_withdrawn():
    decision = joins.decide([now("a", LegState.OPEN, role=LegRole.LEAD), now("b")], ended=True)
    assert (decision.begin, decision.skip, decision.act) == ((), {"b": LegOutcome.PARENT_ENDED}, None)


def a_group(dice):
    legs = []
    for place in range(dice.randrange(1, 8)):
        keys = [leg["key"] for leg in legs]
        legs.append(
            {
                "key": f"k{place}",
                "needs": tuple(dice.sample(keys, dice.randrange(min(place, 3) + 1))),
                "awaited": place == 0 or dice.random() < 0.8,
            }
        )
    by_themselves = {leg["key"] for leg in legs if not leg["awaited"]}
    for leg in legs:
        if leg["awaited"] and by_themselves & set(leg["needs"]):
            leg["awaited"] = False
            by_themselves.add(leg["key"])
    return legs


@pytest.mark.parametrize("seed", range(300))
def test_any_order_of_ends_keeps_the_join(seed):
    """Random graphs, random outcomes fixed beforehand, two random orders: the same end, never too early, never stuck."""
    dice = Random(seed)
    drawn = a_group(dice)
    mode = dice.choice(list(GroupMode))
    fate = {leg["key"]: dice.choices(list(ENDS), weights=[6, 2, 1, 1])[0] for leg in drawn}

    def run(order):
        state = {leg["key"]: (LegState.PLANNED, LegOutcome.NONE) for leg in drawn}

        def legs():
            keys = [leg["key"] for leg in drawn]
            return [
                LegNow(
                    key=leg["key"],
                    state=state[leg["key"]][0],
                    outcome=state[leg["key"]][1],
                    needs=leg["needs"],
                    before=joins.before(leg["needs"], keys[:place], mode),
                    role=LegRole.LEAD if place == 0 else LegRole.COOPERATING,
                    awaited=leg["awaited"],
                )
                for place, leg in enumerate(drawn)
            ]

        joined, acts = False, []
        while True:
            decision = joins.decide(legs())
            for key in decision.begin:
                assert all(
                    state[need][0] is LegState.DONE for leg in drawn if leg["key"] == key for need in leg["needs"]
                )
                state[key] = (LegState.OPEN, LegOutcome.NONE)
            for key, outcome in decision.skip.items():
                state[key] = (LegState.SKIPPED, outcome)
            over = all(state[leg["key"]][0] in ENDED for leg in drawn if leg["awaited"])
            assert (decision.act is not None) == over
            if decision.act is not None and not joined:
                joined = True
                acts.append(decision.act)
            running = [key for key, (now_, _) in state.items() if now_ is LegState.OPEN]
            if not running:
                break
            ending = order.choice(running)
            state[ending] = (ENDS[fate[ending]], fate[ending])
        assert all(now_ in ENDED for now_, _ in state.values())
        return state, acts

    first, second = run(Random(seed + 1000)), run(Random(seed + 2000))
    assert first == second
    assert len(first[1]) == 1
