"""Posts, appointments and accounts: what changes, what is refused, what the journal says."""

from datetime import timedelta

import pytest

from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies import policies
from motcua.people.agencies.queries import establishment, people
from motcua.people.agencies.queries import organisation as reads
from motcua.people.agencies.rules.particulars import Particulars
from motcua.people.agencies.services import accounts, organisation, posts
from motcua.people.agencies.vocabulary import AgencyKind, Permission
from motcua.people.identity import queries as identity
from motcua.people.identity import services as identity_services
from tests.factories.world import MORNING, a_world, an_officer

pytestmark = pytest.mark.django_db

BY, TODAY = system("test"), MORNING.date()
ACTING = {"by": BY, "at": MORNING}


@pytest.fixture
def world():
    return a_world()


def sheet_of(world, who):
    actor = getattr(world, who)
    return establishment.post(actor.post_id, on=TODAY)


def test_a_post_s_new_roles_count_at_once_and_the_journal_names_them(world):
    posts.change(world.officer.post_id, "Tư pháp", ["handling_officer", "signer"], **ACTING)
    assert "dossiers.view_agency" in policies.permissions_of(world.officer, on=TODAY)
    *_, last = outbox.history(f"post:{world.officer.post_id}")
    assert (last.name, last.payload["added"], last.payload["removed"]) == ("PostChanged", ["signer"], [])
    posts.change(world.officer.post_id, "Tư pháp", ["clerk"], **ACTING)
    assert sheet_of(world, "officer").roles == ("clerk",)


def test_a_post_that_changed_meanwhile_is_not_overwritten(world):
    seen = sheet_of(world, "officer").stamp
    posts.change(world.officer.post_id, "Tư pháp", ["clerk"], seen=seen, **ACTING)
    with pytest.raises(Stale):
        posts.change(world.officer.post_id, "Hộ tịch", ["clerk"], seen=seen, **ACTING)


@pytest.mark.parametrize(
    ("title", "roles", "field"),
    [
        ("", ["clerk"], "title"),
        ("x" * 121, ["clerk"], "title"),
        ("Văn thư", [], "roles"),
        ("Văn thư", ["king"], "roles"),
    ],
)
def test_a_post_needs_a_title_and_roles_that_exist(world, title, roles, field):
    with pytest.raises(Invalid) as no:
        organisation.open_post(world.centre, title, roles, **ACTING)
    assert field in no.value.fields


def test_an_appointment_ended_on_its_first_day_leaves_no_day_and_may_begin_again(world):
    post = organisation.open_post(world.centre, "Văn thư", ["clerk"], **ACTING)
    staff = accounts.appoint_known(world.emails["receptionist"], post, **ACTING)
    (sitter,) = establishment.post(post, on=TODAY).sitters
    posts.end_appointment(sitter.appointment_id, **ACTING)
    assert establishment.post(post, on=TODAY).sitters == ()
    *_, last = outbox.history(f"staff:{staff}")
    assert (last.name, last.payload["at_once"]) == ("AppointmentEnded", True)
    accounts.appoint_known(world.emails["receptionist"], post, **ACTING)
    assert len(establishment.post(post, on=TODAY).sitters) == 1


def test_an_appointment_that_ends_later_still_holds_that_day_and_not_the_next(world):
    (sitter,) = sheet_of(world, "officer").sitters
    last_day = TODAY + timedelta(days=7)
    posts.end_appointment(sitter.appointment_id, last_day=last_day, **ACTING)
    assert policies.permissions_of(world.officer, on=last_day)
    assert not policies.permissions_of(world.officer, on=last_day + timedelta(days=1))
    with pytest.raises(Invalid):
        posts.end_appointment(sitter.appointment_id, last_day=TODAY - timedelta(days=1), **ACTING)


def test_the_last_administrator_stays_until_another_one_is_there(world):
    administrator, _ = an_officer("Một", world.centre, "Quản trị", ["administrator"], "one")
    (sitter,) = establishment.post(administrator.post_id, on=TODAY).sitters
    for refused in (
        lambda: posts.end_appointment(sitter.appointment_id, **ACTING),
        lambda: posts.end_appointment(sitter.appointment_id, last_day=TODAY + timedelta(days=30), **ACTING),
        lambda: posts.change(administrator.post_id, "Quản trị", ["clerk"], **ACTING),
        lambda: accounts.close_account(sitter.account_id, **ACTING),
    ):
        with pytest.raises(Refusal) as no:
            refused()
        assert no.value.code == "last_administrator"
    an_officer("Hai", world.centre, "Quản trị 2", ["administrator"], "two")
    posts.end_appointment(sitter.appointment_id, **ACTING)
    assert not policies.holds(administrator, Permission.ADMINISTER, on=TODAY)


