"""Form 02 and what comes back on it: everything that is wanted in one notice, everything that came in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.casework.dossiers.rules.completeness import Seen
from motcua.casework.dossiers.services import supplements
from motcua.casework.dossiers.services.acts import Done
from motcua.casework.dossiers.services.supplements import Notice, Wanted
from motcua.casework.dossiers.vocabulary import SupplementReason
from motcua.ground.kernel import clock
from motcua.ground.kernel.errors import Invalid
from motcua.people.agencies.vocabulary import DocumentType

from ..choices import whole
from ..timing import calendar_around
from . import case as asked
from .forms import Deed, Opened

_FEWEST, _MOST = 2, 40
_COUNTS = ("originals", "copies", "photocopies")
_MOST_COPIES = 99
_ENTRY, _OTHER = "entry", "other"
KINDS = ((_ENTRY, "Mục khai cần sửa"), (_OTHER, "Giấy tờ ngoài danh mục"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the notice as typed. ``field``: prefix of its names; ``hint``: why it need not be asked for."""

    field: str
    name: str
    chosen: bool
    want: str
    why: str
    kind: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was asked for, as it is taken in. ``field``: of the complaint; ``paper``: counted, not corrected.

    need   (originals, copies) that the list of the procedure asks for
    """

    key: str
    field: str
    name: str
    want: str
    paper: bool
    need: tuple[int, int] = (0, 0)


def ask_shown(opened: Opened) -> Mapping[str, Any]:
    """Return the lines of the notice and what the rules say about it."""
    case = opened.case
    later = case.asked_times >= case.rules.max_supplements
    return {
        "rows": [*_listed(opened), *_free(opened)],
        "frees": _frees(opened),
        "reasons": SupplementReason.choices(),
        "chosen": opened.typed.getlist("reasons"),
        "kinds": KINDS,
        "again": later,
        "times": case.asked_times,
        "late_days": _days_late(opened),
        "answer_by": _answer_by(opened),
        "restarts": case.rules.supplement_restarts,
        "before": case.before_receipt,
    }


def ask(opened: Opened) -> Done:
    """Send the notice; complaints come back under the names of this form."""
    rows = [row for row in (*_listed(opened), *_free(opened)) if row.chosen]
    items = [Wanted(key=_key(row), name=row.name, want=row.want, why=row.why) for row in rows]
    reasons = [reason for reason in SupplementReason if reason in opened.typed.getlist("reasons")]
    notice = Notice(items=items, reasons=reasons, guidance=opened.text("guidance"), basis=opened.text("basis"))
    try:
        return supplements.ask(
            opened.code,
            notice,
            by=opened.case.by,
            at=opened.case.at,
            key=opened.key,
            item_id=whole(opened.text("item")),
        )
    except Invalid as no:
        places = {f"items.{place}": f"{row.field}.want" for place, row in enumerate(rows)} | {"items": "wanted"}
        no.fields = {places.get(name, name): sentence for name, sentence in no.fields.items()}
        raise


def may_ask(opened: Opened) -> None:
    """Refuse a notice that cannot be sent now by this actor."""
    asked.may_ask(opened.case)
    asked.may_ask_again(opened.case)
    asked.may_sign(opened.case, DocumentType.SUPPLEMENT)


def supply_shown(opened: Opened) -> Mapping[str, Any]:
    """Return what was asked for."""
    supplement = opened.case.told.supplement
    return {"asked": supplement, "lines": tuple(_lines(opened)), "restarts": opened.case.rules.supplement_restarts}


def supply(opened: Opened) -> Done:
    """Take in what came; complaints come back under the names of this form."""
    lines = tuple(_lines(opened))
    wrong = {
        f"{line.field}.{count}": f"Số bản của “{line.name[:60]}” là số từ 0 đến {_MOST_COPIES}."
        for line in lines
        for count in _COUNTS
        if opened.text(f"{line.field}.{count}") and whole(opened.text(f"{line.field}.{count}"), _MOST_COPIES) is None
    }
    if wrong:
        raise Invalid("Xem lại số bản đã ghi.", fields=wrong)
    seen = {line.key: _seen(opened, line) for line in lines}
    return supplements.supply(
        opened.code, seen, opened.text("note"), by=opened.case.by, at=opened.case.at, key=opened.key
    )


def _listed(opened: Opened) -> Iterator[Row]:
    """Yield a line for every paper of the dossier."""
    for paper in opened.case.dossier.papers:
        if not paper.not_applicable:
            field = f"paper.{paper.key}"
            yield _row(opened, field, paper.name, "Nhà nước đã có" if paper.from_data else "")


def _free(opened: Opened) -> Iterator[Row]:
    """Yield the lines that have a name of their own: an entry of the form, a paper that is not on the list."""
    for place in range(_frees(opened)):
        yield _row(opened, f"free.{place}", opened.text(f"free.{place}.name"))


def _row(opened: Opened, field: str, name: str, hint: str = "") -> Row:
    want, why = opened.text(f"{field}.want"), opened.text(f"{field}.why")
    free = field.startswith("free.")
    return Row(
        field=field,
        name=name,
        chosen=bool(want or opened.text(f"{field}.on") or (free and (name or why))),
        want=want,
        why=why,
        kind=opened.text(f"{field}.kind") or (_ENTRY if free else ""),
        hint=hint,
    )


def _frees(opened: Opened) -> int:
    """Return how many free lines the form has: two, and two more each time more were asked for."""
    sent = whole(opened.text("frees"), _MOST) or _FEWEST
    return min(sent + (_FEWEST if "more" in opened.typed else 0), _MOST)


def _key(row: Row) -> str:
    if row.kind == _ENTRY:
        return ""
    return row.field.removeprefix("paper.") if not row.kind else row.field.replace("free.", "ngoai-danh-muc-")


def _answer_by(opened: Opened) -> datetime:
    """Return until when the applicant would be waited for."""
    case = opened.case
    calendar = calendar_around(case.dossier.agency_id, case.at)
    return calendar.close_time(calendar.add_workdays(case.at.date(), case.rules.supplement_wait_days))


def _days_late(opened: Opened) -> int:
    """Return the working days since receipt, where they are more than the rules allow; 0 where they are not."""
    case = opened.case
    received = case.dossier.dossier.received_at
    if received is None:
        return 0
    calendar = calendar_around(case.dossier.agency_id, case.at)
    gone = calendar.workdays_between(clock.local(received).date(), case.at.date())
    return gone if gone > case.rules.supplement_within_days else 0


def _lines(opened: Opened) -> Iterator[Line]:
    supplement = opened.case.told.supplement
    row = opened.case.dossier
    needs = {paper.key: paper for paper in row.version.content.papers_for(row.dossier.case)}
    for place, item in enumerate(supplement.items if supplement else ()):
        need = needs.get(item["key"])
        yield Line(
            key=item["key"] or f"#{place}",
            field=f"item.{place}",
            name=item["name"],
            want=item["want"],
            paper=bool(item["key"]),
            need=(need.originals, need.copies) if need else (0, 0),
        )


def _seen(opened: Opened, line: Line) -> Seen:
    counts = {count: whole(opened.text(f"{line.field}.{count}"), _MOST_COPIES) or 0 for count in _COUNTS}
    ticked = bool(opened.text(f"{line.field}.on"))
    note = opened.text(f"{line.field}.note")
    if not line.paper:
        return Seen(key=line.key, note=note or ("Đã sửa" if ticked else ""))
    if ticked and not any(counts.values()):
        counts |= {"originals": line.need[0] or (0 if line.need[1] else 1), "copies": line.need[1]}
    return Seen(
        key=line.key,
        originals=counts["originals"],
        copies=counts["copies"],
        photocopies=counts["photocopies"],
        from_data=opened.text(f"{line.field}.data") == "1",
        note=note,
    )


ASK = Deed(
    title="Yêu cầu bổ sung",
    button="Gửi yêu cầu bổ sung",
    template="office/dossier/ask.html",
    may=may_ask,
    do=ask,
    shown=ask_shown,
    said="Đã gửi yêu cầu bổ sung. Hồ sơ chờ người nộp.",
    lead="Ghi đủ mọi thứ cần bổ sung trong một phiếu (mẫu 02), mỗi thứ cần thế nào và vì sao.",
    takes=True,
)
SUPPLY = Deed(
    title="Nhận bổ sung",
    button="Ghi đã nhận đủ",
    template="office/dossier/supply.html",
    may=lambda opened: asked.may_supply(opened.case),
    do=supply,
    shown=supply_shown,
    said="Đã nhận đủ bổ sung.",
    lead="Nhận khi đủ mọi thứ đã ghi trong phiếu. Còn thiếu thì chưa ghi nhận, nói người nộp mang thêm.",
)
