"""What is scanned where it is: awaited, gone astray, surplus, still at the sender's, found again; or written off."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.rules import fingerprint

from .. import policies
from ..errors import NotInBag
from ..events import PaperMoved
from ..models import Dossier, PaperSet, Slip, SlipLine
from ..rules import handover
from ..vocabulary import LineState, MoveCause, Permission, SlipState, Whereabouts
from . import _bags, _scans, divergences
from ._bags import To
from ._scans import Moved

_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What it means that a bag is here: why it moves, and what becomes of the line that named it."""

    cause: MoveCause
    line: LineState | None = None


def arrive(
    scanned: str, *, by: Actor, at: datetime, slip_id: int | None = None, damage: str = "", key: str = ""
) -> Moved:
    """Say that a bag is here, in the actor's hands; whatever the book said before, it lies at his agency from now on.

    slip_id  of the slip that is being received: what it does not name is noted on it as surplus
    damage   what is wrong with the bag, if anything
    Raises   NotAllowed · NotInBag where the book says so already, or the scan means no bag · Invalid
    """
    damage = clean(damage)
    if len(damage) > _LONGEST:
        raise Invalid("Mô tả hư hỏng dài quá 300 chữ.", fields={"damage": "Rút gọn còn 300 chữ."})
    asked = fingerprint("arrive", scanned, slip_id, damage)

    def act() -> Moved:
        here, _ = policies.may_carry(by, on=at)
        found = _scans.find(scanned, lambda bag: _is_awaited(bag, here))
        bag = _bags.locked([found.token])[found.token]
        line = _open_line(bag)
        finding = _meaning(bag, line, here, damaged=bool(damage))
        if line is not None:
            _settle(line, finding, here, damage, by=by, at=at)
        if slip_id is not None and (line is None or line.slip_id != slip_id):
            _note_surplus(slip_id, bag, here, by=by, at=at)
        to = To(cause=finding.cause, place=Whereabouts.AGENCY, agency_id=here, post_id=by.post_id)
        return _moved(bag, to, line, finding.line, by=by, at=at, key=key, asked=asked)

    return outbox.once(act, _scans.replay, by=by, key=key, request=asked)


def lose(slip_id: int, token: str, reason: str, *, by: Actor, at: datetime, key: str = "") -> Moved:
    """Write a bag off as lost, as a head of the sender, saying what was done to find it; a later scan finds it again.

    Raises  NotAllowed · Invalid without a reason · Refusal where it is not awaited any more
    """
    reason = clean(reason)
    if not reason or len(reason) > _LONGEST:
        sentence = "Ghi đã tìm ở đâu, ai xác nhận, không quá 300 chữ."
        raise Invalid(sentence, fields={"reason": sentence})
    asked = fingerprint("lose", slip_id, token, reason)

    def act() -> Moved:
        agency_id, _ = policies.may_carry(by, on=at)
        bag = _bags.locked([token]).get(token)
        line = _open_line(bag) if bag else None
        if bag is None or line is None or line.slip_id != slip_id or line.state not in handover.AWAITED:
            raise Refusal("Bộ này không còn chờ trên phiếu. Tải lại phiếu để xem.", code="not_awaited")
        if line.slip.sender_id != agency_id:
            raise NotAllowed("Việc này do cơ quan gửi làm.")
        policies.require(by, Permission.APPROVE, agency_id=agency_id, on=at)
        finding = _Finding(cause=MoveCause.LOST, line=LineState.LOST)
        _settle(line, finding, agency_id, reason, by=by, at=at)
        to = To(cause=MoveCause.LOST, place=Whereabouts.LOST)
        return _moved(bag, to, line, finding.line, by=by, at=at, key=key, asked=asked)

    return outbox.once(act, _scans.replay, by=by, key=key, request=asked)


