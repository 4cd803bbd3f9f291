"""Why a risk is what it is, in words a clerk would use: about the dossier, the step and the agency, never a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..vocabulary import Feature
from .features import FEATURES, Told


@dataclass(frozen=True, slots=True)
class Reason:
    """What raised a risk. ``adds``: to the log-odds; ``says``: the numbers of its sentence."""

    feature: Feature
    adds: float
    says: tuple[float, ...]


_SENTENCES = {
    Feature.LEFT: "còn {} ngày làm việc",
    Feature.USED: "đã dùng {} % thời hạn",
    Feature.NEED: "còn {} ngày làm việc, phần việc còn lại thường mất {} ngày",
    Feature.STUCK: "ở bước này đã {} ngày làm việc, thường lệ {} ngày",
    Feature.PROCEDURE: "thủ tục này trước đây trễ {} %",
    Feature.AGENCY: "hồ sơ qua nơi đang giữ trước đây trễ {} %",
    Feature.LATELY: "nơi đang giữ dạo này trễ {} %, trước đây {} %",
    Feature.LOAD: "việc đang chờ ở nơi giữ bằng {} ngày làm",
    Feature.STEPS: "sau bước này còn {} bước",
    Feature.UNTAKEN: "bước này chưa ai nhận",
    Feature.WAITS: "đã tạm dừng {} lần",
    Feature.SUPPLEMENTS: "đã yêu cầu bổ sung {} lần",
    Feature.ONLINE: "hồ sơ nộp trực tuyến hay trễ hơn",
    Feature.POSTAL: "hồ sơ nộp qua bưu chính hay trễ hơn",
    Feature.MONTH_END: "đang cuối tháng",
    Feature.YEAR_END: "hẹn trả vào dịp cuối năm, Tết",
    Feature.FRIDAY: "tính vào sáng thứ Sáu",
}


def _nothing(_: Told) -> tuple[float, ...]:
    return ()


def _of(feature: Feature, times: float = 1) -> Callable[[Told], tuple[float, ...]]:
    place = FEATURES.index(feature)
    return lambda told: (times * told.numbers[place],)


_SAYS: Mapping[Feature, Callable[[Told], tuple[float, ...]]] = {
    Feature.LEFT: lambda told: (told.days_left,),
    Feature.USED: _of(Feature.USED, 100),
    Feature.NEED: lambda told: (told.days_left, told.need_days),
    Feature.STUCK: lambda told: (told.in_step_days, told.step_days),
    Feature.PROCEDURE: lambda told: (100 * told.procedure_rate,),
    Feature.AGENCY: lambda told: (100 * told.agency_rate,),
    Feature.LATELY: lambda told: (100 * told.lately_rate, 100 * told.agency_rate),
    Feature.LOAD: lambda told: (told.queue_days,),
    Feature.STEPS: _of(Feature.STEPS),
    Feature.WAITS: _of(Feature.WAITS),
    Feature.SUPPLEMENTS: _of(Feature.SUPPLEMENTS),
}


def reason(feature: Feature, adds: float, told: Told) -> Reason:
    """Return a reason with the numbers that are true of this morning."""
    return Reason(feature, round(adds, 3), tuple(round(number, 2) for number in _SAYS.get(feature, _nothing)(told)))


def sentence(feature: Feature, says: Sequence[float]) -> str:
    """Return a reason in Vietnamese, e.g. “ở bước này đã 3 ngày làm việc, thường lệ 1,5 ngày”."""
    return _SENTENCES[feature].format(*(_written(number) for number in says))


def _written(number: float) -> str:
    """Return a number as people say it: one decimal below ten, none above."""
    said = f"{number:.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")
    return said.replace(".", ",")
