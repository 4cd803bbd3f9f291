"""Where one open dossier would stand by another version of its process, or why it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import organisation, seats
from motcua.tools.workflow.queries import ActivityView, DefinitionView
from motcua.tools.workflow.queries.positions import OpenWork, utc
from motcua.tools.workflow.rules.positions import Position
from motcua.tools.workflow.vocabulary import Place

from ..models import Dossier
from ..rules import moves, plan
from ..rules.lifecycle import State
from ..vocabulary import Flag, Status
from . import _clock


class CannotMove(Exception):  # noqa: N818 - a reason, told in the preview
    """The sentence that says why a dossier stays where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What all dossiers of one move share.

    spots   where the law lets dossiers stand in the new version
    """

    target: DefinitionView
    spots: frozenset[tuple[str, State]]
    mapping: Mapping[str, str]
    at: datetime
    _manned: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)

    def position(self, dossier: Dossier, work: OpenWork) -> tuple[str, Position]:
        """Return the step that the dossier goes to, and where it then stands.

        Raises  CannotMove.
        """
        step = self._step(dossier, work.activity_key)
        agencies = {one.key: self._agency(one, dossier) for one in self.target.activities}
        agency_id = agencies[step.key]
        if work.position.accept_by is not None and agency_id != work.position.agency_id:
            raise CannotMove(
                "Bước đang chờ một nơi nhận, bản mới lại giao nơi khác. Xem trước lại sau khi nơi đó nhận."
            )
        manned = self._posts(agency_id, step.role_id)
        if not manned:
            raise CannotMove(
                f"Không ai giữ vai trò “{step.role_name}” ở nơi làm bước “{step.name}”. Bổ nhiệm người trước."
            )
        now = work.position
        planned = self._plan(dossier, step.key, agencies)
        if step.key == work.activity_key:  # the same work goes on: it is due when it was, and late where it was late
            planned[step.key]["due"] = local(datetime.fromisoformat(now.due_at)).isoformat()
        keeps = now.agency_id == agency_id and now.post_id in manned
        return step.key, replace(
            now,
            definition_id=self.target.id,
            plan=planned,
            activity_id=step.id,
            agency_id=agency_id,
            role_id=step.role_id,
            post_id=now.post_id if keeps else None,
            taken_at=now.taken_at if keeps else None,
            due_at=utc(datetime.fromisoformat(planned[step.key]["due"])),
        )

    def _step(self, dossier: Dossier, key: str) -> ActivityView:
        wanted = self.mapping.get(key, "")
        step = next((one for one in self.target.activities if one.key == wanted), None)
        if step is None:
            raise CannotMove("Bước này chưa ghép với bước nào của bản mới. Chọn bước rồi xem trước lại.")
        state = State(Status(dossier.status), Flag(dossier.flag))
        if not moves.may_stand(self.spots, step.key, state):
            raise CannotMove(f"Theo luật, hồ sơ “{state.label}” không thể ở bước “{step.name}”. Ghép với bước khác.")
        return step

    def _agency(self, step: ActivityView, dossier: Dossier) -> int:
        if step.place == Place.RECEIVING:
            return dossier.agency_id
        if step.place == Place.COMPETENT:
            return dossier.competent_id
        if not self._kinds:
            for agency in organisation.agencies(on=self._day()):
                self._kinds.setdefault(agency.kind, agency.id)
        if step.agency_kind not in self._kinds:
            raise CannotMove(f"Bước “{step.name}” cần một cơ quan mà hệ thống chưa có. Lập cơ quan trước.")
        return self._kinds[step.agency_kind]

    def _posts(self, agency_id: int, role_id: int) -> frozenset[int]:
        if (agency_id, role_id) not in self._manned:
            self._manned[agency_id, role_id] = seats.manned(agency_id, role_id, on=self._day())
        return self._manned[agency_id, role_id]

    def _plan(self, dossier: Dossier, here: str, agencies: Mapping[str, int]) -> dict[str, dict[str, Any]]:
        if dossier.received_at is None or dossier.due_at is None:
            raise CannotMove("Hồ sơ chưa có ngày hẹn trả.")
        calendar = _clock.calendar(dossier.agency_id, min(local(dossier.received_at).date(), self._day()))
        dues = plan.step_dues(self.target.activities, dossier.received_at, dossier.due_at, calendar)
        whole = {key: {"due": due.isoformat(), "agency": agencies[key]} for key, due in dues.items()}
        return plan.replan(self.target.activities, here, whole, self.at, dossier.due_at, calendar)

    def _day(self) -> date:
        return local(self.at).date()
