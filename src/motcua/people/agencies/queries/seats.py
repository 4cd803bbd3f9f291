"""Who sits where at a moment, by appointment or acting for its holder; what a seat may do; which desks are manned.

The texts here are parts of statements, ours and of contexts above. ``on`` is a moment in all of them.
"""

from datetime import date, datetime, time, timedelta

from django.db import connection

from motcua.ground.kernel.clock import VIETNAM

_TICK = timedelta(microseconds=1)
_SITTING = """
    SELECT ap.staff_id, ap.post_id, ap.id AS seat_id, NULL::bigint AS holder_id, NULL::timestamptz AS ends_at,
           '{{}}'::varchar[] AS narrowed
    FROM agencies_appointment ap
    WHERE ap.valid_from <= ({until} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      AND (ap.valid_to IS NULL OR ap.valid_to >= ({since} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    UNION ALL
    SELECT dg.staff_id, dg.post_id, dg.id, dg.holder_id, dg.ends_at, dg.permissions
    FROM agencies_delegation dg
    WHERE dg.starts_at <= {until} AND dg.ends_at > {since}
      AND EXISTS (SELECT 1 FROM agencies_appointment h WHERE h.staff_id = dg.holder_id AND h.post_id = dg.post_id
                  AND h.valid_from <= ({until} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                  AND (h.valid_to IS NULL OR h.valid_to >= ({since} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))
      AND EXISTS (SELECT 1 FROM agencies_appointment o WHERE o.staff_id = dg.staff_id
                  AND o.valid_from <= ({until} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                  AND (o.valid_to IS NULL OR o.valid_to >= ({since} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))
"""
_AWAY = """
    SELECT 1 FROM agencies_absence b
    WHERE b.staff_id = {staff} AND b.starts_at <= {since} AND b.ends_at > {until}
"""
_MANNED = """
    SELECT s.post_id
    FROM ({sitting}) s
    JOIN agencies_post sp ON sp.id = s.post_id AND sp.valid_to IS NULL
    JOIN agencies_staff sf ON sf.id = s.staff_id
    JOIN identity_account sc ON sc.id = sf.account_id AND sc.is_active
    WHERE NOT EXISTS ({away})
"""
_MOMENT = {"since": "%(on)s::timestamptz", "until": "%(on)s::timestamptz"}
_WINDOW = {"since": "%(since)s::timestamptz", "until": "%(until)s::timestamptz"}

SITTING = _SITTING.format(**_MOMENT)
"""Every seat at a moment: ``staff_id``, ``post_id``, ``seat_id``, and of an acting one ``holder_id``, ``ends_at`` and
``narrowed``, the permissions it is narrowed to, {} all. An acting seat stands only while its holder's does,
and while whoever sits there has a seat of his own."""
SITTING_WITHIN = _SITTING.format(**_WINDOW)
"""The same for any moment from ``since`` to ``until``."""
MANNED = _MANNED.format(sitting=SITTING, away=_AWAY.format(staff="s.staff_id", **_MOMENT))
"""``post_id`` of every seat of an open post whose sitter can log in and is not away: what is not here waits for nobody.
Takes ``on``; a post may come more than once."""
SEAT = f"""
    SELECT p.agency_id, array_agg(DISTINCT pr.role_id) AS role_ids,
           array_agg(DISTINCT w.word) FILTER (WHERE w.word IS NOT NULL) AS words,
           bool_or(s.holder_id IS NOT NULL) AS is_acting
    FROM ({SITTING}) s
    JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL
    JOIN agencies_postrole pr ON pr.post_id = p.id
    JOIN agencies_role r ON r.id = pr.role_id
    LEFT JOIN LATERAL unnest(r.permissions) AS w(word) ON s.narrowed = '{{}}' OR w.word = ANY(s.narrowed)
    WHERE s.staff_id = %(staff)s::bigint AND s.post_id = %(post)s::bigint
    GROUP BY p.agency_id
"""  # noqa: S608 - constants of this module
"""Agency, roles and permissions of a post, if one sits there at that moment: no row, no seat.

A part of others' statements. Takes ``staff``, ``post``, ``on``; gives ``agency_id``, ``role_ids``, ``words``,
``is_acting``.
"""
_WORDS = f"""
SELECT DISTINCT w.word
FROM ({SITTING_WITHIN}) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id
CROSS JOIN LATERAL unnest(r.permissions) AS w(word)
WHERE s.staff_id = %(staff)s::bigint AND s.post_id = %(post)s::bigint
  AND (s.narrowed = '{{}}' OR w.word = ANY(s.narrowed))
"""  # noqa: S608 - constants of this module
_ABLE = f"""
SELECT DISTINCT p.id
FROM ({_MANNED.format(sitting=SITTING_WITHIN, away=_AWAY.format(staff="s.staff_id", **_WINDOW))}) m
JOIN agencies_post p ON p.id = m.post_id AND p.agency_id = %(agency)s::bigint
JOIN agencies_postrole pr ON pr.post_id = p.id AND pr.role_id = %(role)s::bigint
"""  # noqa: S608 - constants of this module


_HOLDING = f"""
SELECT DISTINCT p.id
FROM ({MANNED}) m
JOIN agencies_post p ON p.id = m.post_id AND p.agency_id = %(agency)s::bigint
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id AND r.permissions @> ARRAY[%(word)s]::varchar[]
ORDER BY p.id
"""  # noqa: S608 - constants of this module


def window(on: date) -> tuple[datetime, datetime]:
    """Return the first and the last moment a question is about: a moment itself, or all of a Vietnamese day."""
    if isinstance(on, datetime):
        return on, on
    start = datetime.combine(on, time(), VIETNAM)
    return start, start + timedelta(days=1) - _TICK


def words(staff_id: int | None, post_id: int | None, *, on: date) -> frozenset[str]:
    """Return the permissions of a seat, none where nobody sits there.

    on   a moment, or a day: then at any moment of it
    """
    since, until = window(on)
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"staff": staff_id, "post": post_id, "since": since, "until": until})
        return frozenset(word for (word,) in cursor.fetchall())


def manned(agency_id: int, role_id: int, *, on: date) -> frozenset[int]:
    """Return the ids of the posts of an agency that carry a role and have somebody on them who is not away.

    on   a moment, or a day: then at any moment of it
    """
    since, until = window(on)
    with connection.cursor() as cursor:
        cursor.execute(_ABLE, {"agency": agency_id, "role": role_id, "since": since, "until": until})
        return frozenset(post_id for (post_id,) in cursor.fetchall())


def holding(agency_id: int, word: str, *, at: datetime) -> tuple[int, ...]:
    """Return the ids of the manned posts of an agency whose roles hold a permission."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, {"agency": agency_id, "word": word, "on": at})
        return tuple(post_id for (post_id,) in cursor.fetchall())
