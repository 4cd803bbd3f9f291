"""Mark notices as read, at the post they lie on."""

from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotFound

from ..models import Message
from ..vocabulary import Channel


def read(notice_id: int, *, by: Actor, at: datetime) -> str:
    """Mark one notice of the actor's post as read and return what it is about; read again it stays as it was.

    Raises  NotFound where no such notice lies on the actor's post.
    """
    mine = Message.objects.filter(pk=notice_id, channel=Channel.STAFF, recipient=_post(by))
    subject = mine.values_list("subject", flat=True).first()
    if subject is None:
        raise NotFound("Thông báo này không có ở vị trí đang dùng. Chọn lại trong danh sách thông báo.")
    mine.filter(read_at__isnull=True).update(read_at=at, read_by=by.ref)
    return subject


def read_all(*, by: Actor, at: datetime, until: int | None = None) -> int:
    """Mark every notice of the actor's post as read and return how many were not; those after ``until`` stay unread."""
    mine = Message.objects.filter(channel=Channel.STAFF, recipient=_post(by), read_at__isnull=True)
    if until is not None:
        mine = mine.filter(pk__lte=until)
    return mine.update(read_at=at, read_by=by.ref)


def _post(by: Actor) -> str:
    if by.post_id is None:
        raise NotFound("Chỉ người đang giữ một vị trí mới có thông báo.")
    return f"post:{by.post_id}"
