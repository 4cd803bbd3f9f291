from dataclasses import replace
from decimal import Decimal
from json import loads
from pathlib import Path

import pytest

from motcua.casework.dossiers.rules import scenarios, soundness
from motcua.tools.workflow.rules.drawing import FlowDraft, ScenarioDraft, read
from tests.factories.world import process

SOUND = process()
STRAIGHT = ScenarioDraft(
    name="Thẳng",
    outcomes=("forward", "sign", "hand-over"),
    visited=("check", "sign", "return"),
    effects=("complete", "return"),
    roles=("handling_officer", "signer", "one_stop_officer"),
    share=Decimal(1),
)
SEEDS = sorted((Path(soundness.__file__).resolve().parents[1] / "seeds").glob("*.json"))


def changed(outcome, **changes):
    return tuple(replace(flow, **changes) if flow.outcome == outcome else flow for flow in SOUND.flows)


def test_a_walk_visits_what_the_outcomes_say():
    found = scenarios.walk(SOUND, STRAIGHT)
    assert (found.visited, found.effects, found.ended, found.stopped) == (STRAIGHT.visited, STRAIGHT.effects, True, "")
    assert list(scenarios.faults(SOUND, STRAIGHT)) == []


@pytest.mark.parametrize(
    ("drawing", "scenario", "said"),
    [
        (SOUND, replace(STRAIGHT, outcomes=("forward", "sign", "hand-over", "more")), "Đã kết thúc"),
        (SOUND, replace(STRAIGHT, outcomes=("fly",)), "không có lối ra fly"),
        (SOUND, replace(STRAIGHT, outcomes=("forward",)), "chưa đi tới chỗ kết thúc"),
        (SOUND, replace(STRAIGHT, roles=("clerk",)), "Vai trò"),
        (SOUND, replace(STRAIGHT, share=Decimal("0.5")), "Phần thời gian"),
        (SOUND, replace(STRAIGHT, effects=("return",)), "Việc theo luật"),
        (replace(SOUND, flows=changed("sign", effect="")), STRAIGHT, "Luật không cho"),
        (replace(SOUND, flows=changed("forward", condition="open_enquiry")), STRAIGHT, "đang đóng"),
        (replace(SOUND, flows=changed("forward", condition="moon_is_full")), STRAIGHT, "không biết"),
        (
            replace(SOUND, activities=(replace(SOUND.activities[0], needs="papers_elsewhere"), *SOUND.activities[1:])),
            STRAIGHT,
            "chưa xong được",
        ),
    ],
)
def test_a_scenario_that_the_drawing_does_not_follow_is_red(drawing, scenario, said):
    assert any(said in sentence for sentence in scenarios.faults(drawing, scenario))


def test_every_way_out_must_be_walked_by_a_green_scenario():
    uncovered = scenarios.findings(replace(SOUND, scenarios=(STRAIGHT,)))
    assert [(finding.code, finding.step) for finding in uncovered] == [("not_covered", "sign")]
    red = replace(STRAIGHT, roles=())
    codes = [finding.code for finding in scenarios.findings(replace(SOUND, scenarios=(red,)))]
    assert codes == ["scenario"] + ["not_covered"] * 4


def test_what_is_suggested_covers_everything_and_is_green():
    conditional = replace(
        SOUND,
        flows=(
            *changed("forward", condition="papers_held"),
            FlowDraft(source="check", target="sign", outcome="bare", label="Không giấy", condition="papers_elsewhere"),
        ),
    )
    drawing = replace(conditional, scenarios=scenarios.suggested(conditional))
    assert list(scenarios.findings(drawing)) == []
    assert ("papers_elsewhere",) in [scenario.holding for scenario in drawing.scenarios]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_each_shipped_process_carries_green_scenarios_for_every_way_out(path):
    drawing = read(loads(path.read_text("utf-8")))
    assert drawing.scenarios
    assert [*soundness.findings(drawing), *scenarios.findings(drawing)] == []