def test_a_new_colleague_gets_a_password_that_can_be_read_out_and_must_be_changed(world):
    post = organisation.open_post(world.centre, "Văn thư", ["clerk"], **ACTING)
    handed = accounts.appoint_new("Moi@TanHoa.example", "Người  Mới", post, key="k", **ACTING)
    again = accounts.appoint_new("moi@tanhoa.example", "Người Mới", post, key="k", **ACTING)
    assert (again.account_id, again.password) == (handed.account_id, "")
    assert len(handed.password) == 25
    assert not set(handed.password) & set("sfrxjwzd")  # Telex would turn them into marks
    who = people.person(handed.account_id, on=TODAY)
    assert (who.name, who.email, who.password_is_temporary) == ("Người Mới", "moi@tanhoa.example", True)
    assert [seat.title for seat in who.seats] == ["Văn thư"]
    assert handed.password not in repr(outbox.history(f"account:{handed.account_id}"))


def test_nothing_is_left_of_an_appointment_that_cannot_be_made(world):
    with pytest.raises(NotFound):
        accounts.appoint_new("moi@tanhoa.example", "Người Mới", 999_999, **ACTING)
    assert identity.account("moi@tanhoa.example") is None


def test_a_locked_account_s_tokens_are_gone_for_good(world):
    account = identity.account(world.emails["signer"])
    token = identity_services.issue_token(account.id, label="máy", at=MORNING)
    assert identity.account_of_token(token) == account.id
    accounts.close_account(account.id, **ACTING)
    accounts.reopen_account(account.id, **ACTING)
    assert identity.account_of_token(token) is None
    names = [entry.name for entry in outbox.history(f"account:{account.id}")]
    assert names == ["AccountClosed", "AccountReopened"]


def test_a_locked_colleague_is_not_appointed(world):
    account = identity.account(world.emails["signer"])
    accounts.close_account(account.id, **ACTING)
    with pytest.raises(Invalid, match="đang khóa"):
        accounts.appoint_known(world.emails["signer"], world.officer.post_id, **ACTING)


def test_only_an_administrator_does_any_of_it(world):
    (sitter,) = sheet_of(world, "officer").sitters
    by = {"by": world.head, "at": MORNING}
    said = Particulars(name="X", kind=AgencyKind.COMMUNE)
    for deed in (
        lambda: organisation.amend(world.centre, said, **by),
        lambda: organisation.close(world.centre, **by),
        lambda: organisation.open_post(world.centre, "X", ["clerk"], **by),
        lambda: posts.change(world.officer.post_id, "X", ["clerk"], **by),
        lambda: posts.close(world.officer.post_id, **by),
        lambda: posts.end_appointment(sitter.appointment_id, **by),
        lambda: accounts.appoint_new("x@y.example", "X", world.officer.post_id, **by),
        lambda: accounts.appoint_known(world.emails["backup"], world.officer.post_id, **by),
        lambda: accounts.renew_password(sitter.account_id, **by),
        lambda: accounts.close_account(sitter.account_id, **by),
        lambda: accounts.reopen_account(sitter.account_id, **by),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_an_amendment_names_what_changed_and_nothing_else(world):
    agency = reads.agency(world.centre)
    said = Particulars(name=agency.name, kind=AgencyKind.CENTRE, short_name=agency.short_name, parent_id=world.committee, receives=True, address=agency.address, phone="1900 1234", number_pattern=agency.number_pattern)  # fmt: skip
    organisation.amend(world.centre, said, **ACTING)
    *_, last = outbox.history(f"agency:{world.centre}")
    assert (last.name, last.payload) == ("AgencyAmended", {"changes": ["phone"]})
    organisation.amend(world.centre, said, **ACTING)
    assert len(outbox.history(f"agency:{world.centre}")) == last.seq


def test_the_tree_puts_each_agency_under_the_one_above_and_counts(world):
    lines = establishment.tree(on=TODAY)
    names = [(line.short_name, line.depth) for line in lines]
    assert names.index(("TTPVHCC xã Tân Hòa", 1)) == names.index(("UBND xã Tân Hòa", 0)) + 1
    centre = next(line for line in lines if line.id == world.centre)
    assert (centre.posts, centre.people) == (3, 3)
    assert [line.id for line in establishment.tree(on=TODAY, text="ttpvhcc XA tan hoa")] == [world.centre]


def test_a_code_given_up_today_is_given_again_tomorrow(world):
    lone = organisation.found("H99.30", "Xã Lẻ", AgencyKind.COMMUNE, **ACTING)
    organisation.close(lone, **ACTING)
    with pytest.raises(Invalid):
        organisation.found("H99.30", "Xã Mới", AgencyKind.COMMUNE, **ACTING)
    organisation.found("H99.30", "Xã Mới", AgencyKind.COMMUNE, by=BY, at=MORNING + timedelta(days=1))
