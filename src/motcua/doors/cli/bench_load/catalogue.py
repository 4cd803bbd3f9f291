"""The procedures of the set, published by the services, and the one process that they all go."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from motcua.casework.dossiers.services import processes
from motcua.casework.procedures.rules.content import Content, Fee, Limit, Paper, Terms
from motcua.casework.procedures.services import publishing
from motcua.casework.procedures.vocabulary import Channel, LimitUnit
from motcua.ground.kernel.actors import Actor
from motcua.people.agencies.queries.organisation import role_ids
from motcua.tools.workflow.rules.drawing import ActivityDraft, FlowDraft, ProcessDraft
from motcua.tools.workflow.vocabulary import Place

PROCESS = "bench"
_COMMUNE, _PROVINCE = 80, 120
_LIMITS = (0, 0, 3, 3, 5, 5, 7, 10, 15, 20)
_SECTORS = ("Hộ tịch", "Chứng thực", "Đất đai", "Xây dựng", "Bảo trợ xã hội", "Hộ kinh doanh", "Môi trường", "Y tế")
_SEED = 20261124


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Procedures as ``bench_procedure`` takes them, and the ids of the process, its steps and roles."""

    rows: tuple[tuple[str, int, int, str, int, float, float], ...]
    steps: dict[str, object]


def publish(*, by: Actor, at: datetime) -> Made:
    """Publish process and procedures as of a day."""
    definition = processes.publish(_process(), at=at)
    roles, dice = role_ids(), Random(_SEED)  # noqa: S311 - a catalogue, not a secret
    rows = []
    for level, count in (("commune", _COMMUNE), ("province", _PROVINCE)):
        for no in range(1, count + 1):
            days = (
                _LIMITS[dice.randrange(len(_LIMITS))] if level == "commune" else dice.choice((3, 5, 7, 10, 15, 20, 30))
            )
            code = f"9.{(100_000 if level == 'commune' else 200_000) + no}"
            sector = _SECTORS[no % len(_SECTORS)]
            version = publishing.publish_content(
                code,
                _content(f"Thủ tục đo tải số {no} cấp {'xã' if level == 'commune' else 'tỉnh'}", sector, days),
                source="bench",
                decision_no="01/QĐ-DO",
                decided_on=at.date(),
                valid_from=at.date(),
                by=by,
                at=at,
            )
            rows.append((level, no, version.pk, code, days, 1.0 / no, dice.lognormvariate(-0.2, 0.6)))
    steps = {step.key: step.id for step in definition.activities}
    return Made(
        rows=tuple(rows),
        steps={
            **steps,
            "definition": definition.id,
            "counter_role": roles["one_stop_officer"],
            "officer_role": roles["handling_officer"],
            "signer_role": roles["signer"],
        },
    )


def _content(name: str, sector: str, days: int) -> Content:
    limit = Limit(value=days or 1, unit=LimitUnit.WORKING_DAY if days else LimitUnit.SAME_DAY)
    return Content(
        name=name,
        sector=sector,
        terms=tuple(
            Terms(channel=channel, limit=limit, fees=(Fee(amount_vnd=8000, per="bản"),)) for channel in Channel
        ),
        papers=(
            Paper(key="form", name="Tờ khai", originals=1),
            Paper(key="residence", name="Xác nhận cư trú", on_file=True),
        ),
    )


def _process() -> ProcessDraft:
    return ProcessDraft(
        key=PROCESS,
        name="Quy trình của dữ liệu đo tải",
        activities=(
            ActivityDraft(
                key="check",
                name="Kiểm tra, dự thảo",
                place=Place.COMPETENT,
                role="handling_officer",
                share=Decimal("0.6"),
            ),
            ActivityDraft(key="sign", name="Ký kết quả", place=Place.COMPETENT, role="signer", share=Decimal("0.4")),
            ActivityDraft(
                key="return", name="Trả kết quả", place=Place.RECEIVING, role="one_stop_officer", share=Decimal(0)
            ),
        ),
        flows=(
            FlowDraft(source="check", target="sign", outcome="forward", label="Đạt, trình ký"),
            FlowDraft(source="sign", target="check", outcome="back", label="Trả lại để làm rõ"),
            FlowDraft(source="sign", target="return", outcome="sign", label="Ký, trả kết quả", effect="complete"),
            FlowDraft(source="sign", target="return", outcome="reject", label="Không đủ điều kiện", effect="reject"),
            FlowDraft(source="return", target=None, outcome="hand-over", label="Trả kết quả", effect="return"),
        ),
    )
