"""What an installation without any agency begins with: the demo province, or a first administrator."""

import getpass
import json
import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from motcua.ground.kernel import clock
from motcua.people.agencies.queries import organisation
from motcua.people.agencies.services import bootstrap

from . import demo
from .errors import CannotRun


def populate(data: Path, *, empty: bool) -> None:
    """Give an empty installation its first content; leave any other alone.

    empty   no demo; always so in production
    """
    if not organisation.is_empty():
        return
    if empty or settings.PRODUCTION:
        _first_administrator()
    else:
        print("building the demo province; this takes a moment", file=sys.stderr, flush=True)
        demo.build(data)


def announce(data: Path) -> None:
    """Print the demo accounts, where there are any and they may be used."""
    path = data / "demo-accounts.json"
    if settings.PRODUCTION or not path.exists():
        return
    accounts = json.loads(path.read_text())
    width = max(len(account["email"]) for account in accounts)
    print(f"demo accounts for /office/, all with the password {accounts[0]['password']}")
    for account in accounts:
        print(f"  {account['email']:<{width}}  {account['post']} · {account['agency']}")


def _first_administrator() -> None:
    email = os.environ.get("MOTCUA_ADMIN_EMAIL", "")
    password = os.environ.get("MOTCUA_ADMIN_PASSWORD", "")
    if not (email and password):
        if not sys.stdin.isatty():
            raise CannotRun("An empty installation needs MOTCUA_ADMIN_EMAIL and MOTCUA_ADMIN_PASSWORD, or a terminal.")
        email = email or input("E-mail of the first administrator: ").strip()
        password = password or getpass.getpass("Password (12 characters or more): ")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise CannotRun(f"This first administrator cannot be taken: {' '.join(error.messages)}") from error
    named = {"agency_code": os.environ.get("MOTCUA_AGENCY_CODE"), "agency_name": os.environ.get("MOTCUA_AGENCY_NAME")}
    bootstrap.first_administrator(
        email=email, password=password, at=clock.now(), **{name: value for name, value in named.items() if value}
    )
