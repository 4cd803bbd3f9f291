"""Movers and leavers: one act, one event, and the very next request is another."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies import policies
from motcua.people.agencies.models import Appointment
from motcua.people.agencies.queries import callers, establishment, people
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.rules.substitution import Seating
from motcua.people.agencies.services import accounts, careers, substitution
from motcua.people.identity import queries as identity
from motcua.people.identity import services as identity_services
from tests.factories.world import MORNING, PASSWORD, a_world, an_officer

pytestmark = pytest.mark.django_db

BY, TODAY = system("test"), MORNING.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    return a_world()


def account_of(world, who):
    return identity.account(world.emails[who]).id


def seat_of(actor):
    return next(one for one in establishment.post(actor.post_id, on=TODAY).sitters).appointment_id


def logged_in(email):
    client = Client()
    assert client.post("/office/dang-nhap/", {"login": email, "password": PASSWORD}).status_code == HTTPStatus.FOUND
    assert client.get("/office/inbox/").status_code == HTTPStatus.OK
    return client


def test_a_mover_sits_in_one_place_today_and_in_the_other_tomorrow(world):
    account = account_of(world, "officer")
    careers.move(seat_of(world.officer), world.signer.post_id, by=BY, at=MORNING, start=TOMORROW)
    posts = [[actor.post_id for actor in reads.actors_of_account(account, on=day)] for day in (TODAY, TOMORROW)]
    assert posts == [[world.officer.post_id], [world.signer.post_id]]
    *_, last = outbox.history(f"staff:{world.officer.staff_id}")
    assert (last.name, last.payload["last_day"], last.payload["valid_from"]) == (
        "StaffMoved", TODAY.isoformat(), TOMORROW.isoformat()
    )  # fmt: skip


def test_a_mover_of_today_changes_desks_at_once(world):
    careers.move(seat_of(world.officer), world.signer.post_id, by=BY, at=MORNING)
    (actor,) = reads.actors_of_account(account_of(world, "officer"), on=MORNING)
    assert actor.post_id == world.signer.post_id
    assert not policies.permissions_of(world.officer, on=MORNING)


def test_moved_twice_by_one_form_he_moves_once(world):
    seat = seat_of(world.officer)
    first = careers.move(seat, world.signer.post_id, by=BY, at=MORNING, key="k")
    assert careers.move(seat, world.signer.post_id, by=BY, at=MORNING, key="k") == first
    assert Appointment.objects.filter(staff_id=world.officer.staff_id).count() == 2


def test_a_move_that_cannot_be_is_named(world):
    with pytest.raises(Invalid) as no:
        careers.move(seat_of(world.officer), world.signer.post_id, by=BY, at=MORNING, start=TODAY - timedelta(days=1))
    assert set(no.value.fields) == {"start"}
    with pytest.raises(Invalid) as no:
        careers.move(seat_of(world.officer), world.officer.post_id, by=BY, at=MORNING, start=TODAY)
    assert set(no.value.fields) == {"post"}
    with pytest.raises(NotFound):
        careers.move(seat_of(world.officer), 10**12, by=BY, at=MORNING)


def test_the_very_next_request_of_a_leaver_is_turned_away(world):
    client, account = logged_in(world.emails["officer"]), account_of(world, "officer")
    token = identity_services.issue_token(account, label="thử", at=MORNING)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert Client().get("/api/v1/me", **bearer).status_code == HTTPStatus.OK

    careers.leave(account, by=BY, at=MORNING)

    answer = client.get("/office/inbox/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (HTTPStatus.FOUND, "/office/dang-nhap/")
    assert Client().get("/api/v1/me", **bearer).status_code == HTTPStatus.UNAUTHORIZED
    assert callers.actors_of_token(token, on=MORNING) is None
    assert not reads.actors_of_account(account, on=MORNING)
    assert not people.person(account, on=TODAY).is_active


def test_a_session_of_a_leaver_stays_dead_when_the_account_is_opened_again(world):
    client, account = logged_in(world.emails["officer"]), account_of(world, "officer")
    careers.leave(account, by=BY, at=MORNING)
    accounts.reopen_account(account, by=BY, at=MORNING)
    assert client.get("/office/inbox/").status_code == HTTPStatus.FOUND
    again = Client().post("/office/dang-nhap/", {"login": world.emails["officer"], "password": PASSWORD})
    assert again.status_code == HTTPStatus.OK  # the old password opens nothing: he gets a temporary one


def test_a_leaver_s_acting_seats_end_with_him_and_one_event_says_all(world):
    after = MORNING + timedelta(hours=3)
    usual = {"starts_at": MORNING, "ends_at": after, "decision_no": "45/QĐ-UBND"}
    his = substitution.seat_substitute(
        Seating(post_id=world.leader.post_id, holder_id=world.leader.staff_id, staff_id=world.officer.staff_id, **usual),
        by=BY, at=MORNING,
    )  # fmt: skip
    for_him = substitution.seat_substitute(
        Seating(
            post_id=world.officer.post_id, holder_id=world.officer.staff_id, staff_id=world.second_officer.staff_id,
            **{**usual, "starts_at": MORNING + timedelta(hours=1)},
        ),
        by=BY, at=MORNING,
    )  # fmt: skip
    seat, account = seat_of(world.officer), account_of(world, "officer")
    before = len(outbox.history(f"staff:{world.officer.staff_id}"))
    careers.leave(account, by=BY, at=MORNING + timedelta(minutes=1), key="k")
    careers.leave(account, by=BY, at=MORNING + timedelta(minutes=2), key="k")
    history = outbox.history(f"staff:{world.officer.staff_id}")
    assert len(history) == before + 1
    assert history[-1].payload == {"account_id": account, "appointments": [seat], "delegations": [his, for_him]}
    second = account_of(world, "second_officer")
    assert len(reads.actors_of_account(second, on=MORNING + timedelta(hours=2))) == 1


def test_nobody_shows_himself_out_and_the_last_administrator_stays(world):
    admin, email = an_officer("Quản Trị Viên", world.centre, "Quản trị", ["administrator"], "admin")
    with pytest.raises(Refusal) as no:
        careers.leave(identity.account(email).id, by=admin, at=MORNING)
    assert no.value.code == "own_account"
    with pytest.raises(Refusal) as no:
        careers.leave(identity.account(email).id, by=BY, at=MORNING)
    assert no.value.code == "last_administrator"
    with pytest.raises(Refusal) as no:
        careers.move(seat_of(admin), world.officer.post_id, by=BY, at=MORNING)
    assert no.value.code == "last_administrator"


def test_a_passkey_of_one_who_left_opens_nothing_when_the_account_is_reopened(world):
    account = account_of(world, "officer")
    for kind in ("webauthn", "totp", "recovery_codes"):
        Authenticator.objects.create(user_id=account, type=kind, data={})
    careers.leave(account, by=BY, at=MORNING)
    identity_services.reopen_account(account)
    assert not Authenticator.objects.filter(user_id=account).exists()
