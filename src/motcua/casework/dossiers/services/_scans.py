"""From what was scanned to the bag that is meant."""

from collections.abc import Callable
from dataclasses import dataclass

from motcua.ground.outbox.queries import EntryView

from ..errors import NotInBag
from ..models import PaperSet
from ..queries import search
from ..rules import barcodes
from ..vocabulary import LineState, MoveCause

_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a scan did: to which bag, of which dossier, and to which line of which slip."""

    token: str
    code: str
    cause: MoveCause
    slip_id: int | None = None
    line: LineState | None = None


def replay(entry: EntryView) -> Moved:
    """Return what the scan of this entry answered the first time."""
    said = entry.payload
    return Moved(
        token=entry.subject.removeprefix("bag:"),
        code=said["code"],
        cause=MoveCause(said["cause"]),
        slip_id=said.get("slip_id"),
        line=LineState(said["line"]) if said.get("line") else None,
    )


def find(scanned: str, fits: Callable[[PaperSet], bool]) -> PaperSet:
    """Return the bag, not locked; of the bags of a dossier whose code was scanned the one that fits.

    Raises  NotInBag where there is none, or several fit.
    """
    said = barcodes.read(scanned[:_LONGEST])
    if said.misread:
        raise NotInBag("Mã này đọc sai một chữ số. Quét lại, hoặc gõ lại từng số in dưới mã vạch.", code="misread")
    if said.slip:
        raise NotInBag("Đây là mã của phiếu bàn giao. Quét mã trên bì hồ sơ.")
    if not (said.token or said.code):
        raise NotInBag("Quét mã trên bì hồ sơ, hoặc gõ mã hồ sơ.")
    if said.token:
        if (found := PaperSet.objects.filter(token=said.token).first()) is None:
            raise NotInBag(f"Không có bộ giấy {barcodes.spaced(said.token)}. Xem lại mã trên bì.")
        return found
    return _of_code(said.code, fits)


def _of_code(code: str, fits: Callable[[PaperSet], bool]) -> PaperSet:
    rows = PaperSet.objects.order_by("kind", "part")
    rows = rows.filter(dossier__code__endswith=f"-{code}") if search.is_short(code) else rows.filter(dossier__code=code)
    bags = list(rows[:50])
    fitting = [bag for bag in bags if fits(bag)]
    if len(fitting) == 1 or len(bags) == 1:
        return (fitting or bags)[0]
    if not bags:
        raise NotInBag(f"Không có bộ giấy nào của hồ sơ {code}. Xem lại mã; hồ sơ nộp trực tuyến không có giấy.")
    said = ", ".join(barcodes.spaced(bag.token) for bag in fitting or bags)
    raise NotInBag(f"Hồ sơ {code} có nhiều bộ giấy: {said}. Quét mã trên bì.", code="several")
