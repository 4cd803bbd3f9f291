from datetime import timedelta

import pytest

from motcua.people.agencies.queries import callers
from motcua.people.identity import queries, services
from motcua.people.identity.models import Account, Token
from motcua.people.identity.rules import token_digest
from tests.factories.world import FOUNDED, MORNING, PASSWORD, a_world

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def token(world):
    return services.issue_token(queries.account_by_email(world.emails["officer"]), label="thử", at=FOUNDED)


def test_a_token_stands_for_those_posts_its_holder_sits_at_on_the_day(world, token, django_assert_num_queries):
    with django_assert_num_queries(1):
        (actor,) = callers.actors_of_token(token, on=TODAY)
    assert actor == world.officer
    assert callers.actors_of_token(token, on=FOUNDED.date() - timedelta(days=1)) == ()


def test_an_unknown_or_revoked_token_or_one_of_a_closed_account_stands_for_nobody(world, token):
    assert callers.actors_of_token("không có", on=TODAY) is None
    Token.objects.filter(digest=token_digest(token)).update(revoked_at=MORNING)
    assert callers.actors_of_token(token, on=TODAY) is None
    closed = services.issue_token(queries.account_by_email(world.emails["signer"]), label="thử", at=FOUNDED)
    Account.objects.filter(email=world.emails["signer"]).update(is_active=False)
    assert callers.actors_of_token(closed, on=TODAY) is None


def test_a_demonstration_account_counts_only_where_it_may():
    account = services.open_account(email="demo@b.example", name="Demo", password=PASSWORD, at=FOUNDED, demo=True)
    token = services.issue_token(account, label="thử", at=FOUNDED)
    assert callers.actors_of_token(token, on=TODAY) == ()
    assert callers.actors_of_token(token, on=TODAY, demo=False) is None