def _meaning(bag: PaperSet, line: SlipLine | None, here: int, *, damaged: bool) -> _Finding:
    """Return what it means that the bag is here. Raises NotInBag where the book says so already."""
    if line is not None and line.state == LineState.PACKED:
        if line.slip.sender_id == here:
            raise NotInBag("Bộ này đang xếp trong phiếu gửi đi của cơ quan mình.", code="packed")
        return _Finding(cause=MoveCause.SURPLUS)
    if line is not None:
        if line.slip.receiver_id == here:
            return _Finding(cause=MoveCause.ARRIVED, line=LineState.DAMAGED if damaged else LineState.ARRIVED)
        if line.slip.sender_id == here:
            return _Finding(cause=MoveCause.KEPT, line=LineState.KEPT)
        return _Finding(cause=MoveCause.ASTRAY, line=LineState.ASTRAY)
    if _bags.is_at(bag, here):
        raise NotInBag("Bộ này đã ở đây theo sổ.", code="already_here")
    if bag.place == Whereabouts.APPLICANT:
        raise NotInBag("Theo sổ, bộ này ở người nộp. Ghi ở “Nhận giấy của người nộp”.", code="with_applicant")
    return _Finding(cause=MoveCause.FOUND if bag.place == Whereabouts.LOST else MoveCause.SURPLUS)


def _settle(line: SlipLine, finding: _Finding, here: int, note: str, *, by: Actor, at: datetime) -> None:
    """Say what became of a line; one that was never sent goes, since the bag left without it."""
    if finding.line is None:
        line.delete()
        return
    line.state, line.note, line.settled_at, line.settled_by_id = finding.line, note, at, by.staff_id
    line.found_at_id = here if finding.line is LineState.ASTRAY else None
    line.save(update_fields=["state", "note", "settled_at", "settled_by", "found_at"])


def _note_surplus(slip_id: int, bag: PaperSet, here: int, *, by: Actor, at: datetime) -> None:
    slip = Slip.objects.select_for_update(no_key=True).filter(pk=slip_id, state=SlipState.SENT).first()
    if slip is None or slip.receiver_id != here:
        raise Refusal("Phiếu này không chờ nhận ở đây.", code="slip_closed")
    last = SlipLine.objects.filter(slip=slip).aggregate(last=Max("order"))["last"] or 0
    SlipLine.objects.get_or_create(
        slip=slip,
        paper_set=bag,
        defaults={"order": last + 1, "state": LineState.SURPLUS, "settled_at": at, "settled_by_id": by.staff_id},
    )


def _open_line(bag: PaperSet) -> SlipLine | None:
    lines = SlipLine.objects.select_for_update(of=("self",), no_key=True).select_related("slip")
    return lines.filter(paper_set=bag, state__in=handover.UNSETTLED).first()


def _is_awaited(bag: PaperSet, here: int) -> bool:
    """Tell whether of several bags of a dossier this is the one that somebody here would scan."""
    lines = SlipLine.objects.filter(paper_set=bag, state__in=handover.AWAITED)
    return lines.filter(slip__receiver_id=here).exists() or lines.filter(slip__sender_id=here).exists()


def _moved(
    bag: PaperSet,
    to: To,
    line: SlipLine | None,
    state: LineState | None,
    *,
    by: Actor,
    at: datetime,
    key: str,
    asked: str,
) -> Moved:
    _bags.move([bag], to, staff_id=by.staff_id, at=at)
    code = Dossier.objects.values_list("code", flat=True).get(pk=bag.dossier_id)
    slip_id = line.slip_id if line is not None and state is not None else None
    event = PaperMoved(
        subject=f"bag:{bag.token}",
        code=code,
        cause=to.cause,
        place=to.place,
        agency_id=to.agency_id,
        slip_id=slip_id,
        line=state or "",
    )
    divergences.settle([bag.token], at=at)  # before the event: the watch takes the two locks in this order
    outbox.publish(event, by=by, at=at, key=key, request=asked)
    return Moved(token=bag.token, code=code, cause=to.cause, slip_id=slip_id, line=state)
