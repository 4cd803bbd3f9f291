import json
import random
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework.dossiers.rules import scenarios, soundness
from motcua.tools.workflow.errors import NotBpmn
from motcua.tools.workflow.rules.bpmn.parts import settled
from motcua.tools.workflow.rules.bpmn.read import from_bpmn
from motcua.tools.workflow.rules.bpmn.write import NAMESPACES, to_bpmn
from motcua.tools.workflow.rules.drawing import Diagram, FlowDraft, read, to_json
from motcua.tools.workflow.vocabulary import ActivityKind
from tests.factories.world import process
from tests.prove.law.processes import a_sound_process

ROOT = Path(__file__).resolve().parents[3]
SEEDS = [
    read(json.loads(path.read_text("utf-8")))
    for path in sorted((Path(soundness.__file__).resolve().parents[1] / "seeds").glob("*.json"))
]
MADE = [read(a_sound_process(random.Random(seed), seed)) for seed in range(25)]
FULL = replace(
    process("full"),
    activities=(
        replace(
            process().activities[0], share=Decimal(), minutes=960, needs="no_open_enquiry", kind=ActivityKind.MANUAL,
            name="Thẩm định <hồ sơ> & “ký”", form="Biểu 02", output="Dự thảo",
        ),
        process().activities[1],
        replace(process().activities[2], needs="papers_held"),
    ),
    flows=(
        replace(process().flows[0], condition="has_result", label='Đạt "rồi" & xong'),
        FlowDraft(source="check", target="sign", outcome="none", label="Không có", condition="lacks_result"),
        replace(process().flows[1], condition="papers_elsewhere"),
        *process().flows[2:],
    ),
    scenarios=tuple(
        replace(scenario, holding=("papers_elsewhere", "papers_held")) for scenario in scenarios.suggested(process())
    ),
)  # fmt: skip
FILE = to_bpmn(FULL, {"signer": "Người ký"})


def bare(drawing):
    """Return what is drawn, without ids and places."""
    return replace(
        drawing,
        activities=tuple(replace(step, element="") for step in drawing.activities),
        flows=tuple(replace(flow, element="") for flow in drawing.flows),
        diagram=Diagram(),
    )


def test_a_lane_is_named_by_role_and_kind_of_agency_in_words():
    land = next(drawing for drawing in SEEDS if any(step.agency_kind == "tax" for step in drawing.activities))
    written = to_bpmn(land, {"handling_officer": "Chuyên viên thụ lý", "tax": "Thuế"})
    assert 'name="Chuyên viên thụ lý, Thuế"' in written


@pytest.mark.parametrize("drawing", [*SEEDS, *MADE, FULL], ids=lambda drawing: drawing.key)
def test_what_is_written_is_read_back_equal_and_written_again_the_same(drawing):
    written = to_bpmn(drawing, {"signer": "Người ký"})
    back = from_bpmn(written.encode())
    assert back == settled(drawing, {"signer": "Người ký"})
    assert bare(back) == bare(drawing)
    assert to_bpmn(back) == written


def test_a_drawing_that_was_moved_and_renamed_elsewhere_keeps_its_ids_names_and_places():
    moved = FILE.replace('"Split_check"', '"Gateway_0x7"').replace(">Split_check<", ">Gateway_0x7<")
    moved = moved.replace('x="250"', 'x="251"').replace('name="Tiếp nhận"', 'name="Hồ sơ đến"')
    assert moved != FILE
    back = from_bpmn(moved.encode())
    assert back.diagram.ids["split:check"] == "Gateway_0x7"
    assert back.diagram.names["start"] == "Hồ sơ đến"
    assert from_bpmn(to_bpmn(back).encode()) == back


def test_a_drawing_without_a_diagram_is_laid_out():
    start, end = FILE.index("  <bpmndi:BPMNDiagram"), FILE.index("</bpmn:definitions>")
    back = from_bpmn((FILE[:start] + FILE[end:]).encode())
    assert back.diagram.shapes == {}
    assert "dc:Bounds" in to_bpmn(back)
    boxes = [box for id_, box in settled(back).diagram.shapes.items() if id_.startswith(("Activity", "Split", "Join"))]
    for number, (x, y, width, height) in enumerate(boxes):
        for left, top, w, h in boxes[number + 1 :]:
            assert x + width <= left or left + w <= x or y + height <= top or top + h <= y


def test_lanes_of_another_tool_say_role_and_place_by_their_name():
    text = FILE
    while "<bpmn:extensionElements><mc:lane" in text:
        begin = text.index("<bpmn:extensionElements><mc:lane")
        text = text[:begin] + text[text.index("</bpmn:extensionElements>", begin) + 25 :]
    with pytest.raises(NotBpmn, match=r"Lane_signer_at_competent.*vai_trò@nơi"):
        from_bpmn(text.encode())
    text = text.replace('name="Người ký, Cơ quan có thẩm quyền"', 'name="signer@competent"')
    text = text.replace('name="handling_officer, Cơ quan có thẩm quyền"', 'name="handling_officer@land_office"')
    text = text.replace('name="one_stop_officer, Nơi tiếp nhận"', 'name="one_stop_officer@receiving"')
    steps = from_bpmn(text.encode()).activities
    assert [step.lane for step in steps] == [
        "handling_officer@land_office", "signer@competent", "one_stop_officer@receiving",
    ]  # fmt: skip


