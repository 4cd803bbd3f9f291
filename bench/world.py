"""A province made of equal lanes, by the services: a commune each, its counter, an officer, a signer.

So many lanes that registers do not queue more than a province's do; ids of one kind rise by the same step from lane to
lane, so that pgbench can compute them.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from motcua.casework.dossiers.services import processes
from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.services import offers, publishing
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.actors import Actor, system
from motcua.ground.kernel.vocabulary import ActorKind
from motcua.people.agencies.services import organisation
from motcua.people.agencies.vocabulary import AgencyKind
from motcua.people.identity import services as identity
from tests.factories.world import FOUNDED, an_officer, content, process

LANES = 40
PROCEDURE = "9.000002"
ROLES = {"counter": "one_stop_officer", "officer": "handling_officer", "signer": "signer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One commune: who receives, who checks, who signs; each with a bearer token."""

    centre: int
    committee: int
    counter: Actor
    officer: Actor
    signer: Actor
    tokens: dict[str, str]


def build() -> tuple[Lane, ...]:
    """Build all lanes in an empty house."""
    by = system("bench")
    processes.publish(process(), at=FOUNDED)
    publishing.publish_content(
        PROCEDURE,
        content("Xác nhận năm ngày", Limit(value=5, unit=LimitUnit.WORKING_DAY)),
        source="bench",
        decision_no="01/QĐ-BENCH",
        decided_on=date(2026, 1, 2),
        valid_from=FOUNDED.date(),
        by=by,
        at=FOUNDED,
    )
    return tuple(_lane(number, by) for number in range(LANES))


def _lane(number: int, by: Actor) -> Lane:
    code, name = f"H98.{number + 10}", f"xã Số {number}"
    committee = organisation.found(
        code, f"Ủy ban nhân dân {name}", AgencyKind.COMMUNE, by=by, at=FOUNDED, short_name=f"UBND {name}"
    )
    centre = organisation.found(
        f"{code}.01",
        f"Trung tâm Phục vụ hành chính công {name}",
        AgencyKind.CENTRE,
        by=by,
        at=FOUNDED,
        short_name=f"TTPVHCC {name}",
        parent_id=committee,
        receives=True,
    )
    offers.offer(
        PROCEDURE,
        agency_id=centre,
        competent_id=committee,
        process="test-process",
        valid_from=FOUNDED.date(),
        by=by,
        at=FOUNDED,
    )
    people, tokens = {}, {}
    for who, role in ROLES.items():
        agency = centre if who == "counter" else committee
        people[who], email = an_officer(f"Cán bộ {who} {number}", agency, who, [role], f"{who}{number}")
        tokens[who] = identity.issue_token(_account(email), label="bench", at=FOUNDED)
    return Lane(centre=centre, committee=committee, tokens=tokens, **people)


def _account(email: str) -> int:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email=email).pk


def save(lanes: Sequence[Lane], folder: Path) -> None:
    """Keep the lanes for the processes that will act in them."""
    (folder / "lanes.json").write_text(json.dumps([asdict(lane) for lane in lanes]))


def load(folder: Path) -> tuple[Lane, ...]:
    """Return the lanes kept in a folder."""
    return tuple(
        Lane(**{**lane, **{who: Actor(**{**lane[who], "kind": ActorKind(lane[who]["kind"])}) for who in ROLES}})
        for lane in json.loads((folder / "lanes.json").read_text())
    )
