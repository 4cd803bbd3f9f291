import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from motcua.casework.dossiers.models import Move, MoveLine
from motcua.casework.dossiers.services import move_orders, processes
from motcua.casework.dossiers.vocabulary import MoveWork
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.queries import drawings
from motcua.tools.workflow.rules.bpmn.read import from_bpmn
from motcua.tools.workflow.rules.bpmn.write import to_bpmn
from tests.doors.web.office.conftest import complaints, forms, text
from tests.factories.world import FOUNDED, MORNING, a_dossier, process


@pytest.fixture
def desk(at_desk):
    return at_desk("head")


@pytest.fixture
def drawing(desk):
    """Return the address of the editor with the next version of the process of the world."""
    made = desk.post(reverse("processes:draw_next", args=[workflow.newest("test-process").id]))
    assert made.status_code == 303
    return made.headers["Location"]


def fields(page, action):
    """Return every field of the form that leads somewhere, as a browser would send it."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text(page), re.DOTALL)[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        if name and not (kind and kind[1] in ("checkbox", "radio") and " checked" not in tag):
            value = re.search(r'value="([^"]*)"', tag)
            sent[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'<option value="([^"]*)"', body)
        sent[name] = unescape(chosen[1])
    return sent


def save(desk, address, do="", **changes):
    sent = fields(desk.get(address), address) | changes | {"do": do}
    return desk.post(address, sent)


def test_the_list_shows_what_runs_and_what_is_drawn(desk, world, drawing):
    a_dossier(world)
    page = desk.get(reverse("processes:list"))
    assert page.status_code == 200
    assert "Quy trình thử" in text(page)
    assert "Vẽ tiếp" in text(page)


def test_a_process_is_read_as_a_table_with_its_picture_and_its_check(desk, world):
    page = desk.get(reverse("processes:sheet", args=["test-process"]))
    assert page.status_code == 200
    said = text(page)
    assert "Kiểm tra, dự thảo" in said
    assert "<svg" in said
    assert "Không còn chỗ nào phải sửa" in said
    assert "Vừa hạn" in said


def test_what_is_shown_is_what_is_sent_back(desk, world, drawing):
    before = drawings.sketch("test-process").process
    assert save(desk, drawing).status_code == 303
    assert drawings.sketch("test-process").process == before


def test_rows_are_added_moved_renamed_and_removed_without_javascript(desk, world, drawing):
    save(desk, drawing, do="add-step")
    save(desk, drawing, do="up:3")
    names = {"s-2-key": "review", "s-2-name": "Xem xét", "s-2-role": "unit_leader", "s-2-time": "1,5", "s-2-unit": "60"}
    save(desk, drawing, **names)
    sketch = drawings.sketch("test-process").process
    assert [step.key for step in sketch.activities] == ["check", "sign", "review", "return"]
    assert (sketch.activities[2].role, sketch.activities[2].minutes) == ("unit_leader", 90)
    save(desk, drawing, do="add-way:review")
    save(desk, drawing, **{"w-4-label": "Trình ký", "w-4-to": "sign", "w-4-outcome": "forward"})
    save(desk, drawing, **{"s-1-key": "approve"})
    sketch = drawings.sketch("test-process").process
    assert ("review", "approve", "Trình ký") in [(way.source, way.target, way.label) for way in sketch.flows]
    save(desk, drawing, do="drop-way:4")
    save(desk, drawing, do="drop-step:2")
    sketch = drawings.sketch("test-process").process
    assert [step.key for step in sketch.activities] == ["check", "approve", "return"]
    assert len(sketch.flows) == 4


def test_a_number_that_is_none_is_told_and_what_was_typed_is_kept(desk, world, drawing):
    page = save(desk, drawing, **{"s-0-time": "nhiều", "s-0-name": "Tên mới gõ"})
    assert page.status_code == 422
    assert "s-0-time" in complaints(page)
    assert "Tên mới gõ" in text(page)
    assert drawings.sketch("test-process").process.activities[0].name == "Kiểm tra, dự thảo"


def test_the_check_follows_what_is_typed_and_keeps_nothing(desk, world, drawing):
    sent = fields(desk.get(drawing), drawing) | {"s-0-time": "90", "s-1-role": "clerk"}
    page = desk.post(reverse("processes:check", args=["test-process"]), sent, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "vượt thời hạn" in text(page)
    assert "Không ai giữ vai trò" in text(page)
    assert re.search(r'href="#buoc-(\w+)">Tới bước 1: ', text(page))
    assert drawings.sketch("test-process").revision == 1


def test_who_saw_an_older_revision_is_told_and_changes_nothing(desk, world, drawing):
    old = fields(desk.get(drawing), drawing)
    save(desk, drawing, **{"s-0-name": "Của người khác"})
    assert desk.post(drawing, old).status_code == 409
    assert drawings.sketch("test-process").process.activities[0].name == "Của người khác"


def test_scenarios_are_suggested_confirmed_and_must_be_green_before_publication(desk, world, drawing):
    issue, scenarios = (reverse(f"processes:{name}", args=["test-process"]) for name in ("issue", "scenarios"))
    decision = {"decision_no": "12/QĐ-UBND", "decided_on": "2026-11-02"}
    page = desk.post(issue, fields(desk.get(drawing), issue) | decision)
    assert page.status_code == 422
    assert "12/QĐ-UBND" in text(page)
    assert "Chưa kịch bản nào thử lối" in text(page)
    sent = fields(desk.get(drawing), scenarios)
    assert desk.post(scenarios, sent | {"do": "keep", "suggested": ["0", "1"]}).status_code == 303
    assert "Chưa kịch bản nào" not in text(desk.get(drawing))
    page = desk.post(issue, fields(desk.get(drawing), issue) | {"decision_no": "", "decided_on": ""})
    assert set(complaints(page)) == {"decision_no", "decided_on"}
    done = desk.post(issue, fields(desk.get(drawing), issue) | decision)
    assert done.status_code == 303
    assert workflow.newest("test-process").version == 2
    assert "12/QĐ-UBND" in text(desk.get(done.headers["Location"]))


def test_a_scenario_typed_by_hand_is_run_and_its_difference_told(desk, world, drawing):
    address = reverse("processes:scenarios", args=["test-process"])
    typed = {"do": "add", "name": "Thẳng", "outcomes": "forward sign hand-over", "visited": "check return"}
    desk.post(address, fields(desk.get(drawing), address) | typed)
    assert "mong đợi check → return" in text(desk.get(drawing))
    desk.post(address, fields(desk.get(drawing), address) | {"do": "meant:0"})
    assert drawings.sketch("test-process").process.scenarios[0].visited == ("check", "sign", "return")
    desk.post(address, fields(desk.get(drawing), address) | {"do": "drop:0"})
    assert drawings.sketch("test-process").process.scenarios == ()


def test_a_way_that_asks_for_the_papers_is_drawn_tried_and_issued(desk, world, drawing):
    issue, scenarios = (reverse(f"processes:{name}", args=["test-process"]) for name in ("issue", "scenarios"))
    save(desk, drawing, **{"w-0-condition": "papers_elsewhere"})
    assert "có lúc không lối ra nào mở" in text(desk.get(drawing))
    save(desk, drawing, do="add-way:check")
    other = {"w-4-label": "Trình ký, đủ giấy", "w-4-to": "sign", "w-4-outcome": "whole", "w-4-condition": "papers_held"}
    save(desk, drawing, **other)
    said = text(desk.get(drawing))
    assert "có lúc không lối ra nào mở" not in said
    assert "Có bản giấy chưa ở đây" in said
    typed = {"do": "add", "name": "Thiếu giấy", "outcomes": "forward sign hand-over"}
    desk.post(scenarios, fields(desk.get(drawing), scenarios) | typed)
    said = text(desk.get(drawing))
    assert "đang đóng: chỉ mở khi “Có bản giấy chưa ở đây”" in said
    desk.post(scenarios, fields(desk.get(drawing), scenarios) | {"do": "drop:0"})
    desk.post(scenarios, fields(desk.get(drawing), scenarios) | typed | {"holding": "papers_elsewhere"})
    kept = drawings.sketch("test-process").process.scenarios
    assert [(scenario.holding, scenario.visited) for scenario in kept] == [
        (("papers_elsewhere",), ("check", "sign", "return"))
    ]
    desk.post(scenarios, fields(desk.get(drawing), scenarios) | {"do": "keep", "suggested": ["0", "1"]})
    decision = {"decision_no": "12/QĐ-UBND", "decided_on": "2026-11-02"}
    assert desk.post(issue, fields(desk.get(drawing), issue) | decision).status_code == 303
    assert workflow.newest("test-process").version == 2


@pytest.mark.parametrize("field", ["name", "outcomes", "visited", "holding", "do"])
@pytest.mark.parametrize("typed", ["\x00", "a\ud800", "x" * 100_000])
def test_a_scenario_of_signs_that_cannot_be_kept_is_no_fault_of_ours(desk, world, drawing, field, typed):
    address = reverse("processes:scenarios", args=["test-process"])
    sent = fields(desk.get(drawing), address) | {"do": "add", "name": "Tay", "outcomes": "forward", field: typed}
    body = urlencode(sent, doseq=True, errors="surrogatepass")
    assert desk.post(address, body, content_type="application/x-www-form-urlencoded").status_code == 303
    assert desk.get(drawing).status_code == 200


def test_a_new_process_begins_empty_or_from_a_file(desk, world):
    new = reverse("processes:new")
    page = desk.post(new, {"key": "Mã Xấu", "name": ""})
    assert page.status_code == 422
    made = desk.post(new, {"key": "fresh", "name": "Quy trình tự vẽ"})
    assert made.headers["Location"] == reverse("processes:draw", args=["fresh"])
    assert "Chưa có bước nào" in text(desk.get(made.headers["Location"]))
    file = SimpleUploadedFile("p.bpmn", to_bpmn(process("from-file")).encode())
    made = desk.post(reverse("processes:take_in"), {"file": file})
    assert made.headers["Location"] == reverse("processes:draw", args=["from-file"])
    bad = SimpleUploadedFile("p.bpmn", to_bpmn(process("bad")).replace("userTask", "scriptTask").encode())
    page = desk.post(reverse("processes:take_in"), {"file": bad})
    assert page.status_code == 422
    assert "scriptTask" in text(page)


def test_a_version_and_a_drawing_are_given_as_bpmn(desk, world, drawing):
    for address in (
        reverse("processes:bpmn", args=[workflow.newest("test-process").id]),
        reverse("processes:draw_bpmn", args=["test-process"]),
    ):
        file = desk.get(address)
        assert from_bpmn(file.content).key == "test-process"
        assert "test-process.bpmn" in file.headers["Content-Disposition"]


def test_two_versions_are_compared(desk, world, drawing):
    save(desk, drawing, **{"s-0-name": "Thẩm tra", "w-1-label": "Trả về"})
    page = desk.get(reverse("processes:diff", args=["test-process"]), {"old": "1", "new": "draft"})
    assert "Thẩm tra" in text(page)
    assert "Trả về" in text(page)
    assert desk.get(reverse("processes:diff", args=["test-process"]), {"old": "9"}).status_code == 404


def test_a_drawing_is_thrown_away_after_asking(desk, world, drawing):
    address = reverse("processes:discard", args=["test-process"])
    assert "không lấy lại được" in text(desk.get(address))
    assert desk.post(address, {"revision": "1"}).status_code == 303
    assert drawings.sketch("test-process") is None


def published_again():
    """Publish the next version of the process of the world; return the form that matches each step to itself."""
    first = workflow.newest("test-process").id
    changed = replace(process().activities[0], name="Thẩm tra")
    drawn = replace(process(), activities=(changed, *process().activities[1:]))
    target = processes.publish(drawn, at=FOUNDED).id
    return {"source": first, "target": target, "map-check": "check", "map-sign": "sign", "map-return": "return"}


def foreseen(desk, sent):
    """Look at a move; return its address and its id."""
    made = desk.post(reverse("processes:move", args=["test-process"]), sent)
    assert made.status_code == 303
    return made.headers["Location"], int(made.headers["Location"].rstrip("/").rpartition("/")[2])


def test_open_dossiers_are_matched_looked_at_moved_and_taken_back(desk, world):
    code = a_dossier(world).code
    sent = published_again()
    assert "Thẩm tra" in text(desk.get(reverse("processes:move", args=["test-process"])))
    progress, move = foreseen(desk, sent)
    assert code in text(desk.get(progress))
    assert desk.post(reverse("processes:go", args=[move])).status_code == 303
    move_orders.work(move, 1, 0, at=MORNING)
    assert "Hoàn tác đợt này" in text(desk.get(progress))
    desk.post(reverse("processes:undo", args=[move]))
    move_orders.work(move, 2, 0, at=MORNING)
    assert "Đã hoàn tác" in text(desk.get(progress))
    page = desk.post(reverse("processes:move", args=["test-process"]), sent | {"map-check": "nowhere"})
    assert (page.status_code, set(complaints(page))) == (422, {"map-check"})


def test_a_move_under_way_shows_its_progress_and_says_that_no_worker_runs(desk, world):
    for _ in range(3):
        a_dossier(world)
    progress, move = foreseen(desk, published_again())
    go, stop = reverse("processes:go", args=[move]), reverse("processes:stop", args=[move])
    planned = desk.get(progress)
    assert "Chuyển 3 hồ sơ" in text(planned)
    assert (forms(planned) & {go, stop}, "every 3s" in text(planned)) == ({go}, False)
    desk.post(go)
    shown = desk.get(progress)
    assert "Tiến trình nền đang không chạy" in text(shown)
    assert "Xong <b>0</b> trên 3 hồ sơ" in text(shown)
    assert (forms(shown) & {go, stop}, 'hx-trigger="every 3s"' in text(shown)) == ({stop}, True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "Đang chờ đến lượt" in text(desk.get(progress))


def test_a_move_under_way_is_asked_for_alone_and_told_only_when_it_differs(desk, world):
    a_dossier(world)
    progress, move = foreseen(desk, published_again())
    desk.post(reverse("processes:go", args=[move]))
    poll = unescape(re.search(r'hx-get="([^"]+)"', text(desk.get(progress)))[1])
    again = desk.get(poll, headers={"HX-Request": "true"})
    assert text(again).lstrip().startswith('<div id="tien-do"')
    assert "<table" not in text(again)
    assert "hx-swap-oob" not in text(again)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert '<div id="live" hx-swap-oob="innerHTML">Đang chuyển: xong 0 trên 1 hồ sơ.' in text(
        desk.get(poll, headers={"HX-Request": "true"})
    )
    move_orders.work(move, 1, 0, at=MORNING)
    ended = desk.get(poll, headers={"HX-Request": "true"})
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")


def test_without_javascript_the_page_of_a_move_reloads_where_one_asks_for_it(desk, world):
    a_dossier(world)
    progress, move = foreseen(desk, published_again())
    desk.post(reverse("processes:go", args=[move]))
    assert "Refresh" not in desk.get(progress).headers
    assert "?tu-xem=1" in text(desk.get(progress))
    reloading = desk.get(progress, {"tu-xem": "1"})
    assert (reloading.headers["Refresh"], "Thôi tự xem lại" in text(reloading)) == ("10", True)
    move_orders.work(move, 1, 0, at=MORNING)
    assert "Refresh" not in desk.get(progress, {"tu-xem": "1"}).headers


def test_a_move_is_stopped_goes_on_and_one_whose_job_is_lost_is_pressed_again(desk, world):
    a_dossier(world)
    progress, move = foreseen(desk, published_again())
    go, stop = reverse("processes:go", args=[move]), reverse("processes:stop", args=[move])
    desk.post(go)
    assert desk.post(stop).status_code == 303
    move_orders.work(move, 1, 0, at=MORNING)
    stopped = desk.get(progress)
    assert "Đã dừng" in text(stopped)
    assert "Chuyển tiếp 1 hồ sơ" in text(stopped)
    assert go in forms(stopped)
    desk.post(go)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    lost = desk.get(progress)
    assert "không còn trong hàng chờ" in text(lost)
    assert f'formaction="{go}"' in text(lost)
    poll = desk.get(progress, {"nghe": "0-turn"}, headers={"HX-Request": "true"})
    assert poll.headers["HX-Refresh"] == "true"
    desk.post(go)
    assert "không còn trong hàng chờ" not in text(desk.get(progress))


def test_what_met_a_fault_and_who_may_no_more_are_told_with_the_button_that_goes_on(desk, world):
    code = a_dossier(world).code
    progress, move = foreseen(desk, published_again())
    said = {MoveWork.FAULTY: "gặp lỗi kỹ thuật", MoveWork.BARRED: "Phan Văn Đứng, người giao việc, không còn quyền"}
    desk.post(reverse("processes:go", args=[move]))
    MoveLine.objects.filter(move_id=move).update(reason="Gặp lỗi kỹ thuật.")
    for work, sentence in said.items():
        Move.objects.filter(pk=move).update(work=work)
        shown = desk.get(progress)
        assert sentence in text(shown)
        assert "bấm “chuyển tiếp”" in text(shown).lower()
        assert reverse("processes:go", args=[move]) in forms(shown)
        assert text(shown).index("Gặp lỗi, giữ nguyên") > text(shown).index(code)


def test_many_dossiers_are_looked_at_by_a_worker_and_the_page_says_so(desk, world, monkeypatch):
    monkeypatch.setattr(move_orders, "LOOK_AT_ONCE", 0)
    code = a_dossier(world).code
    progress, move = foreseen(desk, published_again())
    shown = text(desk.get(progress))
    assert "Đang xem trước từng hồ sơ" in shown
    assert code not in shown
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert "Xem trước lại" in text(desk.get(progress))
    move_orders.look(move, 1, at=MORNING)
    assert code in text(desk.get(progress))


def test_who_does_not_draw_processes_neither_stops_nor_moves(desk, officer, world):
    a_dossier(world)
    progress, move = foreseen(desk, published_again())
    for name in ("go", "undo", "stop"):
        assert officer.post(reverse(f"processes:{name}", args=[move])).status_code == 403
    assert officer.get(progress).status_code == 403


def test_a_post_without_the_permission_sees_none_of_it(officer):
    assert officer.get(reverse("processes:list")).status_code == 403
    assert "Quy trình</a>" not in text(officer.get("/office/inbox/"))


def test_the_editor_stays_within_its_budget(desk, world, drawing, queries):
    with queries(max=26):
        assert desk.get(drawing).status_code == 200
