"""The demo province: whole, sound, the same for the same seed, and nowhere real."""

import json
import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from motcua.casework.dossiers.models import Group, Participation
from motcua.casework.dossiers.queries import invariants
from motcua.casework.dossiers.rules.groups import PROCESS
from motcua.casework.procedures.queries import catalogue
from motcua.casework.procedures.services import seeding
from motcua.casework.procedures.vocabulary import Channel
from motcua.doors.cli import demo
from motcua.doors.cli.errors import CannotRun
from motcua.doors.cli.minh_giang import fates, people, units
from motcua.ground.kernel import clock
from motcua.ground.kernel.text import fold
from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import organisation
from motcua.people.agencies.rules.roles import SEED_ROLES
from motcua.people.identity import queries as identity

TUESDAY = datetime(2026, 11, 24, 10, 20, tzinfo=clock.VIETNAM)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 40, tzinfo=clock.VIETNAM)
AFTER_TET = datetime(2026, 2, 24, 7, 45, tzinfo=clock.VIETNAM)
SAMPLES = Path(os.environ.get("MOTCUA_SAMPLES", Path(__file__).parents[4] / "shared" / "data"))


def built(tmp_path, monkeypatch, now, **more):
    monkeypatch.setattr(clock, "now", lambda: now)
    demo.build(tmp_path, **more)
    return Counter(status for _, _, status in _last_statuses())


def _last_statuses():
    """Return what each dossier's last event left; those of several agencies are told by `groups` and counted apart."""
    parts = Participation.objects.filter(child__isnull=False).values_list("child_id", flat=True)
    apart = {f"dossier:{pk}" for pk in (*parts, *Group.objects.values_list("dossier_id", flat=True))}
    last = {}
    for subject, name, status in outbox.statuses("dossier:"):
        last[subject] = (subject, name, status)
    return [told for subject, told in last.items() if subject not in apart]


@pytest.mark.django_db
@pytest.mark.parametrize("now", [TUESDAY, SUNDAY_NIGHT, AFTER_TET], ids=["morning", "Sunday night", "after Tết"])
def test_every_state_is_there_on_any_day_and_every_invariant_holds(tmp_path, monkeypatch, now):
    counts = built(tmp_path, monkeypatch, now, dossiers=60)
    assert counts == {ending.value: count for ending, count in fates.shared_out(60).items()}
    assert [check for check in invariants.checks(every=True) if check.findings] == []
    moments = [entry.at for subject, *_ in _last_statuses() for entry in outbox.history(subject)]
    assert max(moments) <= now


@pytest.mark.django_db
def test_groups_stand_at_several_agencies(tmp_path, monkeypatch):
    built(tmp_path, monkeypatch, TUESDAY, dossiers=10)
    legs = Participation.objects.filter(state="open").values_list("dossier__code", "key", "agency__short_name")
    held = {}
    for code, key, agency in legs:
        held.setdefault(code, {})[key] = agency
    assert sorted(map(sorted, held.values())) == [
        ["birth"], ["health-insurance", "residence"], ["survivor-benefit"],
    ]  # fmt: skip
    assert {agency for group in held.values() for agency in group.values()} == {
        "UBND xã Yên Trúc", "Công an xã Yên Trúc", "BHXH Yên Trúc",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_same_seed_tells_the_same_story(tmp_path, monkeypatch):
    from django.db import transaction

    def told(seed):
        point = transaction.savepoint()
        built(tmp_path, monkeypatch, TUESDAY, dossiers=25, seed=seed)
        story = [(name, status) for _, name, status in outbox.statuses("dossier:")]
        transaction.savepoint_rollback(point)
        return story

    assert told(7) == told(7)
    assert told(7) != told(8)


@pytest.mark.django_db
def test_everybody_has_a_desk_and_every_role_somebody(tmp_path, monkeypatch):
    built(tmp_path, monkeypatch, TUESDAY, dossiers=0)
    accounts = json.loads((tmp_path / "demo-accounts.json").read_text())
    assert len(accounts) == len({account["email"] for account in accounts}) == 32
    assert {"role", "post", "agency", "email", "password"} <= set(accounts[0])
    assert len({account["password"] for account in accounts}) == 1
    assert {role for desk in units.DESKS for role in desk.roles} == {code for code, _, _ in SEED_ROLES}
    for account in accounts:
        assert identity.account_of_token(account["token"]) == identity.account_by_email(account["email"])
        assert identity.account_of_token(account["token"], demo=False) is None


def promises_a_time(code, on):
    content = catalogue.in_force(code, on=on).content
    return any(terms.limit and terms.channel is not Channel.ONLINE for terms in content.terms)


@pytest.mark.django_db
def test_every_shipped_procedure_that_promises_a_time_at_a_counter_is_received_somewhere(tmp_path, monkeypatch):
    built(tmp_path, monkeypatch, TUESDAY, dossiers=0)
    on = TUESDAY.date()
    nowhere = [code for code in seeding.processes() if not catalogue.agencies_offering(code, on=on)]
    assert nowhere == [
        code for code, process in seeding.processes().items() if process != PROCESS and not promises_a_time(code, on)
    ]
    assert len(nowhere) < 5
    assert len(organisation.agencies(on=on, receiving=True)) == 7  # five centres, the police and the social insurance


@pytest.mark.django_db
def test_it_is_built_on_an_empty_installation_outside_production_only(tmp_path, monkeypatch, settings):
    with pytest.raises(CannotRun):
        demo.build(tmp_path, dossiers=demo.MOST_DOSSIERS + 1)
    settings.PRODUCTION = True
    with pytest.raises(CannotRun, match="production"):
        demo.build(tmp_path)
    settings.PRODUCTION = False
    built(tmp_path, monkeypatch, TUESDAY, dossiers=0)
    with pytest.raises(CannotRun, match="empty"):
        demo.run(SimpleNamespace(dossiers=1, seed=1))


@pytest.mark.parametrize("count", [0, 1, 7, 60, 299, 300])
def test_shares_add_up(count):
    assert sum(fates.shared_out(count).values()) == count


def test_nobody_and_no_place_is_real():
    from random import Random

    dice = Random(1)
    for _ in range(300):
        person = people.a_person(dice, "nalinh", TUESDAY.date())
        assert person.id_number.startswith("000")
        assert len(person.id_number) == 12
        assert not person.phone or person.phone.startswith("010")
        assert not person.email or person.email.endswith(".example")
    assert all(desk.mailbox.endswith(".example") for desk in units.DESKS)


@pytest.mark.skipif(not (SAMPLES / "units-34-3321.json").exists(), reason=f"no list of units in {SAMPLES}")
def test_no_commune_of_the_province_bears_the_name_of_one_in_force():
    def names(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return {name for each in value for name in names(each)}
        return {fold(value)} if isinstance(value, str) else set()

    taken = names(json.loads((SAMPLES / "units-34-3321.json").read_text()))
    assert "xa tan hoa" in taken
    for place, _ in units.COMMUNES.values():
        bare = fold(place).partition(" ")[2]
        assert not {f"{kind} {bare}".strip() for kind in ("", "xa", "phuong")} & taken, place
    assert not {fold(units.PROVINCE), "minh giang"} & taken
