"""Hand-over slips as the desk shows and prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import NotFound
from motcua.people.agencies import policies as seats
from motcua.people.agencies.queries import organisation as agencies

from ..models import Paper, Slip, SlipLine
from ..rules import barcodes, handover
from ..rules.forms.control import Side
from ..rules.forms.handover import BatchLine, HandoverData
from ..rules.forms.house import Agency
from ..rules.forms.words import place_of
from ..vocabulary import Carrier, LineState, Permission, SlipState
from . import _lists

PAGE = 50
_LINES = """
SELECT l.paper_set_id AS token, l.state, l.note, l.settled_at, coalesce(st.name, '') AS settled_by,
       coalesce(g.short_name, '') AS found_at, s.kind, d.id AS dossier_id, d.code, d.applicant,
       v.name AS procedure_name, coalesce(i.agency_id, 0) AS item_agency_id, coalesce(w.short_name, '') AS item_agency
FROM dossiers_slipline l
JOIN dossiers_paperset s ON s.token = l.paper_set_id
JOIN dossiers_dossier d ON d.id = s.dossier_id
JOIN procedures_version v ON v.id = d.version_id
LEFT JOIN workflow_workitem i ON i.instance_id = d.instance_id AND i.state IN ('open', 'waiting')
LEFT JOIN agencies_agency w ON w.id = i.agency_id
LEFT JOIN agencies_agency g ON g.id = l.found_at_id
LEFT JOIN agencies_staff st ON st.id = l.settled_by_id
WHERE l.slip_id = %(slip)s::bigint
ORDER BY l.order, l.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A bag on a slip. ``item_agency``: who works on the dossier now; counts: originals, copies, photocopies."""

    token: str
    state: LineState
    note: str
    settled_at: datetime | None
    settled_by: str
    found_at: str
    kind: str
    dossier_id: int
    code: str
    applicant: str
    procedure_name: str
    item_agency_id: int
    item_agency: str
    counts: tuple[int, int, int] = (0, 0, 0)

    @property
    def spaced(self) -> str:
        """Return the number as people read it."""
        return barcodes.spaced(self.token)

    @property
    def is_awaited(self) -> bool:
        """Tell whether it is still on its way, found missing or not."""
        return self.state in handover.AWAITED

    @property
    def differs(self) -> bool:
        """Tell whether it did not simply arrive."""
        return self.state not in (LineState.PACKED, LineState.ON_WAY, LineState.ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipView:
    """A slip; ``total``, ``left``, ``missing``: bags on it, not settled, looked for."""

    id: int
    number: str
    token: str
    state: SlipState
    sender_id: int
    sender: str
    receiver_id: int
    receiver: str
    carrier: Carrier
    carried_by: str
    bag: str
    packed_by_id: int
    packed_by: str
    sent_at: datetime | None
    sent_by: str
    sent_post: str
    closed_at: datetime | None
    closed_by: str
    closed_post: str
    total: int
    left: int
    missing: int


def slip(slip_id: int, *, by: Actor, at: datetime) -> SlipView | None:
    """Return a slip that concerns the actor's agency; None where there is none, or it is not his to see."""
    rows = Slip.objects.filter(pk=slip_id)
    if Permission.VIEW_ALL not in seats.permissions_of(by, on=at):
        rows = rows.filter(Q(sender_id=by.agency_id) | (Q(receiver_id=by.agency_id) & ~Q(state=SlipState.DRAFT)))
    return next(iter(_views(rows)), None)


def slip_id(scanned: str) -> int | None:
    """Return the id in a scanned or typed number of a slip; None where it is something else."""
    found = barcodes.read(scanned).slip
    return int(found[1:-2]) if found else None


def lines(slip_id: int) -> tuple[LineView, ...]:
    """Return the bags of a slip in the order in which they were packed, with what is in each."""
    rows = _lists.rows(_LINES, {"slip": slip_id})
    counts = _counts([row["dossier_id"] for row in rows if row["kind"] == "papers"])
    return tuple(_line(row, counts) for row in rows)


def form(slip_id: int) -> HandoverData:
    """Return what the printed slip says (local form “phiếu bàn giao hồ sơ”): one line a dossier, its bags together.

    Raises  NotFound for a slip that was not sent: it has no number yet
    """
    row = next(iter(_views(Slip.objects.filter(pk=slip_id).exclude(state=SlipState.DRAFT))), None)
    if row is None or row.sent_at is None:
        raise NotFound("Phiếu chưa gửi thì chưa có số. Gửi phiếu rồi in.")
    agency = agencies.agency(row.sender_id)
    bags = lines(slip_id)
    by_code: dict[str, list[LineView]] = {}
    for line in bags:
        if line.state is not LineState.SURPLUS:
            by_code.setdefault(line.code, []).append(line)
    return HandoverData(
        agency=Agency(
            name=agency.name,
            parent=agency.parent_name,
            place=place_of(agency.name),
            address=agency.address,
            phone=agency.phone,
        ),
        number=row.number,
        giver=Side(agency=row.sender, person=row.sent_by),
        receiver=Side(agency=row.receiver, person=row.closed_by),
        issued_at=local(row.sent_at),
        sent_at=local(row.sent_at),
        received_at=local(row.closed_at) if row.closed_at else None,
        carrier=f"{row.carrier.label}: {row.carried_by}",
        lines=tuple(_batched(together) for together in by_code.values()),
        extra=tuple(line.code for line in bags if line.state is LineState.SURPLUS),
        remark=f"Bì ngoài: {row.bag}" if row.bag else "",
    )


