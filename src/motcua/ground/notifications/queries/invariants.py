"""What must be true of messages: nothing waits unseen, nothing is given up unseen."""

from collections.abc import Iterator

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding

from ..vocabulary import Channel, Fault, State
from .messages import message

_LATE = """
SELECT m.id, m.subject, m.channel, j.id IS NULL AS lost, j.scheduled_at < now() - interval '1 hour' AS asleep,
       m.last_fault
FROM notifications_message m
LEFT JOIN (SELECT (args->>'message_id')::bigint AS message_id, min(id) AS id, min(scheduled_at) AS scheduled_at
           FROM procrastinate_jobs
           WHERE task_name = 'notifications.deliver' AND status IN ('todo', 'doing') GROUP BY 1) j
       ON j.message_id = m.id
WHERE m.state = 'queued'
  AND (j.id IS NULL OR j.scheduled_at < now() - interval '1 hour'
       OR m.wanted_at < (SELECT max(at) FROM notifications_attempt) - interval '1 hour')
ORDER BY m.id
"""  # jobs are scheduled by the database's clock; messages are told by ours, which may be shifted outside production
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


def _late(message_id: int, subject: str, channel: str, lost: bool, asleep: bool | None, fault: str) -> Finding:
    named = f"Tin số {message_id} ({Channel(channel).label.lower()}) về {subject}"
    if lost:
        sentence = f"{named} đang chờ gửi nhưng không còn việc nào trong hàng đợi."
        mend = "Xem nhật ký của worker; việc “notifications.deliver” đã hỏng phải cho chạy lại trong procrastinate."
    elif asleep:
        sentence = f"{named} đã quá giờ gửi hơn một tiếng mà không được gửi lần nào."
        mend = "Xem worker có đang chạy không (motcua worker), và nhật ký của nó."
    else:
        why = f", lần thử gần nhất: {Fault(fault).label.lower()}" if fault else ""
        sentence = f"{named} thử gửi hơn một tiếng chưa được{why}."
        mend = "Xem nơi chuyển tin có hoạt động không, và cấu hình MOTCUA_SMS_…, MOTCUA_EMAIL_…; tin vẫn được thử tiếp."
    return Finding(subject=f"message:{message_id}", sentence=sentence, mend=mend)


def _parked(message_id: int) -> Finding:
    found = message(message_id)
    state, fault = State.PARKED.label.lower(), found.fault if found else ""
    about = f" về {found.subject}" if found else ""
    return Finding(
        subject=f"message:{message_id}",
        sentence=f"Tin số {message_id}{about} {state}: {fault[:1].lower()}{fault[1:]}.",
        mend="Sửa nguyên nhân, rồi người quản trị bấm “Gửi lại” ở /office/notices/messages/.",
    )
