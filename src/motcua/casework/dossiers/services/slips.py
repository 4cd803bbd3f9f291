"""Hand a batch of bags to another agency: pack, send, and close once both sides know what became of each.

What arrives is scanned by `arrivals`. Both sides sign through their accounts: the sender by sending, the receiver by
closing. Local form; 61/2018/NĐ-CP, Điều 18 (papers go with the dossier, by the agency's people or the public post).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.queries import EntryView
from motcua.ground.outbox.rules import fingerprint
from motcua.people.agencies.queries import organisation as agencies

from .. import policies
from ..errors import NotInBag
from ..events import BagsMissed, SlipClosed, SlipSent
from ..models import PaperSet, Slip, SlipLine
from ..queries import twin as queries
from ..rules import barcodes, handover
from ..vocabulary import Carrier, LineState, MoveCause, SlipState, Whereabouts
from . import _bags, _scans
from ._bags import To

_MOST_BAGS = 200
_NEXT = """
INSERT INTO dossiers_slipregister AS r (agency_id, year, last_serial) VALUES (%s::bigint, %s::int, 1)
ON CONFLICT (agency_id, year) DO UPDATE SET last_serial = r.last_serial + 1
RETURNING last_serial
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """How a batch goes: who carries it, or the waybill; the mark of the outer bag if there is one."""

    carrier: Carrier
    carried_by: str
    bag: str = ""


