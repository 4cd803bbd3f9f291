"""The hand-over slip: its number, what it must say, which lines are settled."""

from collections.abc import Iterator

from ..vocabulary import Carrier, LineState

UNSETTLED = frozenset({LineState.PACKED, LineState.ON_WAY, LineState.MISSING})
"""Lines of which nobody knows yet where the bag is."""

AWAITED = frozenset({LineState.ON_WAY, LineState.MISSING})
"""Lines that a scan settles."""

_LONGEST_NAME, _LONGEST_MARK = 200, 80


def slip_number(serial: int, year: int) -> str:
    """Return the number of a slip, e.g. ``12/PBG-2026``; it counts from 1 a sending agency and year."""
    return f"{serial}/PBG-{year}"


def flaws(carrier: Carrier, carried_by: str, bag: str) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for what a batch must not be sent without."""
    if not carried_by:
        yield (
            "carried_by",
            "Ghi số vận đơn của bưu chính." if carrier is Carrier.POST else "Ghi họ tên người mang hồ sơ đi.",
        )
    elif len(carried_by) > _LONGEST_NAME:
        yield "carried_by", f"Phần này dài quá {_LONGEST_NAME} chữ."
    if len(bag) > _LONGEST_MARK:
        yield "bag", f"Ký hiệu bì dài quá {_LONGEST_MARK} chữ."
