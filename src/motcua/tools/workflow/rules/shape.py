"""Is the drawing whole? Keys, ends, reach, order, texts, time. Whether it obeys the law is asked above."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from .drawing import END, ActivityDraft, FlowDraft, ProcessDraft, is_process_key
from .findings import Finding
from .reach import backwards, forwards, heaviest

KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MOST_STEPS = 60
MOST_FLOWS = 240
MOST_SCENARIOS = 240
LONGEST = {"name": 200, "label": 120, "form": 300, "output": 300, "element": 120, "role": 40, "agency_kind": 20}


def findings(process: ProcessDraft) -> Iterator[Finding]:
    """Yield what is wrong with the drawing as such, each with its mend, in Vietnamese."""
    if not process.activities:
        yield Finding(code="empty", sentence="Quy trình chưa có bước nào. Thêm bước đầu tiên.")
        return
    yield from _sizes(process)
    yield from _keys(process)
    for step in process.activities:
        yield from _texts(step)
        yield from _times(step)
    yield from _ways(process)
    yield from _reach(process)
    yield from _order(process)
    yield from _sum(process)


def _sizes(process: ProcessDraft) -> Iterator[Finding]:
    counts = (
        ("bước", len(process.activities), MOST_STEPS),
        ("lối ra", len(process.flows), MOST_FLOWS),
        ("kịch bản", len(process.scenarios), MOST_SCENARIOS),
    )
    for what, count, most in counts:
        if count > most:
            yield Finding(
                code="too_many", sentence=f"Có {count} {what}, nhiều nhất {most}. Tách thành quy trình nhỏ hơn."
            )


def _keys(process: ProcessDraft) -> Iterator[Finding]:
    if not is_process_key(process.key):
        yield Finding(
            code="key", sentence=f"Mã quy trình “{process.key}” chỉ gồm chữ thường không dấu, số, gạch. Đặt mã khác."
        )
    if not process.name.strip() or len(process.name) > LONGEST["name"]:
        yield Finding(code="name", sentence="Tên quy trình còn trống hoặc dài quá 200 chữ. Đặt lại tên.")
    for key, count in Counter(step.key for step in process.activities).items():
        if count > 1:
            yield Finding(code="duplicate_key", step=key, sentence=f"{count} bước trùng mã {key}. Đổi mã của một bước.")
        if not KEY.fullmatch(key):
            yield Finding(
                code="key", step=key, sentence=f"Mã bước “{key}” chỉ gồm chữ thường không dấu, số, gạch. Đặt mã khác."
            )


def _texts(step: ActivityDraft) -> Iterator[Finding]:
    if not step.name.strip():
        yield Finding(code="name", step=step.key, sentence=f"Bước {step.key} chưa có tên. Ghi việc phải làm.")
    for field in ("name", "form", "output", "element", "role", "agency_kind"):
        length = len(getattr(step, field))
        if length > LONGEST[field]:
            yield Finding(
                code="too_long",
                step=step.key,
                sentence=f"Bước {step.key}: ô dài {length} chữ, nhiều nhất {LONGEST[field]}. Rút gọn.",
            )


def _times(step: ActivityDraft) -> Iterator[Finding]:
    if not step.share.is_finite() or not 0 <= step.share <= 1 or step.share != round(step.share, 3):
        yield Finding(
            code="share",
            step=step.key,
            sentence=f"Bước {step.key}: phần thời gian phải từ 0 đến 100 %, lẻ nhất 0,1 %. Sửa lại.",
        )
    if step.minutes < 0 or step.minutes % 30 or step.minutes > 480 * 400:
        yield Finding(
            code="minutes",
            step=step.key,
            sentence=f"Bước {step.key}: thời gian tính theo nửa giờ, nửa ngày hoặc ngày làm việc. Sửa lại.",
        )
    if step.minutes and step.share:
        yield Finding(
            code="two_times",
            step=step.key,
            sentence=f"Bước {step.key} vừa có phần thời gian vừa có số giờ. Giữ một trong hai.",
        )


def _ways(process: ProcessDraft) -> Iterator[Finding]:
    keys = {step.key for step in process.activities}
    for flow in process.flows:
        yield from _way(flow, keys)
    for (source, outcome), count in Counter((flow.source, flow.outcome) for flow in process.flows).items():
        if count > 1:
            yield Finding(
                code="duplicate_flow",
                step=source,
                sentence=f"Bước {source} có {count} lối ra cùng mã {outcome}. Bỏ bớt hoặc đổi mã.",
            )
    meant: dict[tuple[str, str], set[tuple[str | None, str, str]]] = {}
    for flow in process.flows:
        meant.setdefault((flow.source, flow.label), set()).add((flow.target, flow.effect, flow.condition))
    for (source, label), meanings in meant.items():
        if len(meanings) > 1 and label.strip():
            yield Finding(
                code="same_label",
                step=source,
                sentence=f"Bước {source} có {len(meanings)} lối ra khác nhau cùng tên “{label}”. Đổi tên.",
            )


def _way(flow: FlowDraft, keys: set[str]) -> Iterator[Finding]:
    if flow.source not in keys or (flow.target is not END and flow.target not in keys):
        yield Finding(
            code="flow_nowhere",
            step=flow.source,
            sentence=f"Lối “{flow.label}” nối tới bước không có. Chọn lại bước đi và bước đến.",
        )
    if not KEY.fullmatch(flow.outcome):
        yield Finding(
            code="key",
            step=flow.source,
            sentence=f"Mã lối ra “{flow.outcome}” chỉ gồm chữ thường không dấu, số, gạch. Đặt mã khác.",
        )
    if not flow.label.strip() or len(flow.label) > LONGEST["label"] or len(flow.element) > LONGEST["element"]:
        yield Finding(
            code="label",
            step=flow.source,
            sentence=f"Một lối ra của bước {flow.source} chưa có tên hoặc tên quá dài. Ghi tên nút sẽ bấm.",
        )


def _reach(process: ProcessDraft) -> Iterator[Finding]:
    if not any(flow.target is END for flow in process.flows):
        yield Finding(
            code="no_end", sentence="Quy trình không có chỗ kết thúc. Thêm lối “Trả kết quả” ra ngoài ở bước cuối."
        )
    reached, ending = forwards(process), backwards(process)
    for key in dict.fromkeys(step.key for step in process.activities):
        enters = any(flow.target == key for flow in process.flows)
        leaves = any(flow.source == key for flow in process.flows)
        if not leaves and not enters and len(process.activities) > 1:
            yield Finding(
                code="orphan",
                step=key,
                sentence=f"Bước {key} không có lối ra, không nối với bước nào. Nối hoặc bỏ bước.",
            )
            continue
        if not leaves:
            yield Finding(code="dead_end", step=key, sentence=f"Bước {key} không có lối ra. Thêm lối đi tiếp.")
        if key not in reached:
            yield Finding(
                code="unreachable",
                step=key,
                sentence=f"Không có đường nào tới bước {key}. Nối từ bước trước hoặc bỏ bước.",
            )
        elif leaves and key not in ending:
            yield Finding(
                code="no_way_to_end",
                step=key,
                sentence=f"Từ bước {key} không có đường nào tới chỗ kết thúc: đi vòng mãi. Thêm lối ra khỏi vòng.",
            )


def _order(process: ProcessDraft) -> Iterator[Finding]:
    """Each step's due time follows the order of the table: a step stands after one that leads to it."""
    place = {step.key: number for number, step in reversed(list(enumerate(process.activities)))}
    reached = forwards(process)
    for key, number in sorted(place.items(), key=lambda pair: pair[1]):
        before = [place[flow.source] for flow in process.flows if flow.target == key and flow.source in place]
        if number and key in reached and before and min(before) > number:
            yield Finding(
                code="order",
                step=key,
                sentence=f"Bước {key} đứng trước mọi bước dẫn tới nó nên sẽ đến hạn sớm hơn. Chuyển bước xuống dưới.",
            )


def _sum(process: ProcessDraft) -> Iterator[Finding]:
    share, way = heaviest(process, lambda step: step.share if step.share.is_finite() else Decimal())
    if share > 1:
        said = format((share * 100).normalize(), "f").replace(".", ",")
        yield Finding(
            code="over_limit",
            sentence=f"Tổng thời gian các bước {' → '.join(way)} là {said} %, vượt thời hạn giải quyết. Giảm bớt.",
        )
