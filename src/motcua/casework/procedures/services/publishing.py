"""Publish and withdraw versions. A published version never changes; the next one closes it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Stale
from motcua.ground.outbox import services as outbox

from .. import policies
from ..errors import DateTaken, NoDraft, NoSuchProcedure, OpenFlags
from ..events import ProcedurePublished, ProcedureWithdrawn
from ..models import Flag, Procedure, Version
from ..rules.content import Content, fingerprint, to_json
from ..vocabulary import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision that a publication or withdrawal carries out.

    on             the day from which it applies
    basis_on       when the newest act that the procedure rests on takes effect
    online_whole   whether it offers the procedure online from end to end
    None where the decision does not say.
    """

    number: str
    on: date
    decided_on: date | None = None
    basis_on: date | None = None
    online_whole: bool | None = None


def publish(
    code: str,
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
    key: str = "",
    with_flags: bool = False,
    seen: str = "",
) -> int:
    """Publish the newest draft of a procedure from ``decision.on`` on and return the version's id.

    key         idempotency key of the form: a second time answers as the first
    with_flags  publish although places are unread; they stay open for a person
    seen        fingerprint of the content that the reviewer read; "" where nobody read it on a page
    Raises      NoSuchProcedure, NoDraft, OpenFlags, DateTaken, NotAllowed, Stale (an import changed it meanwhile)
    Law         63/2010/NĐ-CP, Điều 13, 15.
    """
    policies.require_review(by, on=at)
    return outbox.once(
        lambda: _publish(code, decision, by=by, at=at, key=key, with_flags=with_flags, seen=seen),
        lambda entry: int(entry.payload["version_id"]),
        by=by,
        key=key,
    )


def _publish(code: str, decision: Decision, *, by: Actor, at: datetime, key: str, with_flags: bool, seen: str) -> int:
    procedure = _locked(code)
    drafts = Version.objects.select_for_update(of=("self",)).filter(procedure=procedure, state=VersionState.DRAFT)
    draft = drafts.order_by("-number").first()
    if draft is None:
        raise NoDraft(f"Thủ tục {code} không có bản nháp nào đang chờ công bố.")
    if seen and seen != draft.fingerprint:
        raise Stale("Bản nháp đã thay đổi sau khi trang được mở. Tải lại trang, xem phần khác rồi công bố.")
    if not with_flags and (count := Flag.objects.filter(version=draft, settled_at__isnull=True).count()):
        raise OpenFlags(
            f"Thủ tục {code} còn {count} chỗ chưa đọc chắc chắn. Xem lại từng chỗ, hoặc chọn công bố kèm các chỗ đó."
        )
    _close_previous(procedure, decision.on)
    draft.state = VersionState.PUBLISHED
    draft.valid_from = decision.on
    draft.decision_no = decision.number
    draft.decided_on = decision.decided_on or decision.on
    draft.basis_on = decision.basis_on
    draft.online_whole = decision.online_whole
    draft.published_at = at
    draft.published_by = by.ref
    draft.save(
        update_fields=[
            "state",
            "valid_from",
            "decision_no",
            "decided_on",
            "basis_on",
            "online_whole",
            "published_at",
            "published_by",
        ],
    )
    _tell(draft, procedure, by=by, at=at, key=key)
    return draft.pk