@transaction.atomic
def pack(receiver_id: int, scanned: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Put bags into the slip that the actor is packing for an agency, a new one if there is none; return its id.

    Safe to repeat: what is in the slip already stays there.
    Raises  NotAllowed · Invalid for one's own agency or an unknown one · NotInBag for a bag that is not here
    """
    sender_id, staff_id = policies.may_carry(by, on=at)
    known = {agency.id for agency in agencies.agencies(on=at.date())}
    if receiver_id == sender_id or receiver_id not in known:
        raise Invalid("Chọn cơ quan nhận khác cơ quan mình.", fields={"receiver": "Chọn lại cơ quan nhận."})
    drafts = Slip.objects.select_for_update(no_key=True).filter(
        sender_id=sender_id, receiver_id=receiver_id, state=SlipState.DRAFT, packed_by_id=staff_id
    )
    slip = drafts.order_by("id").first() or Slip.objects.create(
        sender_id=sender_id, receiver_id=receiver_id, packed_at=at, packed_by_id=staff_id
    )
    for one in scanned:
        _put(slip, one, sender_id, anyway=True)
    return slip.pk


@transaction.atomic
def pack_scanned(scanned: str, *, by: Actor, at: datetime) -> tuple[int, str]:
    """Put a bag into the slip for the agency that waits for it; return the slip's id and the bag's number.

    Raises  NotAllowed · NotInBag, also where no other agency waits for it
    """
    sender_id, _ = policies.may_carry(by, on=at)
    found = _scans.find(scanned, lambda bag: _bags.is_at(bag, sender_id))
    wanted = queries.of_tokens([found.token])[found.token].wanted
    if not _bags.is_at(found, sender_id):
        raise NotInBag(_elsewhere(found), code="not_here")
    if wanted is None or wanted[1] in (None, sender_id):
        raise NotInBag(
            "Không cơ quan nào khác đang chờ bộ giấy này. Muốn gửi đi thì chọn cơ quan nhận rồi quét vào phiếu.",
            code="nobody_waits",
        )
    return pack(wanted[1] or 0, [found.token], by=by, at=at), found.token


@transaction.atomic
def add(slip_id: int, scanned: str, *, by: Actor, at: datetime, anyway: bool = False) -> str:
    """Put one more bag into a slip that is being packed; return its number. Safe to repeat.

    anyway  although the dossier is at a step of another agency than the slip goes to
    Raises  NotAllowed · NotFound · NotInBag (code ``wrong_way`` where it belongs elsewhere)
    """
    slip = _draft(slip_id, by, at)
    return _put(slip, scanned, slip.sender_id, anyway=anyway)


@transaction.atomic
def take_out(slip_id: int, token: str, *, by: Actor, at: datetime) -> None:
    """Take a bag out of a slip that is being packed. Safe to repeat."""
    slip = _draft(slip_id, by, at)
    SlipLine.objects.filter(slip=slip, paper_set_id=token, state=LineState.PACKED).delete()


@transaction.atomic
def discard(slip_id: int, *, by: Actor, at: datetime) -> None:
    """Drop a slip that was never sent: it has no number, and its bags lie where they lay."""
    slip = _draft(slip_id, by, at)
    SlipLine.objects.filter(slip=slip).delete()
    slip.delete()


def send(slip_id: int, dispatch: Dispatch, *, by: Actor, at: datetime, key: str = "") -> str:
    """Send the batch: it gets its number of the year, its bags are on their way; return the number.

    Raises  NotAllowed · NotFound · Invalid naming every fault · Refusal once it is sent
    """
    tidy = Dispatch(carrier=dispatch.carrier, carried_by=clean(dispatch.carried_by), bag=clean(dispatch.bag))
    asked = fingerprint("send", slip_id, tidy)

    def act() -> str:
        slip = _draft(slip_id, by, at)
        lines = list(SlipLine.objects.filter(slip=slip).order_by("order"))
        bags = _bags.locked([line.paper_set_id for line in lines])
        _refuse_flaws(tidy, [bag for bag in bags.values() if not _bags.is_at(bag, slip.sender_id)], len(lines))
        slip.state, slip.sent_at, slip.sent_by_id, slip.sent_post_id = SlipState.SENT, at, by.staff_id, by.post_id
        slip.carrier, slip.carried_by, slip.bag = tidy.carrier, tidy.carried_by, tidy.bag
        slip.year = local(at).year
        slip.serial = _next_serial(slip.sender_id, slip.year)
        slip.save()
        SlipLine.objects.filter(slip=slip).update(state=LineState.ON_WAY)
        to = To(cause=MoveCause.SENT, place=Whereabouts.TRANSIT, slip_id=slip.pk)
        _bags.move(list(bags.values()), to, staff_id=by.staff_id, at=at)
        event = SlipSent(
            subject=f"slip:{slip.pk}",
            number=number_of(slip),
            sender_id=slip.sender_id,
            receiver_id=slip.receiver_id,
            carrier=slip.carrier,
            bags=[line.paper_set_id for line in lines],
        )
        outbox.publish(event, by=by, at=at, key=key, request=asked)
        return event.number

    return outbox.once(act, _number_again, by=by, key=key, request=asked)


def miss(slip_id: int, tokens: Sequence[str], *, by: Actor, at: datetime, key: str = "") -> tuple[str, ...]:
    """Say as the receiver that bags the slip names are not there; the sender is asked. Return their numbers.

    Raises  NotAllowed · NotFound · Refusal where none of them is awaited
    """
    asked = fingerprint("miss", slip_id, sorted(tokens))

    def act() -> tuple[str, ...]:
        slip = _open_slip(slip_id, by, at, receiving=True)
        lines = SlipLine.objects.select_for_update(no_key=True).filter(
            slip=slip, paper_set_id__in=tokens, state=LineState.ON_WAY
        )
        missed = tuple(lines.order_by("order").values_list("paper_set_id", flat=True))
        if not missed:
            raise Refusal("Các bộ này đã được nhận hoặc đã báo thiếu. Tải lại phiếu để xem.", code="not_awaited")
        SlipLine.objects.filter(slip=slip, paper_set_id__in=missed).update(state=LineState.MISSING)
        event = BagsMissed(subject=f"slip:{slip.pk}", number=number_of(slip), bags=list(missed))
        outbox.publish(event, by=by, at=at, key=key, request=asked)
        return missed

    return outbox.once(act, lambda entry: tuple(entry.payload["bags"]), by=by, key=key, request=asked)


def close(slip_id: int, *, by: Actor, at: datetime, key: str = "") -> int:
    """Sign as the receiver; return how many lines did not simply arrive.

    Raises  NotAllowed · NotFound · Refusal while a line is not settled, naming how many
    """
    asked = fingerprint("close", slip_id)

    def act() -> int:
        slip = _open_slip(slip_id, by, at, receiving=True)
        states = [LineState(state) for state in SlipLine.objects.filter(slip=slip).values_list("state", flat=True)]
        if left := sum(state in handover.UNSETTLED for state in states):
            raise Refusal(
                f"Còn {left} bộ chưa rõ. Quét từng bộ đã nhận; bộ không thấy thì báo thiếu và chờ nơi gửi trả lời.",
                code="slip_unsettled",
            )
        slip.state, slip.closed_at = SlipState.CLOSED, at
        slip.closed_by_id, slip.closed_post_id = by.staff_id, by.post_id
        slip.save(update_fields=["state", "closed_at", "closed_by", "closed_post"])
        differences = sum(state is not LineState.ARRIVED for state in states)
        event = SlipClosed(
            subject=f"slip:{slip.pk}", number=number_of(slip), lines=len(states), differences=differences
        )
        outbox.publish(event, by=by, at=at, key=key, request=asked)
        return differences

    return outbox.once(act, lambda entry: int(entry.payload["differences"]), by=by, key=key, request=asked)


def number_of(slip: Slip) -> str:
    """Return the number of a slip that was sent, e.g. ``12/PBG-2026``."""
    return handover.slip_number(slip.serial or 0, slip.year or 0)


def _number_again(entry: EntryView) -> str:
    return str(entry.payload["number"])


def _draft(slip_id: int, by: Actor, at: datetime) -> Slip:
    agency_id, _ = policies.may_carry(by, on=at)
    slip = Slip.objects.select_for_update(no_key=True).filter(pk=slip_id).first()
    if slip is None:
        raise NotFound("Phiếu này không còn. Lập phiếu mới từ danh sách cần giao.")
    if slip.sender_id != agency_id:
        raise NotAllowed("Phiếu này của cơ quan khác.")
    if slip.state != SlipState.DRAFT:
        raise Refusal(f"Phiếu {number_of(slip)} đã gửi, không sửa được nữa.", code="slip_sent")
    return slip


def _open_slip(slip_id: int, by: Actor, at: datetime, *, receiving: bool) -> Slip:
    agency_id, _ = policies.may_carry(by, on=at)
    slip = Slip.objects.select_for_update(no_key=True).exclude(state=SlipState.DRAFT).filter(pk=slip_id).first()
    if slip is None:
        raise NotFound("Không có phiếu bàn giao này.")
    if agency_id != (slip.receiver_id if receiving else slip.sender_id):
        raise NotAllowed("Việc này do cơ quan nhận làm." if receiving else "Việc này do cơ quan gửi làm.")
    if slip.state == SlipState.CLOSED:
        raise Refusal(f"Phiếu {number_of(slip)} đã ký nhận xong.", code="slip_closed")
    return slip


def _put(slip: Slip, scanned: str, sender_id: int, *, anyway: bool) -> str:
    found = _scans.find(scanned, lambda bag: _bags.is_at(bag, sender_id))
    bag = _bags.locked([found.token])[found.token]
    packed = SlipLine.objects.filter(paper_set=bag, state=LineState.PACKED).first()
    if packed is not None:
        if packed.slip_id == slip.pk:
            return bag.token
        raise NotInBag("Bộ này đang xếp trong một phiếu khác. Lấy ra khỏi phiếu đó trước.", code="packed")
    if not _bags.is_at(bag, sender_id):
        raise NotInBag(_elsewhere(bag), code="not_here")
    order = SlipLine.objects.filter(slip=slip).count()
    if order >= _MOST_BAGS:
        raise NotInBag(f"Phiếu đã đủ {_MOST_BAGS} bộ. Gửi phiếu này rồi lập phiếu khác.", code="slip_full")
    half = queries.of_tokens([bag.token])[bag.token]
    if not anyway and half.wanted not in (None, (Whereabouts.AGENCY, slip.receiver_id)):
        raise NotInBag("Hồ sơ này không ở bước của cơ quan nhận. Bỏ ra, hoặc bấm “Vẫn xếp”.", code="wrong_way")
    SlipLine.objects.create(slip=slip, paper_set=bag, order=order)
    return bag.token


def _elsewhere(bag: PaperSet) -> str:
    place = "ở cơ quan khác" if bag.place == Whereabouts.AGENCY else Whereabouts(bag.place).label.lower()
    return f"Theo sổ, bộ này {place}. Nếu đang cầm trên tay, quét ở trang Nhận trước rồi xếp vào phiếu."


def _refuse_flaws(dispatch: Dispatch, elsewhere: Sequence[PaperSet], count: int) -> None:
    wrong = dict(handover.flaws(dispatch.carrier, dispatch.carried_by, dispatch.bag))
    if not count:
        wrong["scan"] = "Phiếu chưa có bộ nào. Quét ít nhất một bộ."
    if elsewhere:
        numbers = ", ".join(barcodes.spaced(bag.token) for bag in elsewhere)
        wrong["scan"] = f"Không còn ở đây theo sổ: {numbers}. Lấy ra khỏi phiếu."
    if wrong:
        raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)


def _next_serial(agency_id: int, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, year])
        (serial,) = cursor.fetchone()
        return int(serial)
