"""The notices that lie on a post."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ..models import Message
from ..vocabulary import READ, Channel, Urgency

PAGE = 50
MOST_COUNTED = 100
UNREAD = f"""
    (SELECT count(*) FROM (SELECT 1 FROM notifications_message nm
     WHERE nm.channel = 'staff' AND nm.recipient = 'post:' || p.id::text AND nm.rank < {READ}
     LIMIT {MOST_COUNTED}) AS few)
"""  # noqa: S608 - two numbers of our own
"""How many notices nobody at a post has read, 100 at most: a part of others' statements, ``p`` is the post."""

_KEYSET = re.compile(r"([0-2])~(\d{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice. ``subject`` is what it is about, e.g. ``dossier:17``."""

    id: int
    title: str
    text: str
    kind: str
    subject: str
    urgency: Urgency
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Fifty notices; ``after`` is the keyset of the next page, "" at the end; ``newest`` the highest id of the page."""

    rows: tuple[Notice, ...]
    after: str
    newest: int


def of_post(post_id: int, *, after: str = "") -> Notices:
    """Return a page of a post's notices: urgent unread ones, other unread ones, read ones; each newest first.

    after   keyset of the page before; "" or nonsense gives the first page
    """
    found = Message.objects.filter(channel=Channel.STAFF, recipient=f"post:{post_id}")
    if known := _KEYSET.fullmatch(after):
        rank, last = int(known[1]), int(known[2])
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, pk__lt=last))
    rows = list(found.order_by("rank", "-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return Notices(
        rows=tuple(_notice(row) for row in rows),
        after=f"{rows[-1].rank}~{rows[-1].pk}" if more else "",
        newest=max((row.pk for row in rows), default=0),
    )


def _notice(row: Message) -> Notice:
    return Notice(
        id=row.pk,
        title=row.title,
        text=row.text,
        kind=row.kind,
        subject=row.subject,
        urgency=Urgency(row.urgency),
        at=row.created_at,
        read_at=row.read_at,
    )
