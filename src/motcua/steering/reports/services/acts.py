"""Check, sign, send a report; freeze or return it where it was sent to."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean

from .. import policies
from ..errors import DoesNotAddUp
from ..events import ReportChecked, ReportFrozen, ReportReturned, ReportSent, ReportSigned
from ..models import Report
from ..queries import kept, people
from ..rules import forms, lifecycle, tables
from ..vocabulary import Act, Permission, State
from . import _deed
from .preparing import require_sums, sealed


def check(report_id: int, *, seen: str, by: Actor, at: datetime, key: str = "") -> int:
    """Say that a report was checked: by another than who prepared it, and everything in it adds up.

    seen    digest of what the actor saw
    Raises  NotAllowed · ActNotAllowed · FourEyes · DoesNotAddUp · Stale · Invalid where nothing was seen
    """
    doing = _deed.deed("check", report_id, seen, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked_as_seen(report_id, seen)
        policies.require(by, Permission.CHECK, row.agency_id, at=at)
        row.state = lifecycle.advance(State(row.state), Act.CHECK)
        _alone(row, by, at)
        _require_whole(row)
        row.checked_by_id, row.checked_at = by.staff_id, at
        row.save(update_fields=["state", "checked_by", "checked_at"])
        doing.publish(ReportChecked(subject=f"report:{row.pk}", digest=row.digest))
        return row.pk

    return doing.once(act)


def sign(report_id: int, *, seen: str, by: Actor, at: datetime, key: str = "") -> int:
    """Sign a checked report as head of the unit; from now on it never changes.

    The signature is the act in the journal, which seals the digest; a digital signature on the file is another thing.

    seen    digest of what the actor saw
    Raises  NotAllowed · ActNotAllowed · FourEyes · DoesNotAddUp · Stale · Invalid where nothing was seen
    """
    doing = _deed.deed("sign", report_id, seen, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked_as_seen(report_id, seen)
        policies.require(by, Permission.SIGN, row.agency_id, at=at)
        row.state = lifecycle.advance(State(row.state), Act.SIGN)
        row.alone = _alone(row, by, at)
        _require_whole(row)
        row.signed_by_id, row.signed_at, row.signed_title = by.staff_id, at, by.label
        row.save(update_fields=["state", "alone", "signed_by", "signed_at", "signed_title"])
        doing.publish(ReportSigned(subject=f"report:{row.pk}", digest=row.digest, alone=row.alone))
        return row.pk

    return doing.once(act)


def send(report_id: int, recipient: str = "", *, by: Actor, at: datetime, key: str = "") -> int:
    """Send a signed report: to the unit above, or, from the top, to whom it is written.

    Raises  NotAllowed · ActNotAllowed · Invalid without a recipient
    """
    recipient = clean(recipient)[:200]
    doing = _deed.deed("send", report_id, recipient, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked(report_id)
        policies.require(by, Permission.PREPARE, row.agency_id, at=at)
        row.state = lifecycle.advance(State(row.state), Act.SEND)
        if row.recipient_agency_id is None:
            row.recipient = recipient
        if not row.recipient:
            raise Invalid("Ghi nơi nhận báo cáo.", fields={"recipient": "Ghi nơi nhận"})
        row.sent_by_id, row.sent_at = by.staff_id, at
        row.save(update_fields=["state", "recipient", "sent_by", "sent_at"])
        due = kept.due_at(row.recipient_agency_id, row.form, row.period)
        doing.publish(
            ReportSent(
                subject=f"report:{row.pk}",
                digest=row.digest,
                recipient_id=row.recipient_agency_id,
                due_at=due.isoformat() if due else "",
                late=due is not None and at > due,
            )
        )
        return row.pk

    return doing.once(act)


def accept(report_id: int, *, by: Actor, at: datetime, key: str = "") -> int:
    """Freeze a report that was sent: the recipient has taken it; of one sent out of the house its unit says so."""
    doing = _deed.deed("accept", report_id, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked(report_id)
        policies.require(by, Permission.COLLECT, row.recipient_agency_id or row.agency_id, at=at)
        row.state = lifecycle.advance(State(row.state), Act.ACCEPT)
        row.closed_by_id, row.closed_at = by.staff_id, at
        row.save(update_fields=["state", "closed_by", "closed_at"])
        doing.publish(ReportFrozen(subject=f"report:{row.pk}", digest=row.digest))
        return row.pk

    return doing.once(act)


def give_back(report_id: int, reason: str, *, by: Actor, at: datetime, key: str = "") -> int:
    """Return a report to who sent it, saying why; a revision takes its place.

    Raises  NotAllowed · ActNotAllowed · Invalid without a reason
    """
    reason = clean(reason)[:500]
    if not reason:
        raise Invalid("Ghi lý do trả lại.", fields={"reason": "Ghi lý do trả lại"})
    doing = _deed.deed("return", report_id, reason, by=by, at=at, key=key)

    def act() -> int:
        row = _deed.locked(report_id)
        policies.require(by, Permission.COLLECT, row.recipient_agency_id or row.agency_id, at=at)
        row.state = lifecycle.advance(State(row.state), Act.RETURN)
        row.closed_by_id, row.closed_at, row.return_reason = by.staff_id, at, reason
        row.save(update_fields=["state", "closed_by", "closed_at", "return_reason"])
        doing.publish(ReportReturned(subject=f"report:{row.pk}", digest=row.digest))
        return row.pk

    return doing.once(act)


def _alone(row: Report, by: Actor, at: datetime) -> bool:
    """Tell whether the actor prepared it himself, being the only one there who could; refuse where he was not."""
    mine = row.prepared_by_id is not None and row.prepared_by_id == by.staff_id
    alone = mine and people.able(row.agency_id, at=at) == {by.staff_id}
    lifecycle.require_another(row.prepared_by_id, by.staff_id, alone=alone)
    return alone


def _require_whole(row: Report) -> None:
    """Refuse a report whose numbers do not add up, or are not those that were sealed."""
    require_sums(forms.of_version(row.form, row.version), tables.from_json(row.numbers))
    if row.digest != sealed(row):
        raise DoesNotAddUp("Số liệu của báo cáo không còn như khi lập. Bấm “Lấy lại số liệu”, rồi kiểm tra lại.")