@transaction.atomic
def publish_content(
    code: str,
    content: Content,
    *,
    source: str,
    decision_no: str,
    decided_on: date | None,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Version:
    """Publish a content that somebody wrote, without a draft; the same content on the same day is published once.

    source   where the content comes from, e.g. ``seed``
    Raises   DateTaken where a version applies from ``valid_from`` or later already.
    """
    policies.require_review(by, on=at)
    procedure, _ = Procedure.objects.get_or_create(code=code)
    Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    mark = fingerprint(content)
    if same := Version.objects.filter(
        procedure=procedure, state=VersionState.PUBLISHED, fingerprint=mark, valid_from=valid_from
    ).first():
        return same
    _close_previous(procedure, valid_from)
    version = Version.objects.create(
        procedure=procedure,
        number=next_number(procedure),
        state=VersionState.PUBLISHED,
        name=content.name,
        sector=content.sector,
        content=to_json(content),
        fingerprint=mark,
        source=source,
        valid_from=valid_from,
        decision_no=decision_no,
        decided_on=decided_on,
        drafted_at=at,
        published_at=at,
        published_by=by.ref,
    )
    _tell(version, procedure, by=by, at=at)
    return version


def withdraw(code: str, decision: Decision, *, by: Actor, at: datetime, key: str = "") -> None:
    """End the version in force: ``decision.on`` is the first day on which the procedure is no longer received.

    Raises  NoSuchProcedure, NoDraft (nothing in force), DateTaken, NotAllowed
    Law     63/2010/NĐ-CP, Điều 14 (bãi bỏ, hủy bỏ).
    """
    policies.require_review(by, on=at)
    outbox.once(lambda: _withdraw(code, decision, by=by, at=at, key=key), lambda _: None, by=by, key=key)


def _withdraw(code: str, decision: Decision, *, by: Actor, at: datetime, key: str) -> None:
    procedure = _locked(code)
    version = _open_version(procedure)
    if version is None:
        raise NoDraft(f"Thủ tục {code} không có phiên bản nào đang có hiệu lực để bãi bỏ.", code="not_in_force")
    last_day = decision.on - timedelta(days=1)
    if version.valid_from is None or last_day < version.valid_from:
        raise DateTaken(f"Ngày bãi bỏ phải sau ngày bắt đầu hiệu lực của phiên bản {version.number}.")
    version.state = VersionState.WITHDRAWN
    version.valid_to = last_day
    version.save(update_fields=["state", "valid_to"])
    outbox.publish(
        ProcedureWithdrawn(
            subject=f"procedure:{procedure.pk}",
            code=code,
            version_id=version.pk,
            valid_to=last_day.isoformat(),
            decision_no=decision.number,
        ),
        by=by,
        at=at,
        key=key,
    )


def next_number(procedure: Procedure) -> int:
    """Return the number of the procedure's next version, from 1."""
    return (Version.objects.filter(procedure=procedure).aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(code: str) -> Procedure:
    procedure = Procedure.objects.select_for_update(of=("self",)).filter(code=code).first()
    if procedure is None:
        raise NoSuchProcedure(f"Không có thủ tục mang mã {code} trong danh mục.")
    return procedure


def _open_version(procedure: Procedure) -> Version | None:
    """Return the published version that nothing has closed yet."""
    return Version.objects.filter(procedure=procedure, state=VersionState.PUBLISHED, valid_to__isnull=True).first()


def _close_previous(procedure: Procedure, on: date) -> None:
    """End the version in force the day before ``on``; refuse to slip a version in before one that already applies."""
    begun = (VersionState.PUBLISHED, VersionState.WITHDRAWN)
    later = Version.objects.filter(Q(valid_from__gte=on) | Q(valid_to__gte=on, state=VersionState.WITHDRAWN))
    if taken := later.filter(procedure=procedure, state__in=begun).order_by("valid_from").first():
        raise DateTaken(
            f"Thủ tục {procedure.code} đã có phiên bản {taken.number} áp dụng từ {taken.valid_from:%d/%m/%Y}. "
            "Chọn ngày hiệu lực sau ngày đó.",
        )
    Version.objects.filter(
        procedure=procedure, state=VersionState.PUBLISHED, valid_from__lt=on, valid_to__isnull=True
    ).update(valid_to=on - timedelta(days=1))


def _tell(version: Version, procedure: Procedure, *, by: Actor, at: datetime, key: str = "") -> None:
    outbox.publish(
        ProcedurePublished(
            subject=f"procedure:{procedure.pk}",
            code=procedure.code,
            version_id=version.pk,
            number=version.number,
            valid_from=f"{version.valid_from}",
            decision_no=version.decision_no,
        ),
        by=by,
        at=at,
        key=key,
    )
