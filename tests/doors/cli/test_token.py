"""A token that the command issues opens the API."""

import pytest

from motcua.doors.cli import token
from motcua.doors.cli.errors import CannotRun
from motcua.people.identity import queries
from tests.factories.world import a_world

pytestmark = pytest.mark.django_db


class Words:
    def __init__(self, email):
        self.email, self.label = email, "máy quét"


def test_a_token_belongs_to_the_account(capsys):
    world = a_world()
    assert token.run(Words(world.emails["officer"].upper())) == 0
    issued = capsys.readouterr().out.strip()
    assert queries.account_of_token(issued) == queries.account_by_email(world.emails["officer"])


def test_an_unknown_address_gets_none(db):
    with pytest.raises(CannotRun, match="nobody@"):
        token.run(Words("nobody@x.example"))
