"""Open accounts, issue tokens, register persons."""

from datetime import date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from motcua.ground.kernel.errors import Invalid
from motcua.ground.kernel.text import clean

from .models import Account, Person, Token
from .vocabulary import Sex


@transaction.atomic
def open_account(*, email: str, name: str, password: str, at: datetime, demo: bool = False) -> int:
    """Open an account that can log in; return its id.

    Raises  Invalid where the address is taken or the password is weak.
    """
    email = email.strip().lower()
    if Account.objects.filter(email=email).exists():
        raise Invalid("Địa chỉ thư này đã có tài khoản.", fields={"email": "Đã có tài khoản"})
    account = Account(email=email, name=clean(name), created_at=at, is_demo=demo)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields={"password": " ".join(error.messages)}) from error
    account.set_password(password)
    account.save()
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account.pk


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
