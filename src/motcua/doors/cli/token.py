"""Issue a bearer token of the API to an account; it is shown this once, and only its digest is kept."""

import argparse

from motcua.ground.kernel import clock
from motcua.people.identity import queries, services

from .errors import CannotRun

NAME = "token"
HELP = "issue a bearer token of the API to an account"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take whose token it is, and what it is for."""
    parser.add_argument("email", help="e-mail address of the account")
    parser.add_argument("--label", default="motcua token", help="what it is for, so that it can be told from others")


def run(arguments: argparse.Namespace) -> int:
    """Print the token and nothing else."""
    account = queries.account_by_email(arguments.email)
    if account is None:
        raise CannotRun(f"No active account has the address {arguments.email}.")
    print(services.issue_token(account, label=arguments.label[:80], at=clock.now()))
    return 0
