from datetime import timedelta

import pytest

from motcua.casework.dossiers.vocabulary import Permission
from motcua.ground.kernel.actors import CITIZEN, system
from motcua.ground.kernel.errors import Invalid, NotAllowed, Refusal
from motcua.people.agencies import policies
from motcua.people.agencies.queries import organisation as queries
from motcua.people.agencies.services import bootstrap, organisation
from motcua.people.agencies.vocabulary import AgencyKind
from tests.factories.world import FOUNDED, MORNING, PASSWORD, a_world

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_a_permission_holds_at_ones_own_agency_on_the_days_of_ones_appointment():
    world = a_world()
    assert policies.holds(world.receptionist, Permission.RECEIVE, agency_id=world.centre, on=TODAY)
    assert not policies.holds(world.receptionist, Permission.RECEIVE, agency_id=world.committee, on=TODAY)
    assert not policies.holds(world.receptionist, Permission.RECEIVE, on=FOUNDED.date() - timedelta(days=1))
    assert not policies.holds(world.officer, Permission.RECEIVE, agency_id=world.centre, on=TODAY)
    assert policies.holds(system("test"), Permission.RECEIVE)
    assert not policies.holds(CITIZEN, Permission.RECEIVE)


def test_only_an_administrator_founds_an_agency():
    world = a_world()
    with pytest.raises(NotAllowed):
        organisation.found("H99.1", "X", AgencyKind.COMMUNE, by=world.officer, at=MORNING)


def test_a_living_code_is_given_once():
    a_world()
    with pytest.raises(Invalid) as no:
        organisation.found("H99.24", "Trùng", AgencyKind.COMMUNE, by=system("test"), at=MORNING)
    assert "H99.24" in no.value.fields["code"]


def test_a_clean_installation_has_one_first_administrator():
    assert queries.is_empty()
    account = bootstrap.first_administrator(email="a@b.example", password=PASSWORD, at=FOUNDED)
    (actor,) = queries.actors_of_account(account, on=TODAY)
    assert "agencies.administer" in policies.permissions_of(actor, on=TODAY)
    with pytest.raises(Refusal):
        bootstrap.first_administrator(email="c@d.example", password=PASSWORD, at=FOUNDED)


def test_a_weak_password_is_refused():
    with pytest.raises(Invalid):
        bootstrap.first_administrator(email="a@b.example", password="123456", at=FOUNDED)


def test_posts_are_listed_with_those_who_sit_there():
    world = a_world()
    (post,) = queries.posts(world.committee, on=TODAY, role="signer")
    assert post.staff == ("Nguyễn Văn Hòa",)
