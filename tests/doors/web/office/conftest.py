"""The office at nine o'clock on a Thursday, and whoever sits at which desk."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from motcua.config.file_store import DiskStore
from motcua.ground.kernel import clock
from motcua.people.agencies.queries import calendars
from motcua.people.identity.models import Account
from motcua.tools.documents import ports
from tests.factories.world import MORNING, World, a_world


@pytest.fixture
def frozen(monkeypatch):
    """Hold the doors' one clock; ``frozen(moment)`` turns it."""

    def turn(moment: datetime = MORNING) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    turn()
    return turn


@pytest.fixture
def world(db, frozen, tmp_path, monkeypatch) -> World:
    monkeypatch.setattr(ports, "_store", [DiskStore(tmp_path)])
    calendars.forget(unsettled=False)
    cache.clear()
    return a_world()


@pytest.fixture
def at_desk(world):
    """Return a browser in which somebody of the world has logged in."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(email=world.emails[who]))
        return client

    return log_in


@pytest.fixture
def counter(at_desk):
    return at_desk("receptionist")


@pytest.fixture
def officer(at_desk):
    return at_desk("officer")


def text(response) -> str:
    return response.content.decode()


def value_of(response, name: str) -> str:
    """Return what stands in a field of the page."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', text(response))
    return unescape(found[1]) if found else ""


def complaints(response) -> dict[str, str]:
    """Return the error summary: field → sentence."""
    return dict(re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', text(response)))


def forms(response) -> set[str]:
    """Return where the forms of the page lead."""
    return set(re.findall(r'<form[^>]*action="([^"]+)"', text(response)))
