"""What a reviewer does to a draft before it is published: settle a flag, put a limit or fee right, discard it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.ground.kernel.actors import Actor

from .. import policies
from ..errors import NoDraft
from ..models import Flag, Version
from ..rules import corrections
from ..rules.content import Content, Fee, Limit, fingerprint, from_json, to_json
from ..vocabulary import VersionState

BY_HAND = "Người xem xét sửa theo văn bản"


@transaction.atomic
def settle_flag(flag_id: int, *, by: Actor, at: datetime) -> None:
    """Confirm that what was read, or left unread, at a flagged place is right as it stands; a second time does nothing.

    Raises  NoDraft where the flag belongs to no open draft, NotAllowed
    """
    policies.require_review(by, on=at)
    flag = Flag.objects.filter(pk=flag_id).first()
    draft = _draft(flag.version_id if flag else 0)
    Flag.objects.filter(pk=flag_id, version=draft, settled_at__isnull=True).update(settled_at=at, settled_by=by.ref)


@transaction.atomic
def settle_all(version_id: int, flag_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Confirm several flags of one draft and return how many were open."""
    policies.require_review(by, on=at)
    draft = _draft(version_id)
    return Flag.objects.filter(pk__in=flag_ids, version=draft, settled_at__isnull=True).update(
        settled_at=at, settled_by=by.ref
    )


def correct_limit(version_id: int, row: int, limit: Limit | None, *, by: Actor, at: datetime) -> None:
    """Write what a person read as the limit of a row of a draft; None says that no limit is set.

    Settles the flags of that place. A later import keeps the correction as long as the source's words are the same.
    Raises  NoDraft, NotAllowed
    """
    _correct(version_id, f"terms.{row}.limit", corrections.limit_value(limit), by=by, at=at)


def correct_fees(version_id: int, row: int, fees: Sequence[Fee], *, by: Actor, at: datetime) -> None:
    """Write what a person read as the fees of a row of a draft, in place of all its fees; see `correct_limit`."""
    _correct(version_id, f"terms.{row}.fees", corrections.fees_value(fees), by=by, at=at)


@transaction.atomic
def discard(version_id: int, *, by: Actor, at: datetime) -> None:
    """Set a draft aside for good; the next change of its source makes a new one.

    Raises  NoDraft, NotAllowed
    """
    policies.require_review(by, on=at)
    draft = _draft(version_id)
    draft.state = VersionState.REJECTED
    draft.published_by = by.ref
    draft.save(update_fields=["state", "published_by"])


@transaction.atomic
def _correct(version_id: int, place: str, value: Any, *, by: Actor, at: datetime) -> None:
    policies.require_review(by, on=at)
    draft = _draft(version_id)
    before = from_json(draft.content)
    text = corrections.text_at(before, place)
    if text is None:
        raise NoDraft("Bản nháp không có dòng này; có thể nguồn vừa được nhập lại. Hãy tải lại trang.", code="no_row")
    _keep(draft, corrections.apply(before, place, value))
    told = {"is": value}
    open_flags = Flag.objects.filter(version=draft, field=place)
    if not open_flags.update(value=told, settled_at=at, settled_by=by.ref):
        Flag.objects.create(
            version=draft, field=place, text=text, why=BY_HAND, value=told, settled_at=at, settled_by=by.ref
        )


def _keep(draft: Version, content: Content) -> None:
    draft.content = to_json(content)
    draft.fingerprint = fingerprint(content)
    draft.save(update_fields=["content", "fingerprint"])


def _draft(version_id: int) -> Version:
    draft = Version.objects.select_for_update(of=("self",)).filter(pk=version_id, state=VersionState.DRAFT).first()
    if draft is None:
        raise NoDraft("Bản nháp này không còn chờ xem xét: đã được công bố, bỏ, hoặc thay bằng bản khác.")
    return draft