def drafts(agency_id: int) -> tuple[SlipView, ...]:
    """Return the slips that are being packed at an agency, the newest first."""
    return _views(Slip.objects.filter(sender_id=agency_id, state=SlipState.DRAFT))


def outgoing(agency_id: int, *, before: int | None = None, state: SlipState = SlipState.SENT) -> tuple[SlipView, ...]:
    """Return the slips an agency has sent, the newest first, a page more than one shows."""
    return _views(Slip.objects.filter(sender_id=agency_id, state=state), before)


def incoming(agency_id: int, *, before: int | None = None, state: SlipState = SlipState.SENT) -> tuple[SlipView, ...]:
    """Return the slips on their way to an agency, or closed by it, the newest first, a page more than one shows."""
    return _views(Slip.objects.filter(receiver_id=agency_id, state=state), before)


def counts(agency_id: int) -> tuple[int, int]:
    """Return how many slips of an agency are on their way from it, and to it."""
    rows = Slip.objects.filter(state=SlipState.SENT)
    found = rows.aggregate(
        out=Count("id", filter=Q(sender_id=agency_id)), into=Count("id", filter=Q(receiver_id=agency_id))
    )
    return found["out"], found["into"]


def _views(rows: QuerySet[Slip], before: int | None = None) -> tuple[SlipView, ...]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    people = rows.select_related("sender", "receiver", "packed_by", "sent_by", "sent_post", "closed_by", "closed_post")
    found = list(people.order_by("-id")[: PAGE + 1])
    states: dict[int, dict[str, int]] = {row.pk: {} for row in found}
    grouped = SlipLine.objects.filter(slip__in=states).values_list("slip_id", "state").annotate(bags=Count("id"))
    for slip, state, bags in grouped:
        states[slip][state] = bags
    return tuple(_view(row, states[row.pk]) for row in found)


def _view(row: Slip, states: Mapping[str, int]) -> SlipView:
    return SlipView(
        id=row.pk,
        number=handover.slip_number(row.serial, row.year) if row.serial and row.year else "",
        token=barcodes.slip_token(row.pk),
        state=SlipState(row.state),
        sender_id=row.sender_id,
        sender=row.sender.short_name,
        receiver_id=row.receiver_id,
        receiver=row.receiver.short_name,
        carrier=Carrier(row.carrier),
        carried_by=row.carried_by,
        bag=row.bag,
        packed_by_id=row.packed_by_id,
        packed_by=row.packed_by.name,
        sent_at=row.sent_at,
        sent_by=row.sent_by.name if row.sent_by else "",
        sent_post=row.sent_post.title if row.sent_post else "",
        closed_at=row.closed_at,
        closed_by=row.closed_by.name if row.closed_by else "",
        closed_post=row.closed_post.title if row.closed_post else "",
        total=sum(states.values()),
        left=sum(bags for state, bags in states.items() if state in handover.UNSETTLED),
        missing=states.get(LineState.MISSING, 0),
    )


def _counts(dossier_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    found: dict[int, tuple[int, int, int]] = {}
    kept = Paper.objects.filter(dossier_id__in=dossier_ids, shown_only=False)
    for dossier_id, *three in kept.values_list("dossier_id", "originals", "copies", "photocopies"):
        before = found.get(dossier_id, (0, 0, 0))
        found[dossier_id] = (before[0] + three[0], before[1] + three[1], before[2] + three[2])
    return found


def _batched(together: Sequence[LineView]) -> BatchLine:
    """Return the bags of one dossier as one line of the printed slip."""
    first, unclear = together[0], any(line.state is LineState.ON_WAY for line in together)
    came = all(line.state in (LineState.ARRIVED, LineState.DAMAGED) for line in together)
    told = [
        f"{line.spaced}: {line.state.label.lower()}{f', {line.note}' if line.note else ''}"
        for line in together
        if line.differs
    ]
    return BatchLine(
        code=first.code,
        procedure_name=first.procedure_name,
        owner=first.applicant,
        sets=len(together),
        papers=sum(sum(line.counts) for line in together) or len(together),
        arrived=None if unclear else came,
        difference="; ".join(told),
    )


def _line(row: dict[str, Any], counts: dict[int, tuple[int, int, int]]) -> LineView:
    held = counts.get(row["dossier_id"], (0, 0, 0)) if row["kind"] == "papers" else (0, 0, 0)
    return LineView(**row | {"state": LineState(row["state"]), "counts": held})
