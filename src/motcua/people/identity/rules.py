"""What a citizen card's QR string says, what is kept of a token, and what log-ins tell of an account.

The string is not signed: it fills a form and proves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.identifiers import digits
from motcua.ground.kernel.text import clean

from .vocabulary import Sex

_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardData:
    """What could be read; anything unreadable is empty and named in ``warnings``."""

    personal_id: str = ""
    old_id: str = ""
    full_name: str = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    address: str = ""
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()


def read_card(text: str) -> CardData:
    """Return the person of a card's QR string; never raises, whatever was scanned.

    text   ``number|old number|name|born ddmmyyyy|sex|address|issued ddmmyyyy``, more fields ignored, fewer tolerated
    """
    parts = [clean(part) for part in text.split("|")]
    if len(parts) < 3:
        return CardData(warnings=("Đây không phải chuỗi mã QR của thẻ căn cước. Quét lại hoặc gõ tay.",))
    parts += [""] * (7 - len(parts))
    number, old, name, born, sex, address, issued = parts[:7]
    warnings = []
    if not is_personal_id(digits(number)):
        warnings.append("Số định danh trên thẻ không đủ 12 chữ số.")
    if not name:
        warnings.append("Mã QR không có họ tên.")
    born_on, issued_on = _date(born), _date(issued)
    if born and born_on is None:
        warnings.append("Ngày sinh trên thẻ không đọc được.")
    return CardData(
        personal_id=digits(number) if is_personal_id(digits(number)) else "",
        old_id=digits(old)[:12],
        full_name=name[:200],
        born_on=born_on,
        sex=_SEXES.get(sex.casefold(), Sex.UNKNOWN),
        address=address[:300],
        issued_on=issued_on,
        warnings=tuple(warnings),
    )


def is_personal_id(number: str) -> bool:
    """Tell whether the number has the form of a personal identification number: twelve digits."""
    return len(number) == 12 and number.isascii() and number.isdigit()


def _date(text: str) -> date | None:
    for form in ("%d%m%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a birthday has no hour
        except ValueError:
            continue
    return None


def token_digest(token: str) -> str:
    """Return what is kept of a bearer token: enough to know it again, nothing to use it with."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A log-in up to its log-out, "where" it came from as a mark. ``ended_at`` None: nobody logged out."""

    at: datetime
    ended_at: datetime | None
    where: str


def shared_days(sessions: Iterable[Session], longest: timedelta) -> tuple[date, ...]:
    """Return the days on which sessions from two places ran at once: one account, perhaps two people.

    sessions   of one account
    longest    how long a session lasts that nobody ended
    """
    open_now: list[tuple[datetime, str]] = []
    days = set()
    for session in sorted(sessions, key=lambda one: one.at):
        open_now = [(until, where) for until, where in open_now if until > session.at]
        if any(where != session.where for _, where in open_now):
            days.add(local(session.at).date())
        open_now.append((min(session.ended_at or session.at + longest, session.at + longest), session.where))
    return tuple(sorted(days))
