import html.parser
from datetime import timedelta

import pytest
from django.core.cache import cache

from motcua.casework.dossiers.services import processing, results
from motcua.casework.dossiers.services.results import Receipt
from motcua.casework.dossiers.vocabulary import IdentityCheck
from motcua.people.agencies.queries import calendars
from tests.factories.world import MORNING, World, a_dossier, a_world


@pytest.fixture
def world(db) -> World:
    calendars.forget(unsettled=False)
    cache.clear()
    return a_world()


@pytest.fixture
def received(world) -> str:
    return a_dossier(world).code


@pytest.fixture
def returned(world) -> str:
    code = a_dossier(world).code
    hour = timedelta(hours=1)
    processing.take(code, by=world.officer, at=MORNING + hour)
    processing.complete(code, "forward", by=world.officer, at=MORNING + 2 * hour)
    processing.take(code, by=world.signer, at=MORNING + 2 * hour)
    results.attach(code, number="15/XN-UBND", by=world.signer, at=MORNING + 2 * hour)
    processing.complete(code, "sign", by=world.signer, at=MORNING + 3 * hour)
    receipt = Receipt(recipient="Nguyễn Thị Ánh Nguyệt", identity_check=IdentityCheck.CARD, id_last4="4417")
    results.hand_over(code, receipt, by=world.receptionist, at=MORNING + 4 * hour)
    return code


class Page(html.parser.HTMLParser):
    """What a test asks of a page: its headings, and which controls have a label."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1 = 0
        self.main = 0
        self.lang = ""
        self.labels: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self._within_label = 0
        self.posts: list[set[str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.h1 += tag == "h1"
        self.main += tag == "main"
        if tag == "html":
            self.lang = given["lang"]
        if tag == "label":
            self._within_label += 1
            self.labels.add(given.get("for", ""))
        if tag == "form":
            self.posts.append(set() if given.get("method") == "post" else {"get"})
        if tag == "input" and self.posts:
            self.posts[-1].add(given.get("name", ""))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden" and not self._within_label:
            self.controls.append(given)

    def handle_endtag(self, tag):
        if tag == "label":
            self._within_label -= 1

    @property
    def unlabelled(self) -> list[dict[str, str]]:
        return [c for c in self.controls if c.get("id") not in self.labels and "aria-label" not in c]


@pytest.fixture
def see():
    """Read a response as a page."""
    return lambda response: Page(response.content.decode())
