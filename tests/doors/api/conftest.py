"""A machine at the counter: a token, a clock that stands still, and bodies that are right."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.test import Client

from motcua.ground.kernel import clock
from motcua.people.identity import queries as accounts
from motcua.people.identity import services as identity
from tests.factories.world import FOUNDED, MARITAL, MORNING, a_world


@dataclass
class Machine:
    """Calls the API as somebody."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def _headers(self, **more):
        return {**({"authorization": f"Bearer {self.token}"} if self.token else {}), **more}

    def get(self, path, query=None, **headers):
        return self.client.get(f"/api/v1/{path}", query or {}, headers=self._headers(**headers))

    def post(self, path, body=None, key=None, **headers):
        key = uuid4().hex if key is None else key
        return self.client.post(
            f"/api/v1/{path}",
            body if body is not None else {},
            content_type="application/json",
            headers=self._headers(**({"idempotency-key": key} if key else {}), **headers),
        )

    def act(self, code, act, body=None, **more):
        return self.post(f"dossiers/{code}/acts/{act}", body, **more)


@pytest.fixture(autouse=True)
def _morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def world(db):
    return a_world()


@pytest.fixture
def machine(world):
    """Return who calls as a person of the world: ``machine("officer")``."""

    def of(who):
        account = accounts.account_by_email(world.emails[who])
        return Machine(identity.issue_token(account, label="test", at=FOUNDED))

    return of


@pytest.fixture
def anybody(db):
    return Machine()


@pytest.fixture
def handed_in():
    """Return a body that is complete."""

    def body(**more):
        return {
            "procedure": MARITAL,
            "submitter": {"name": "Nguyễn Thị Ánh Nguyệt", "id_number": "036179004417", "phone": "0912345678"},
            "papers": [{"key": "form", "originals": 1}],
            **more,
        }

    return body
