"""In which order a report is dealt with, and who may not be the same person.

Law: 09/2019/NĐ-CP (periodic reports: prepared, signed by who heads the agency, sent in time); the order of checks is
ours.
"""

from collections.abc import Mapping

from ..errors import ActNotAllowed, FourEyes
from ..vocabulary import Act, State

TRANSITIONS: Mapping[tuple[State | None, Act], State] = {
    (None, Act.PREPARE): State.PREPARED,
    (State.PREPARED, Act.RETAKE): State.PREPARED,
    (State.CHECKED, Act.RETAKE): State.PREPARED,
    (State.PREPARED, Act.CHECK): State.CHECKED,
    (State.CHECKED, Act.SIGN): State.SIGNED,
    (State.SIGNED, Act.SEND): State.SENT,
    (State.SENT, Act.ACCEPT): State.FROZEN,
    (State.SENT, Act.RETURN): State.RETURNED,
}
REVISABLE = frozenset({State.SIGNED, State.SENT, State.FROZEN, State.RETURNED})
"""States of a signed report, of which a revision may be made; the report itself stays as it was signed."""

SUBMITTED = frozenset({State.SENT, State.FROZEN})
NEXT = {
    State.PREPARED: "Báo cáo chờ kiểm tra.",
    State.CHECKED: "Báo cáo đã kiểm tra, chờ ký.",
    State.SIGNED: "Báo cáo đã ký thì không sửa; chờ gửi, hoặc lập bản chỉnh lý.",
    State.SENT: "Báo cáo đã gửi; chờ nơi nhận chốt hoặc trả lại.",
    State.FROZEN: "Báo cáo đã chốt; số liệu thay đổi thì lập bản chỉnh lý.",
    State.RETURNED: "Báo cáo bị trả lại; lập bản chỉnh lý rồi gửi lại.",
}
"""What a report in a state waits for, as its page says it."""


def advance(state: State, act: Act) -> State:
    """Return the state an act leads to.

    Raises  ActNotAllowed, which says what comes next
    """
    if (state, act) not in TRANSITIONS:
        raise ActNotAllowed(f"Chưa làm được việc này: {act.label.lower()}. {NEXT[state]}")
    return TRANSITIONS[state, act]


def acts_from(state: State) -> tuple[Act, ...]:
    """Return what may be done with a report in a state."""
    found = [act for (source, act) in TRANSITIONS if source is state]
    return (*found, Act.REVISE) if state in REVISABLE else tuple(found)


def require_another(prepared_by: int | None, by: int | None, *, alone: bool) -> None:
    """Refuse where who prepared the report is who checks or signs it.

    alone   nobody else at the unit works on reports: then the head may, and the paper says so
    Raises  FourEyes
    """
    if prepared_by is not None and prepared_by == by and not alone:
        raise FourEyes("Người lập báo cáo không tự kiểm tra, không tự ký. Chuyển cho người khác của đơn vị.")