INSIDE = "  </bpmn:process>"
TASK = '<bpmn:manualTask id="Activity_check"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (INSIDE, f'<bpmn:parallelGateway id="Both_1" />{INSIDE}', "parallelGateway “Both_1”"),
        (INSIDE, f'<bpmn:inclusiveGateway id="Some_1" />{INSIDE}', "inclusiveGateway “Some_1”"),
        (INSIDE, f'<bpmn:subProcess id="Sub_1" />{INSIDE}', "subProcess “Sub_1”"),
        (INSIDE, f'<bpmn:boundaryEvent id="Timer_1" attachedToRef="Activity_check" />{INSIDE}', "Timer_1"),
        (INSIDE, f'<bpmn:serviceTask id="Robot_1" />{INSIDE}', "serviceTask “Robot_1”"),
        (INSIDE, f'<bpmn:dataObjectReference id="Data_1" />{INSIDE}', "Data_1"),
        (INSIDE, f'<bpmn:textAnnotation id="Note_1" />{INSIDE}', "textAnnotation “Note_1”"),
        (INSIDE, f'<bpmn:userTask id="Alone_1" name="Lẻ" />{INSIDE}', "Alone_1.*không nằm trong làn nào"),
        (INSIDE, f'<bpmn:endEvent id="End_9" />{INSIDE}', "End_9"),
        (INSIDE, f'<bpmn:startEvent id="Start_9" />{INSIDE}', "2 sự kiện bắt đầu"),
        (TASK, f'{TASK} isForCompensation="true"', "isForCompensation"),
        (TASK, f'{TASK} xmlns:camunda="urn:camunda" camunda:assignee="x"', "assignee"),
        ("</bpmn:manualTask>", "<bpmn:multiInstanceLoopCharacteristics /></bpmn:manualTask>", "multiInstance"),
        ("</bpmn:manualTask>", "<bpmn:documentation>Chữ</bpmn:documentation></bpmn:manualTask>", "documentation"),
        ("<mc:step ", '<x:io xmlns:x="urn:x" /><mc:step ', "phần mở rộng"),
        ('outcome = "none" and lacks_result', "${amount > 5}", r"amount > 5"),
        ('outcome = "none" and lacks_result', 'outcome = "other"', "biểu thức khác"),
        ("</bpmn:collaboration>", '<bpmn:participant id="Other_1" /></bpmn:collaboration>', "Other_1"),
        ("</bpmn:definitions>", '<bpmn:message id="Message_1" /></bpmn:definitions>', "message “Message_1”"),
        ('targetRef="Join_sign"', 'targetRef="Nowhere_1"', "Nowhere_1"),
        ('id="Split_sign"', 'id="Split_check"', "Split_check|trùng id"),
        ("Split_sign", "Activity_sign", "Activity_sign"),
        ('isHorizontal="true"', 'isHorizontal="false"', "đứng dọc"),
        ("<bpmn:definitions ", "<bpmn:process ", "XML|definitions"),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_refused_by_name_and_never_dropped(old, new, said):
    changed = FILE.replace(old, new)
    assert changed != FILE
    with pytest.raises(NotBpmn, match=said):
        from_bpmn(changed.encode())


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_fetched_or_unfolded(head):
    with pytest.raises(NotBpmn, match="DOCTYPE"):
        from_bpmn(FILE.replace("?>\n", f"?>\n{head}\n", 1).encode())


@pytest.mark.parametrize(
    "data", [b"", b"<", b"\xff\xfe", b"x" * 2_100_000, b"<a>" * 100, b'<?xml version="1.0" encoding="moon"?><a/>']
)
def test_what_is_no_bpmn_is_refused_in_words(data):
    with pytest.raises(NotBpmn):
        from_bpmn(data)


def survives(data):
    """Tell that a file is either refused in words or read to something that can be kept, checked and written again."""
    try:
        drawing = from_bpmn(data)
    except NotBpmn:
        return
    assert read(to_json(drawing)) == drawing
    list(soundness.findings(drawing))
    list(scenarios.findings(drawing))
    again = from_bpmn(to_bpmn(drawing).encode())
    assert bare(again) == bare(drawing)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_file_is_refused_in_words_or_read_whole(data):
    text = FILE
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(text) - 1))
        length = data.draw(st.integers(0, 60))
        piece = data.draw(
            st.sampled_from(["", text[begin : begin + 30], '"', "<a/>", "é", "0", "-1", "NaN", "id", "\x00"])
        )
        text = text[:begin] + piece + text[begin + length :]
    survives(text.encode())


WORDS = st.sampled_from(
    [
        "",
        "Activity_check",
        "Activity_sign",
        "Start",
        "Split_check",
        "Flow_check_none",
        "NaN",
        "1e999",
        "x" * 200,
        "ß",
        "0",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_file_with_changed_attributes_is_refused_in_words_or_read_whole(data):
    parts = FILE.split('"')
    for _ in range(data.draw(st.integers(1, 5))):
        parts[data.draw(st.integers(0, len(parts) // 2 - 1)) * 2 + 1] = data.draw(WORDS)
    survives('"'.join(parts).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data):
    with pytest.raises(NotBpmn):
        from_bpmn(data)


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node on this machine")
def test_what_is_written_is_accepted_by_bpmn_moddle_and_bpmnlint(tmp_path):
    if not (ROOT / "node_modules" / "bpmnlint").is_dir():
        pytest.skip("bpmnlint is not installed (make setup)")
    for drawing in (*SEEDS, *MADE, FULL):
        (tmp_path / f"{drawing.key}.bpmn").write_text(to_bpmn(drawing), encoding="utf-8")
    files = sorted(str(path) for path in tmp_path.glob("*.bpmn"))
    script = Path(__file__).with_name("accepts.mjs")
    done = run(["node", script, *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) == len(files)
    assert [line["warnings"] for line in said] == [[]] * len(files)
    assert not [(line["file"], report) for line in said for report in line["reports"] if report["category"] == "error"]


def test_the_namespace_is_ours():
    assert NAMESPACES["mc"].startswith("urn:motcua:")
