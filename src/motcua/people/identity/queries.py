"""Reads of identity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.conf import settings

from motcua.ground.kernel.invariants import Check, Finding

from . import rules
from .models import Account, LogIn, Person, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as last declared."""

    id: int
    personal_id: str
    full_name: str
    born_on: date | None
    sex: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One who may log in, or might."""

    id: int
    email: str
    name: str
    is_active: bool


def account(email: str) -> AccountView | None:
    """Return the account with this address, locked or not."""
    row = Account.objects.filter(email=email.strip().lower()).values(*AccountView.__slots__).first()
    return AccountView(**row) if row else None


def person(personal_id: str) -> PersonView | None:
    """Return the person with this number, as last declared at a counter."""
    row = Person.objects.filter(personal_id=personal_id).values(*PersonView.__slots__).first()
    return PersonView(**row) if row else None


def account_of_token(token: str, *, demo: bool = True) -> int | None:
    """Return the id of the active account that holds a live token; of a demonstration account only where they count."""
    digest = sha256(token.encode("utf-8", "replace")).hexdigest()
    rows = Token.objects.filter(digest=digest, revoked_at__isnull=True, account__is_active=True)
    if not demo:
        rows = rows.filter(account__is_demo=False)
    return rows.values_list("account_id", flat=True).first()


def account_by_email(email: str) -> int | None:
    """Return the id of the active account with this address."""
    found = Account.objects.filter(email=email.strip().lower(), is_active=True)
    return found.values_list("pk", flat=True).first()


def with_second_factor() -> frozenset[int]:
    """Return the ids of the accounts that have a second factor: an application or a key, recovery codes are none."""
    rows = Authenticator.objects.filter(type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN))
    return frozenset(rows.values_list("user_id", flat=True))


def perhaps_shared(*, since: datetime) -> dict[int, tuple[int, int]]:
    """Return {account id: (days, places)} of accounts that were used from two places at once since a moment."""
    sessions: dict[int, list[rules.Session]] = {}
    rows = LogIn.objects.filter(at__gte=since).order_by("account_id", "at")
    for account_id, at, ended_at, address, browser in rows.values_list(
        "account_id", "at", "ended_at", "address", "browser"
    ):
        one = rules.Session(at=at, ended_at=ended_at, where=f"{address} {browser}")
        sessions.setdefault(account_id, []).append(one)
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    days = {account_id: len(rules.shared_days(own, longest)) for account_id, own in sessions.items()}
    return {pk: (days[pk], len({one.where for one in own})) for pk, own in sessions.items() if days[pk]}


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether production is free of demonstration accounts, whose password everybody knows."""
    del every
    demo = Account.objects.filter(is_demo=True, is_active=True).order_by("email") if settings.PRODUCTION else ()
    yield Check(
        rule="không có tài khoản trình diễn khi chạy thật",
        checked=Account.objects.count(),
        findings=tuple(
            Finding(
                subject=account.email,
                sentence=f"Tài khoản trình diễn {account.email} còn mở trên hệ thống chạy thật.",
                mend="Cài hệ thống chạy thật trên một thư mục dữ liệu mới, không dùng lại bản trình diễn.",
            )
            for account in demo
        ),
    )
