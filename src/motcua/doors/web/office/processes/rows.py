"""The rows of the editor: what stands in its fields, and the drawing that they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from motcua.ground.kernel.text import clean
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft, ProcessDraft
from motcua.tools.workflow.rules.shape import MOST_FLOWS, MOST_STEPS
from motcua.tools.workflow.vocabulary import ActivityKind, Place

UNITS = (("share", "% thời hạn"), ("60", "giờ"), ("240", "nửa ngày"), ("480", "ngày"))
STEP = ("was", "key", "name", "place", "role", "time", "unit", "kind", "needs", "form", "output", "element")
WAY = ("from", "outcome", "label", "to", "effect", "condition", "element")

Row = dict[str, str]


def rows_of(process: ProcessDraft) -> tuple[list[Row], list[Row]]:
    """Return what stands in the fields of steps and of ways out."""
    steps = [
        {
            "was": step.key,
            "key": step.key,
            "name": step.name,
            "place": step.agency_kind or step.place.value,
            "role": step.role,
            **_time(step),
            "kind": step.kind.value,
            "needs": step.needs,
            "form": step.form,
            "output": step.output,
            "element": step.element,
        }
        for step in process.activities
    ]
    ways = [
        {
            "from": flow.source,
            "outcome": flow.outcome,
            "label": flow.label,
            "to": flow.target or "",
            "effect": flow.effect,
            "condition": flow.condition,
            "element": flow.element,
        }
        for flow in process.flows
    ]
    return steps, ways


def sent_rows(sent: QueryDict) -> tuple[list[Row], list[Row]]:
    """Return the rows as they were sent."""

    def rows(prefix: str, names: Sequence[str], most: int) -> list[Row]:
        count = sent.get(f"{prefix}-count") or "0"
        number = min(int(count), most) if count.isdecimal() and len(count) < 4 else 0
        return [{name: clean(sent.get(f"{prefix}-{n}-{name}") or "") for name in names} for n in range(number)]

    return rows("s", STEP, MOST_STEPS + 1), rows("w", WAY, MOST_FLOWS + 1)


def drawn(process: ProcessDraft, steps: Sequence[Row], ways: Sequence[Row]) -> tuple[ProcessDraft, dict[str, str]]:
    """Return the drawing that the rows mean, and {field: complaint} where a field means nothing.

    Ways name steps by what they were called when the page was opened; a renamed step takes its ways along.
    """
    errors: dict[str, str] = {}
    names = {row["was"]: row["key"] for row in steps}
    activities = tuple(_activity(number, row, errors) for number, row in enumerate(steps))
    flows = tuple(
        FlowDraft(
            source=names.get(row["from"], row["from"]),
            target=names.get(row["to"], row["to"]) or None,
            outcome=row["outcome"],
            label=row["label"],
            effect=row["effect"],
            condition=row["condition"],
            element=row["element"],
        )
        for row in ways
    )
    return replace(process, activities=activities, flows=flows), errors


def arranged(steps: list[Row], ways: list[Row], do: str) -> tuple[list[Row], list[Row]]:
    """Return the rows after a button: ``add-step``, ``add-way:check``, ``up:2``, ``down:2``, ``drop-step:2``, …"""
    verb, _, of = do.partition(":")
    number = int(of) if of.isdecimal() and len(of) < 4 else -1
    if verb == "add-step":
        steps = [*steps, _new_step(steps)]
    elif verb == "add-way":
        ways = [*ways, {**dict.fromkeys(WAY, ""), "from": of, "outcome": _unused({w["outcome"] for w in ways})}]
    elif verb in ("up", "down") and 0 <= number < len(steps):
        other = number + (-1 if verb == "up" else 1)
        if 0 <= other < len(steps):
            steps[number], steps[other] = steps[other], steps[number]
    elif verb == "drop-step" and 0 <= number < len(steps):
        gone = steps.pop(number)["was"]
        ways = [way for way in ways if way["from"] != gone]
        ways = [{**way, "to": "" if way["to"] == gone else way["to"]} for way in ways]
    elif verb == "drop-way" and 0 <= number < len(ways):
        ways.pop(number)
    return steps, ways


def _time(step: ActivityDraft) -> Mapping[str, str]:
    if not step.minutes:
        return {"time": _plain(step.share * 100), "unit": "share"}
    unit = next(size for size in (480, 240, 60) if step.minutes % size == 0 or size == 60)
    return {"time": _plain(Decimal(step.minutes) / unit), "unit": str(unit)}


def _activity(number: int, row: Row, errors: dict[str, str]) -> ActivityDraft:
    share, minutes = Decimal(), 0
    try:
        amount = Decimal(row["time"].replace(",", ".") or "0")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= 100_000:
        errors[f"s-{number}-time"] = f"Bước {row['key'] or number + 1}: thời gian là một số, ví dụ 20 hoặc 0,5."
    elif row["unit"] == "share":
        share = amount / 100
    else:
        minutes = int(amount * {"240": 240, "480": 480}.get(row["unit"], 60))
    placed = row["place"] in list(Place)
    return ActivityDraft(
        key=row["key"],
        name=row["name"],
        place=Place(row["place"]) if placed else Place.NAMED,
        agency_kind="" if placed else row["place"][:20],
        role=row["role"],
        share=share,
        kind=ActivityKind(row["kind"]) if row["kind"] in list(ActivityKind) else ActivityKind.USER,
        needs=row["needs"],
        minutes=minutes,
        form=row["form"],
        output=row["output"],
        element=row["element"],
    )


def _new_step(steps: Sequence[Row]) -> Row:
    key = _unused({row["key"] for row in steps}, "buoc")
    empty = dict.fromkeys(STEP, "")
    return {**empty, "was": key, "key": key, "place": Place.COMPETENT.value, "time": "0", "unit": "share"}


def _unused(taken: set[str], stem: str = "loi") -> str:
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f").replace(".", ",")
