"""The rules of a period: every number of the law that may differ, with its source, fixed on a dossier at receipt.

A set is published as a whole and never changes; an agency that decides otherwise publishes the next version of it, with
the decision. What no text confirms is named in ``unconfirmed``: administrators are told so, citizens never read it as
law.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any

from motcua.ground.kernel.text import clean

TT01_2018, TT03_2025 = "TT01_2018", "TT03_2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers of a set. Days are working days of the agency unless the unit of `PARAMETERS` says otherwise."""

    acceptance_hours: int = 8
    cutoff: time = time(15, 0)
    competent_starts: bool = False
    supplement_within_days: int = 3
    max_supplements: int = 1
    supplement_restarts: bool = True
    supplement_wait_days: int = 30
    letter_before_days: int = 1
    max_reappointments: int = 1
    extension_counts_on_time: bool = False
    finance_suspends: bool = True
    outage_suspends: bool = True
    applicant_suspends: bool = False
    consultation_days: int = 3
    due_soon_days: int = 1
    due_soon_percent: int = 20
    idle_days: int = 2
    handover_hours: int = 4
    max_ping_pong: int = 2
    divergence_hours: int = 8
    acts_need_paper: bool = False
    uncollected_days: tuple[int, ...] = (7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What an administrator reads of one number: its words, its unit, where it comes from, what it may be."""

    label: str
    unit: str
    source: str
    least: int = 0
    most: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of the rules of a period.

    id           of its row; 0 before it is installed
    valid_to     the last day, None while in force
    basis        the documents it rests on
    form_set     which set of statutory forms is printed
    unconfirmed  names of parameters that no text we have confirms
    """

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    basis: str
    form_set: str
    parameters: Parameters = field(default_factory=Parameters)
    unconfirmed: frozenset[str] = frozenset()
    version: int = 1
    id: int = 0


_N61, _OUR_DEFAULT = "61/2018/NĐ-CP", "mặc định của phần mềm"
PARAMETERS: Mapping[str, Parameter] = {
    "acceptance_hours": Parameter(
        label="Quyết định tiếp nhận hồ sơ trực tuyến trong",
        unit="giờ làm việc",
        source="45/2020/NĐ-CP",
        least=1,
        most=80,
    ),
    "cutoff": Parameter(
        label="Nhận sau giờ này thì chuyển đầu ngày làm việc kế tiếp",
        unit="giờ trong ngày",
        source=f"{_N61}, Điều 18; 309/2026/NĐ-CP",
    ),
    "competent_starts": Parameter(
        label="Hồ sơ phi địa giới: thời hạn tính từ khi cơ quan có thẩm quyền nhận",
        unit="có, không",
        source="118/2025/NĐ-CP, Điều 17 khoản 3; 309/2026/NĐ-CP",
    ),
    "supplement_within_days": Parameter(
        label="Trả hồ sơ yêu cầu bổ sung trong",
        unit="ngày làm việc",
        source=f"{_N61}, Điều 19 khoản 4",
        least=1,
        most=30,
    ),
    "max_supplements": Parameter(
        label="Số lần yêu cầu bổ sung", unit="lần", source="63/2010/NĐ-CP, Điều 20 khoản 4", least=1, most=5
    ),
    "supplement_restarts": Parameter(
        label="Thời hạn tính lại từ đầu khi bổ sung đủ", unit="có, không", source=f"{_N61}, Điều 19 khoản 4"
    ),
    "supplement_wait_days": Parameter(
        label="Chờ người nộp bổ sung", unit="ngày làm việc", source=_OUR_DEFAULT, least=1, most=180
    ),
    "letter_before_days": Parameter(
        label="Thư xin lỗi gửi trước ngày hẹn", unit="ngày làm việc", source=f"{_N61}, Điều 19 khoản 9", most=10
    ),
    "max_reappointments": Parameter(label="Số lần hẹn lại", unit="lần", source=f"{_N61}, Điều 19 khoản 9", most=3),
    "extension_counts_on_time": Parameter(
        label="Xong trước ngày hẹn lại thì tính là đúng hạn", unit="có, không", source=_OUR_DEFAULT
    ),
    "finance_suspends": Parameter(
        label="Không tính thời gian thực hiện nghĩa vụ tài chính", unit="có, không", source=_OUR_DEFAULT
    ),
    "outage_suspends": Parameter(
        label="Không tính thời gian sự cố đã công bố", unit="có, không", source="301/2026/NĐ-CP"
    ),
    "applicant_suspends": Parameter(label="Tạm dừng theo đề nghị của người nộp", unit="có, không", source=_OUR_DEFAULT),
    "consultation_days": Parameter(
        label="Cơ quan được hỏi trả lời trong", unit="ngày làm việc", source=_OUR_DEFAULT, least=1, most=60
    ),
    "due_soon_days": Parameter(label="Nhắc khi còn", unit="ngày làm việc", source=_OUR_DEFAULT, least=1, most=10),
    "due_soon_percent": Parameter(label="hoặc khi còn", unit="phần trăm thời gian", source=_OUR_DEFAULT, most=90),
    "idle_days": Parameter(
        label="Báo khi không ai động tới trong", unit="ngày làm việc", source=_OUR_DEFAULT, least=1, most=30
    ),
    "handover_hours": Parameter(
        label="Nơi nhận phải nhận bàn giao trong", unit="giờ làm việc", source=_OUR_DEFAULT, least=1, most=80
    ),
    "max_ping_pong": Parameter(
        label="Báo lãnh đạo khi bị trả lại quá", unit="lần", source=_OUR_DEFAULT, least=1, most=10
    ),
    "divergence_hours": Parameter(
        label="Báo khi giấy và bản điện tử ở hai nơi quá", unit="giờ làm việc", source=_OUR_DEFAULT, least=1, most=80
    ),
    "acts_need_paper": Parameter(label="Chỉ xử lý khi đã nhận hồ sơ giấy", unit="có, không", source=_OUR_DEFAULT),
    "uncollected_days": Parameter(
        label="Nhắc người dân đến nhận kết quả sau", unit="ngày", source=_OUR_DEFAULT, least=1
    ),
}
"""Every parameter by its name, in the order in which the page shows them."""

_OURS = frozenset(name for name, said in PARAMETERS.items() if said.source == _OUR_DEFAULT)
_R3_R4_R8 = frozenset({
    "supplement_within_days", "max_supplements", "supplement_restarts", "letter_before_days", "max_reappointments",
})  # fmt: skip

SHIPPED: tuple[RuleSet, ...] = (
    RuleSet(
        code="N61_2018",
        name="Cơ chế một cửa theo 61/2018/NĐ-CP",
        valid_from=date(2018, 6, 21),
        valid_to=date(2025, 6, 30),
        basis="61/2018/NĐ-CP; 107/2021/NĐ-CP; 01/2018/TT-VPCP",
        form_set=TT01_2018,
        unconfirmed=_OURS | {"acceptance_hours"},
    ),
    RuleSet(
        code="N118_2025",
        name="Cơ chế một cửa theo 118/2025/NĐ-CP",
        valid_from=date(2025, 7, 1),
        valid_to=date(2026, 8, 4),
        basis="118/2025/NĐ-CP; 367/2025/NĐ-CP; 03/2025/TT-VPCP",
        form_set=TT03_2025,
        unconfirmed=_OURS | _R3_R4_R8 | {"acceptance_hours"},
    ),
    RuleSet(
        code="N118_2026",
        name="Cơ chế một cửa theo 118/2025/NĐ-CP, sửa đổi bởi 309/2026/NĐ-CP",
        valid_from=date(2026, 8, 5),
        valid_to=None,
        basis="118/2025/NĐ-CP; 367/2025/NĐ-CP; 309/2026/NĐ-CP; 03/2025/TT-VPCP",
        form_set=TT03_2025,
        parameters=Parameters(competent_starts=True),
        unconfirmed=_OURS | _R3_R4_R8 | {"acceptance_hours"},
    ),
)
"""The three periods of the one-stop mechanism; before the first day the oldest is taken."""


def to_json(parameters: Parameters) -> dict[str, Any]:
    """Return the parameters as the row keeps them."""
    return {name: _plain(getattr(parameters, name)) for name in PARAMETERS}


def from_json(kept: Mapping[str, Any]) -> Parameters:
    """Return the parameters of a row; one that the release has gained since takes its default.

    Raises  ValueError for a value that cannot be meant.
    """
    return Parameters(**{name: _read(name, value) for name, value in kept.items() if name in PARAMETERS})


def flaws(changes: Mapping[str, str], parameters: Parameters) -> Iterator[tuple[str, str]]:
    """Yield (name, sentence) for each typed value that the parameter cannot take."""
    for name, text in changes.items():
        if name not in PARAMETERS:
            yield name, "Quy tắc này không có."
            continue
        try:
            _read(name, typed(name, text))
        except ValueError:
            yield name, _wanted(name, parameters)


def typed(name: str, text: str) -> Any:
    """Return what was typed for a parameter as its row would keep it; ValueError where it cannot be read."""
    kind = type(getattr(Parameters(), name))
    text = clean(text)
    if kind is bool:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    if kind is tuple:
        return [int(part) for part in text.replace(";", ",").split(",") if part.strip()]
    return int(text) if kind is int else text


def _read(name: str, value: Any) -> Any:
    kind, said = type(getattr(Parameters(), name)), PARAMETERS[name]
    if kind is time:
        return time.fromisoformat(value)
    if kind is bool:
        return bool(value)
    numbers = tuple(value) if kind is tuple else (value,)
    if not numbers or not all(isinstance(n, int) and said.least <= n <= said.most for n in numbers):
        raise ValueError(f"{name}: {value}")
    return tuple(sorted(numbers)) if kind is tuple else value


def _wanted(name: str, parameters: Parameters) -> str:
    said, kind = PARAMETERS[name], type(getattr(parameters, name))
    if kind is time:
        return "Ghi giờ dạng 15:00."
    if kind is bool:
        return "Chọn có hoặc không."
    return f"Ghi số từ {said.least} đến {said.most}{', cách nhau bằng dấu phẩy' if kind is tuple else ''}."


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return list(value) if isinstance(value, tuple) else value


assert set(PARAMETERS) == {field.name for field in fields(Parameters)}  # noqa: S101 - a table that forgets one is a bug
