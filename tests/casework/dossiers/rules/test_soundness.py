from dataclasses import replace
from decimal import Decimal
from json import loads
from pathlib import Path

import pytest

import motcua.casework.dossiers
from motcua.casework.dossiers.rules import lifecycle, soundness
from motcua.tools.workflow.rules import drawing
from motcua.tools.workflow.rules.drawing import FlowDraft
from motcua.tools.workflow.rules.reach import heaviest
from tests.factories.world import process

SEEDS = Path(motcua.casework.dossiers.__file__).parent / "seeds"
SOUND = process()
CHECK, SIGN, GIVE = SOUND.activities
FORWARD, BACK, DONE, OUT = SOUND.flows
REJECT = FlowDraft(source="sign", target="return", outcome="reject", label="Trả lời không đủ", effect="reject")
AGAIN = FlowDraft(source="check", target="sign", outcome="again", label="Đi lối khác")


def found(**changes):
    return {finding.code for finding in soundness.findings(replace(SOUND, **changes))}


def test_every_act_that_a_drawing_may_carry_is_in_the_law_and_means_something_to_the_clock():
    acts = soundness.DRAWN - {""}
    assert acts <= {act for _, act in lifecycle.TRANSITIONS}
    assert acts <= set(lifecycle.CLOCK)
    assert acts >= soundness.CONCLUDING


def test_a_result_that_says_no_is_a_lawful_way_to_the_end():
    assert found(flows=(*SOUND.flows, REJECT)) == set()


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ((replace(FORWARD, condition="has_result"), BACK, DONE, OUT), "no_way_out"),
        ((FORWARD, BACK, replace(DONE, condition="lacks_result"), OUT), "never_open"),
        ((replace(FORWARD, condition="moon_is_full"), BACK, DONE, OUT), "unknown_condition"),
        ((replace(FORWARD, condition="papers_elsewhere"), BACK, DONE, OUT), "no_way_out"),
        # a dossier without paper only ever goes round
        (
            (
                replace(FORWARD, condition="papers_elsewhere"),
                replace(AGAIN, target="check", condition="papers_held"),
                BACK,
                DONE,
                OUT,
            ),
            "no_way_to_end",
        ),
        # once a result is there the only way on is shut, and what is left goes round for ever
        (
            (replace(FORWARD, condition="lacks_result"), replace(AGAIN, target="check"), BACK, DONE, OUT),
            "no_way_to_end",
        ),
        ((FORWARD, replace(AGAIN, outcome="forward"), BACK, DONE, OUT), "duplicate_flow"),
        ((FORWARD, replace(AGAIN, target="return", label=FORWARD.label), BACK, DONE, OUT), "same_label"),
        ((FORWARD, BACK, DONE, replace(OUT, target="check")), "end_without_return"),
        ((FORWARD, BACK, replace(DONE, effect="return"), OUT), "end_without_return"),
        ((FORWARD, BACK, replace(DONE, effect="extend"), OUT), "not_drawn"),
        ((FORWARD, BACK, DONE), "no_end"),
        ((replace(FORWARD, label=" "), BACK, DONE, OUT), "label"),
        ((replace(FORWARD, outcome="Đi tiếp"), BACK, DONE, OUT), "key"),
    ],
)
def test_a_way_that_leads_astray_is_found(flows, code):
    assert code in found(flows=flows)


@pytest.mark.parametrize("pair", [("open_enquiry", "no_open_enquiry"), ("papers_elsewhere", "papers_held")])
def test_both_sides_of_a_condition_leave_a_way_out(pair):
    one, other = pair
    flows = (replace(FORWARD, condition=one), replace(AGAIN, condition=other), BACK, DONE, OUT)
    assert found(flows=flows) == set()


@pytest.mark.parametrize("step", [CHECK, SIGN, GIVE])
def test_a_step_may_wait_for_its_paper_but_not_for_its_absence(step):
    def drawn(needs):
        return tuple(replace(one, needs=needs) if one is step else one for one in SOUND.activities)

    assert found(activities=drawn("papers_held")) == set()
    told = list(soundness.findings(replace(SOUND, activities=drawn("papers_elsewhere"))))
    assert "needs_impossible" in {finding.code for finding in told}
    assert all("không có bản giấy nào" in finding.sentence for finding in told)


