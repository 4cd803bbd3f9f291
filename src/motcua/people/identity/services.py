"""Open and lock accounts, issue tokens, register persons."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import choice, randbelow, token_urlsafe
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean

from .models import Account, LogIn, Person, Token
from .vocabulary import Sex

_HEADS, _TAILS = "bcghklmnptv", "aeiou"  # no letter here changes its neighbour under Telex; hyphens part the digits
_GROUPS, _SYLLABLES = 3, 3
_REMEMBERED = timedelta(days=90)


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    password: str,
    at: datetime,
    demo: bool = False,
    temporary: bool = False,
    hashed: str = "",
) -> int:
    """Open an account that can log in; return its id.

    temporary   the password is known to another, and must be changed at the first log-in
    hashed      what `hash_of` made of this password, where many accounts of a demo share it: hashing is slow by design
    Raises      Invalid where the address is taken or the password is weak.
    """
    email = email.strip().lower()
    if Account.objects.filter(email=email).exists():
        raise Invalid("Địa chỉ thư này đã có tài khoản.", fields={"email": "Đã có tài khoản"})
    account = Account(email=email, name=clean(name), created_at=at, is_demo=demo, password_is_temporary=temporary)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields={"password": " ".join(error.messages)}) from error
    account.password = hashed or hash_of(password)
    account.save()
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account.pk


def hash_of(password: str) -> str:
    """Return the password as it is kept."""
    return make_password(password)


def temporary_password() -> str:
    """Return a strong password that can be read out over the telephone and typed with any input method: 65 bits."""
    groups = ("".join(choice(_HEADS) + choice(_TAILS) for _ in range(_SYLLABLES)) for _ in range(_GROUPS))
    return f"{'-'.join(groups)}-{randbelow(10_000):04d}"


@transaction.atomic
def renew_password(account_id: int, *, forget_factors: bool = False) -> str:
    """Give an account a new temporary password and return it; whoever is logged in under the old one is out at once.

    forget_factors   also forget the second factor of somebody who lost his phone or key
    """
    account, password = _locked(account_id), temporary_password()
    account.set_password(password)
    account.password_is_temporary = True
    account.save(update_fields=["password", "password_is_temporary"])
    if forget_factors:
        Authenticator.objects.filter(user_id=account_id).delete()
    return password


@transaction.atomic
def close_account(account_id: int, *, at: datetime) -> bool:
    """Lock an account: its sessions end with their next request, its tokens for good; False where it was locked."""
    account = _locked(account_id)
    if not account.is_active:
        return False
    account.is_active = False
    account.save(update_fields=["is_active"])
    Token.objects.filter(account_id=account_id, revoked_at__isnull=True).update(revoked_at=at)
    return True


@transaction.atomic
def expel(account_id: int, *, at: datetime) -> None:
    """Close an account for good: password, keys, sessions and tokens are worth nothing any more, reopened or not."""
    account = _locked(account_id)
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    Authenticator.objects.filter(user_id=account_id).delete()  # a passkey logs in without any password
    Token.objects.filter(account_id=account_id, revoked_at__isnull=True).update(revoked_at=at)
    LogIn.objects.filter(account_id=account_id, ended_at__isnull=True).update(ended_at=at)


def logged_in(account_id: int, *, address: str, browser: str, at: datetime) -> int:
    """Record that a session began, and from where, in marks that cannot be read back; return its id.

    address, browser   as the request says them; neither is kept
    What is older than a review looks back is forgotten.
    """
    LogIn.objects.filter(account_id=account_id, at__lt=at - _REMEMBERED).delete()
    return LogIn.objects.create(
        account_id=account_id, at=at, address=_mark("address", address), browser=_mark("browser", browser)
    ).pk


def logged_out(log_in_id: int, *, at: datetime) -> None:
    """Record that a session ended by its holder's wish."""
    LogIn.objects.filter(pk=log_in_id, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def reopen_account(account_id: int) -> bool:
    """Let a locked account log in again with its old password; False where it was open."""
    account = _locked(account_id)
    if account.is_active:
        return False
    account.is_active = True
    account.save(update_fields=["is_active"])
    return True


def issue_token(account_id: int, *, label: str, at: datetime) -> str:
    """Issue a bearer token and return it; it is shown this once."""
    token = token_urlsafe(32)
    Token.objects.create(
        account_id=account_id, digest=sha256(token.encode()).hexdigest(), label=clean(label), created_at=at
    )
    return token


def register_person(
    *,
    personal_id: str,
    full_name: str,
    at: datetime,
    born_on: date | None = None,
    sex: Sex = Sex.UNKNOWN,
    address: str = "",
    phone: str = "",
    email: str = "",
) -> int:
    """Register a person by his number, or take over what he now declares; return the person's id."""
    said: dict[str, Any] = {"full_name": full_name, "declared_at": at}
    optional = {"born_on": born_on, "address": address, "phone": phone, "email": email}
    said |= {name: value for name, value in optional.items() if value}
    if sex is not Sex.UNKNOWN:
        said["sex"] = sex
    (person,) = Person.objects.bulk_create(  # one statement, and two counters at once do not collide
        [Person(personal_id=personal_id, **said)],
        update_conflicts=True,
        unique_fields=["personal_id"],
        update_fields=list(said),
    )
    return person.pk


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("Không có tài khoản này.")
    return account


def _mark(kind: str, said: str) -> str:
    return salted_hmac(f"motcua.identity.{kind}", said, algorithm="sha256").hexdigest()[:16]
