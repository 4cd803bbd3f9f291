"""What differs between two contents, field by field, as a reviewer reads it: old beside new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from motcua.ground.kernel.money import vnd

from .content import Content, Fee, Limit, Paper, Terms

LABELS = {
    "name": "Tên thủ tục",
    "sector": "Lĩnh vực",
    "levels": "Cấp thực hiện",
    "applicants": "Đối tượng thực hiện",
    "terms": "Cách thức, thời hạn, phí",
    "papers": "Thành phần hồ sơ",
    "paper_notes": "Ghi chú về hồ sơ",
    "cases": "Trường hợp",
    "sets": "Số bộ hồ sơ",
    "steps": "Trình tự thực hiện",
    "results": "Kết quả",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "competent_agency": "Cơ quan có thẩm quyền",
    "executing_agency": "Cơ quan thực hiện",
    "coordinating_agency": "Cơ quan phối hợp",
    "delegated_agency": "Cơ quan được ủy quyền",
    "address": "Địa chỉ tiếp nhận",
    "forms": "Mẫu đơn, tờ khai",
    "related": "Thủ tục liên quan",
    "origin_type": "Loại thủ tục",
    "decision_no": "Quyết định công bố (theo nguồn)",
    "summary": "Mô tả",
    "keywords": "Từ khóa",
    "name_en": "Tên tiếng Anh",
    "boundary_free": "Không phụ thuộc địa giới",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a field: ``kind`` is same, added, removed or changed."""

    kind: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    field: str
    label: str
    rows: tuple[Row, ...]
    changed: bool


def compare(old: Content | None, new: Content) -> tuple[Difference, ...]:
    """Return every field that either content fills, in the order of the law's list, changed or not."""
    found = []
    for field, label in LABELS.items():
        before, after = _lines(old, field) if old else (), _lines(new, field)
        if before or after:
            rows = _rows(before, after)
            found.append(
                Difference(field=field, label=label, rows=rows, changed=any(row.kind != "same" for row in rows))
            )
    return tuple(found)


def limit_line(limit: Limit | None) -> str:
    """Return the limit in words: ``7 ngày làm việc``; “chưa rõ” where there is none."""
    if limit is None:
        return "chưa rõ"
    return limit.unit.label if limit.unit == "same_day" else f"{limit.value} {limit.unit.label}"


def fee_line(fee: Fee) -> str:
    """Return a fee in words: ``Lệ phí 8.000 đ/bản``, ``Miễn phí``, or that the province decides."""
    if fee.local:
        words = "do HĐND cấp tỉnh quy định"
    elif fee.amount_vnd is None:
        words = f"chưa rõ số tiền ({fee.text})" if fee.text else "chưa rõ số tiền"
    elif fee.amount_vnd == 0:
        words = "miễn phí"
    else:
        words = vnd(fee.amount_vnd) + (f"/{fee.per}" if fee.per else "")
    return f"{fee.kind.label}: {words}" + (f" · {fee.note}" if fee.note and fee.note not in words else "")


def _lines(content: Content, field: str) -> tuple[str, ...]:
    value = getattr(content, field)
    if isinstance(value, tuple):
        return tuple(_PRINTED.get(field, str)(entry) for entry in value)
    if isinstance(value, bool):
        return ("Có",) if value else ()
    return (str(value),) if value else ()


def _terms_line(terms: Terms) -> str:
    fees = "; ".join(fee_line(fee) for fee in terms.fees) or "phí: nguồn không ghi"
    case = f" [{terms.case}]" if terms.case else ""
    told = f" — {terms.description}" if terms.description else ""
    return f"{terms.channel.label}{case}: {limit_line(terms.limit)}; {fees}{told}"


def _paper_line(paper: Paper) -> str:
    counts = f"{paper.originals} bản chính, {paper.copies} bản sao"
    marks = [
        counts,
        *(["xuất trình"] if paper.show_only else []),
        *([] if paper.required else ["nếu có"]),
        *([f"mẫu {paper.form}"] if paper.form else []),
        *([f"trường hợp {paper.case}"] if paper.case else []),
    ]
    return f"{paper.name} ({'; '.join(marks)})"


_PRINTED: dict[str, Callable[[Any], str]] = {
    "terms": _terms_line,
    "papers": _paper_line,
    "paper_notes": lambda note: str(note.text),
    "levels": lambda level: str(level.label),
    "cases": lambda case: str(case.name),
    "results": lambda result: f"{result.name} ({result.code})" if result.code else str(result.name),
    "legal_basis": lambda act: f"{act.number} {act.title}".strip(),
}


def _rows(before: Sequence[str], after: Sequence[str]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows.extend(Row(kind="same", old=line, new=line) for line in before[i1:i2])
            continue
        olds, news = list(before[i1:i2]), list(after[j1:j2])
        for place in range(max(len(olds), len(news))):
            old = olds[place] if place < len(olds) else ""
            new = news[place] if place < len(news) else ""
            rows.append(Row(kind="changed" if old and new else "added" if new else "removed", old=old, new=new))
    return tuple(rows)
