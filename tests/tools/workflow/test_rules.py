from dataclasses import replace
from decimal import Decimal

import pytest

from motcua.casework.dossiers.rules import soundness
from motcua.tools.workflow.rules.drawing import FlowDraft
from tests.factories.world import process

SOUND = process()


def flow(source, outcome):
    return next(flow for flow in SOUND.flows if (flow.source, flow.outcome) == (source, outcome))


def without(*flows):
    return tuple(flow for flow in SOUND.flows if flow not in flows)


def all_flaws(drawing):
    return [finding.sentence for finding in soundness.findings(drawing)]


def test_a_sound_process_has_no_flaw():
    assert all_flaws(SOUND) == []


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (replace(SOUND, flows=without(flow("check", "forward"))), "không có lối ra"),
        (replace(SOUND, flows=without(flow("sign", "sign"))), "Không có đường nào tới bước return"),
        (replace(SOUND, flows=without(flow("return", "hand-over"))), "Bước return không có lối ra"),
        (
            replace(SOUND, flows=(*SOUND.flows, FlowDraft(source="check", target="nowhere", outcome="x", label="X"))),
            "bước không có",
        ),
        (
            replace(SOUND, activities=(replace(SOUND.activities[0], share=Decimal("0.9")), *SOUND.activities[1:])),
            "vượt thời hạn",
        ),
        (
            replace(SOUND, flows=(*without(flow("sign", "sign")), replace(flow("sign", "sign"), effect=""))),
            "không đi đúng thứ tự",
        ),
        (
            replace(
                SOUND, flows=(*without(flow("check", "forward")), replace(flow("check", "forward"), target="return"))
            ),
            "không đi đúng thứ tự",
        ),
        (
            replace(SOUND, flows=(*SOUND.flows, FlowDraft(source="check", target=None, outcome="end", label="Dừng"))),
            "chỉ kết thúc khi trả kết quả",
        ),
        (
            replace(SOUND, flows=(*without(flow("sign", "sign")), replace(flow("sign", "sign"), effect="bless"))),
            "không có trong luật",
        ),
        (replace(SOUND, activities=(*SOUND.activities, SOUND.activities[0])), "trùng mã"),
        (  # signed, sent back from the counter, and there is no way to be signed again
            replace(
                SOUND, flows=(*SOUND.flows, FlowDraft(source="return", target="check", outcome="back", label="Trả lại"))
            ),
            "check → sign → return → check → sign → return không đi đúng thứ tự",
        ),
        (
            replace(
                SOUND, flows=(*without(flow("check", "forward")), replace(flow("check", "forward"), effect="process"))
            ),
            "không do một bước của quy trình làm",
        ),
        (
            replace(
                SOUND,
                flows=(*without(flow("return", "hand-over")), replace(flow("return", "hand-over"), outcome="give")),
            ),
            "phải mang mã hand-over",
        ),
        (
            replace(
                SOUND, flows=(*without(flow("return", "hand-over")), replace(flow("sign", "back"), source="return"))
            ),
            "Từ bước return không có đường nào tới chỗ kết thúc",
        ),
    ],
)
def test_a_broken_drawing_is_told_in_words(drawing, said):
    assert any(said in flaw for flaw in all_flaws(drawing) if flaw), all_flaws(drawing)