def test_a_dossier_whose_result_has_no_paper_reaches_the_end_though_its_papers_were_elsewhere():
    """The step that only dossiers with paper come to must not keep those whose result is given out as a file."""
    file_it = replace(GIVE, key="file", name="Vào sổ", share=Decimal())
    away = replace(FORWARD, condition="papers_elsewhere")
    flows = (
        away, replace(AGAIN, target="sign-here", condition="papers_held"), replace(BACK, target="check"),
        replace(DONE, target="file"), replace(DONE, source="sign-here"),
        replace(FORWARD, source="file", target="return", condition="papers_elsewhere"),
        replace(AGAIN, source="file", target="file", condition="papers_held"), OUT,
    )  # fmt: skip
    activities = (CHECK, SIGN, replace(SIGN, key="sign-here", share=Decimal()), file_it, GIVE)
    told = soundness.findings(replace(SOUND, activities=activities, flows=flows))
    assert {(finding.code, finding.step) for finding in told} == {("no_way_to_end", "file")}


@pytest.mark.parametrize(
    ("activities", "code"),
    [
        ((replace(CHECK, needs="lacks_result"), SIGN, GIVE), "needs_impossible"),
        ((CHECK, GIVE, SIGN), "order"),
        ((*SOUND.activities, replace(GIVE, key="alone")), "orphan"),
        ((replace(CHECK, share=Decimal("0.601")), SIGN, GIVE), "over_limit"),
        ((replace(CHECK, share=Decimal("1.5")), SIGN, GIVE), "share"),
        ((replace(CHECK, share=Decimal("NaN")), SIGN, GIVE), "share"),
        ((replace(CHECK, minutes=45, share=Decimal()), SIGN, GIVE), "minutes"),
        ((replace(CHECK, minutes=60), SIGN, GIVE), "two_times"),
        ((replace(CHECK, name=""), SIGN, GIVE), "name"),
        ((replace(CHECK, name="x" * 201), SIGN, GIVE), "too_long"),
        ((replace(CHECK, key="Kiểm tra"), SIGN, GIVE), "key"),
        ((CHECK, CHECK, SIGN, GIVE), "duplicate_key"),
        ((), "empty"),
    ],
)
def test_a_step_that_cannot_stand_is_found(activities, code):
    assert code in found(activities=activities)


def test_steps_of_a_loop_weigh_once_and_the_heaviest_branch_counts():
    short = FlowDraft(source="check", target="return", outcome="short", label="Đi tắt")
    total, way = heaviest(replace(SOUND, flows=(*SOUND.flows, short)), lambda step: step.share)
    assert (total, way) == (Decimal("1.0"), ("check", "sign", "return"))


def test_every_finding_names_its_mend():
    broken = replace(SOUND, activities=(replace(CHECK, role="", name="", share=Decimal(2)), GIVE), flows=(BACK, DONE))
    sentences = [finding.sentence for finding in soundness.findings(broken)]
    assert sentences
    assert all(sentence.count(".") >= 2 for sentence in sentences), sentences


INTERLINKED = drawing.read(loads((SEEDS / "interlinked.json").read_text("utf-8")))
JOIN, REFUSE, HANDED = INTERLINKED.flows


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        (INTERLINKED.flows, ""),
        ((replace(JOIN, outcome="done"), REFUSE, HANDED), "no_join"),
        ((JOIN, HANDED), "no_join"),
        ((JOIN, replace(REFUSE, effect="complete"), HANDED), "no_join"),
        ((replace(JOIN, condition="has_result"), replace(REFUSE, condition="lacks_result"), HANDED), "no_join"),
    ],
)
def test_a_whole_of_several_agencies_can_be_ended_by_the_system_from_every_step(flows, code):
    codes = {finding.code for finding in soundness.findings(replace(INTERLINKED, flows=flows))}
    assert codes >= {code} if code else not codes


def test_a_step_that_people_put_before_the_end_of_a_whole_would_hold_it_for_ever():
    look = replace(INTERLINKED.activities[0], key="look", share=Decimal(0))
    on = FlowDraft(source="look", target="follow", outcome="forward", label="Xem xong")
    longer = replace(INTERLINKED, activities=(look, *INTERLINKED.activities), flows=(on, *INTERLINKED.flows))
    assert {found.step for found in soundness.findings(longer) if found.code == "no_join"} == {"look"}
