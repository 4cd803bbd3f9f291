"""Where those who hold a permission read their mail: for letters that go to everybody in such a seat."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .seats import SITTING

_SEATS = f"""
SELECT s.staff_id, s.post_id, p.agency_id, c.email, array_agg(DISTINCT w.word)
FROM ({SITTING}) s
JOIN agencies_post p ON p.id = s.post_id AND p.valid_to IS NULL
JOIN agencies_staff f ON f.id = s.staff_id
JOIN identity_account c ON c.id = f.account_id AND c.is_active
JOIN agencies_postrole pr ON pr.post_id = p.id
JOIN agencies_role r ON r.id = pr.role_id
CROSS JOIN LATERAL unnest(r.permissions) AS w(word)
WHERE (s.narrowed = '{{}}' OR w.word = ANY(s.narrowed))
  AND NOT EXISTS (SELECT 1 FROM agencies_absence b
                  WHERE b.staff_id = s.staff_id AND b.starts_at <= %(on)s::timestamptz
                    AND b.ends_at > %(on)s::timestamptz)
GROUP BY s.staff_id, s.post_id, p.agency_id, c.email
HAVING bool_or(w.word = %(word)s::text)
ORDER BY p.agency_id, s.staff_id, s.post_id
"""  # noqa: S608 - constants of the agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Somebody at a post, who is not away and can log in; ``words``: what that seat may do."""

    staff_id: int
    post_id: int
    agency_id: int
    email: str
    words: frozenset[str]


def sitting_with(word: str, *, at: datetime) -> tuple[Mailbox, ...]:
    """Return everybody whose seat holds a permission at a moment, by agency: of his own seat, or acting for another."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"on": at, "word": word})
        return tuple(
            Mailbox(staff_id=staff_id, post_id=post_id, agency_id=agency_id, email=email, words=frozenset(words))
            for staff_id, post_id, agency_id, email, words in cursor.fetchall()
        )
