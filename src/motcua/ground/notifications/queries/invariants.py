"""What must be true of messages: nothing waits unseen, nothing is given up unseen."""

from collections.abc import Iterator

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding

from ..vocabulary import Channel, State
from .messages import message

_LATE = """
SELECT m.id, m.subject, m.channel, j.id IS NULL
FROM notifications_message m
LEFT JOIN (SELECT (args->>'message_id')::bigint AS message_id, min(id) AS id, min(scheduled_at) AS scheduled_at
           FROM procrastinate_jobs
           WHERE task_name = 'notifications.deliver' AND status IN ('todo', 'doing') GROUP BY 1) j
       ON j.message_id = m.id
WHERE m.state = 'queued' AND (j.id IS NULL OR j.scheduled_at < now() - interval '1 hour')
ORDER BY m.id
"""  # the database's clock: it is the one that jobs are scheduled by
_COUNTS = (
    "SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FROM notifications_message WHERE channel <> 'staff'"
)
_PARKED = "SELECT id FROM notifications_message WHERE state = 'parked' ORDER BY id"


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether messages move: none waits an hour past its time, none is parked after all its attempts."""
    del every
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        queued, total = cursor.fetchone()
        cursor.execute(_LATE)
        late = cursor.fetchall()
        cursor.execute(_PARKED)
        parked = [row[0] for row in cursor.fetchall()]
    yield Check(
        rule="không tin nào chờ gửi quá một giờ",
        checked=queued,
        findings=tuple(_late(*row) for row in late),
    )
    yield Check(
        rule="không tin nào bị tạm dừng sau nhiều lần thử",
        checked=total,
        findings=tuple(_parked(message_id) for message_id in parked),
    )


def _late(message_id: int, subject: str, channel: str, is_lost: bool) -> Finding:
    named = f"Tin số {message_id} ({Channel(channel).label.lower()}) về {subject}"
    if is_lost:
        return Finding(
            subject=f"message:{message_id}",
            sentence=f"{named} đang chờ gửi nhưng không còn việc nào trong hàng đợi.",
            mend="Xem nhật ký của worker; việc “notifications.deliver” đã hỏng phải cho chạy lại trong procrastinate.",
        )
    return Finding(
        subject=f"message:{message_id}",
        sentence=f"{named} đã quá giờ gửi hơn một tiếng mà chưa được gửi.",
        mend="Xem worker có đang chạy không (motcua worker), và nhật ký của nó.",
    )


def _parked(message_id: int) -> Finding:
    found = message(message_id)
    state, fault = State.PARKED.label.lower(), found.fault if found else ""
    about = f" về {found.subject}" if found else ""
    return Finding(
        subject=f"message:{message_id}",
        sentence=f"Tin số {message_id}{about} {state}: {fault[:1].lower()}{fault[1:]}.",
        mend="Sửa nguyên nhân, rồi người quản trị bấm “Gửi lại” ở /office/notices/messages/.",
    )
