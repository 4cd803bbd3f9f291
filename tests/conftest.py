"""The house in which the suite runs: its own data folder, its own database server, no way out to the network.

`DATABASE_URL` gives another server, `PG_BIN` other programs for the suite's own. Workers of one run share one server.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.doors.cli.cluster import Cluster
from motcua.doors.cli.postgres import database_url_parts
from tests.factories.chromium import CHROMIUM

_OURS = "MOTCUA_TEST_DATA" not in os.environ
if _OURS:
    os.environ["MOTCUA_TEST_DATA"] = tempfile.mkdtemp(prefix="motcua-test-")
DATA = Path(os.environ["MOTCUA_TEST_DATA"])
DATA.chmod(0o755)
(DATA / "static").mkdir(exist_ok=True)
os.environ["MOTCUA_DATA"] = str(DATA)
os.environ["MOTCUA_ENV"] = "test"

# Django has read its settings by now, but has not been set up: what names the data folder still counts.
settings.DATA = DATA
settings.STATIC_ROOT = DATA / "static"
settings.STORAGES["default"]["OPTIONS"]["location"] = DATA / "files"
settings.DATABASES["default"].update(database_url_parts(DATA))
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_LONG = ("bench", "doors/cli", "journeys")  # files of minutes: the last of them must not be waited for by itself
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # the suite's data may be lost


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; skip the journeys, and say so, on a machine without Chromium."""
    long = tuple(f"{Path(__file__).parent / part}{os.sep}" for part in _LONG)
    items.sort(key=lambda item: not str(item.path).startswith(long))
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)"))


def pytest_unconfigure() -> None:
    """Remove the data folder with the run that made it."""
    if _OURS:
        shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start the suite's server when the first test asks for a database."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with Cluster(DATA, settings=_CARELESS).attached():
        yield
        connection.close()


@pytest.fixture(autouse=True)
def _figures_of_this_test() -> Iterator[None]:
    """Forget the public figures of the hour: a test has its own."""
    yield
    from motcua.steering.indicators.queries import public

    public.of_the_hour.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _no_way_out() -> Iterator[None]:
    """Refuse connections beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not ip_address(address[0]).is_loopback:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def queries() -> Callable[..., AbstractContextManager[CaptureQueriesContext]]:
    """Hold a piece of work to its budget: ``with queries(max=6): client.get(…)``."""

    @contextmanager
    def budget(*, max: int) -> Iterator[CaptureQueriesContext]:  # noqa: A002 - reads as the budget it is
        with CaptureQueriesContext(connection) as seen:
            yield seen
        said = "\n".join(query["sql"] for query in seen.captured_queries)
        assert len(seen) <= max, f"{len(seen)} statements, {max} allowed:\n{said}"

    return budget
