import pytest

from tests import conftest as suite
from tests.journeys import browser as chrome
from tests.journeys import province as demo


@pytest.fixture(scope="session")
def province():
    with demo.running(suite.DATA / "province") as found:
        yield found


@pytest.fixture(scope="module")  # a browser kept longer leaves its event loop to tests that use the database
def browser():
    with chrome.chromium(suite.CHROMIUM) as started:
        yield started


@pytest.fixture
def visit(browser, province):
    """Sit people down before a screen; whatever a browser complained of by the end is a failure."""
    people = []

    def one(size=chrome.DESKTOP, *, account="", **more):
        person = chrome.visitor(browser, province, size, **more)
        people.append(person)
        if account:
            chrome.log_in(person, province.account(account))
        return person

    yield one
    for person in people:
        person.context.close()
    assert not [fault for person in people for fault in person.faults]


@pytest.fixture
def desktop(visit):
    return visit(chrome.DESKTOP)


@pytest.fixture
def phone(visit):
    return visit(chrome.PHONE)


@pytest.fixture(scope="session")
def axe():
    """Look a page over for barriers."""
    if not chrome.AXE.exists():
        pytest.skip("axe-core is not installed (make setup, with Node)")
    return chrome.audit
