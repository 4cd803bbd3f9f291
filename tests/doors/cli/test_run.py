"""The supervised command as an operator meets it: a process of its own on a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from motcua.doors.cli import processes
from motcua.doors.cli.cluster import Cluster
from tests.factories.house import COMMAND, House, environment, free_port, motcua

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="these start a database of their own")


@pytest.fixture(scope="module")
def data():
    folder = Path(tempfile.mkdtemp(prefix="motcua-run-"))
    folder.chmod(0o755)
    yield folder
    Cluster(folder).stop()
    shutil.rmtree(folder)


@pytest.fixture
def house(data):
    house = House(data).ready()
    yield house
    if house.process.poll() is None:
        house.kill()


def children_of(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found += [int(stat.parent.name), *children_of(int(stat.parent.name))]
    return found


def named(pids, word):
    return [pid for pid in pids if word in Path(f"/proc/{pid}/cmdline").read_text()]


def test_it_serves_once_it_says_ready_and_stops_within_ten_seconds(house, data):
    assert house.health() == (200, {"web": True, "database": True, "worker": True})
    began = time.monotonic()
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(10) == 0
    assert time.monotonic() - began < 10
    assert not Cluster(data).is_running()


def test_ctrl_c_stops_it_cleanly(house, data):
    house.process.send_signal(signal.SIGINT)
    assert house.process.wait(10) == 0
    assert not Cluster(data).is_running()


def test_a_second_one_on_the_same_folder_is_refused(house, data):
    second = motcua(data, "run", "--port", str(free_port()))
    assert second.returncode == 2
    assert "Another `motcua run`" in second.stderr
    assert house.is_healthy()


def test_a_taken_port_is_refused_in_one_sentence(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = motcua(data, "run", "--empty", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "choose another --port" in refused.stderr


def test_verbs_work_beside_it_and_leave_its_database_running(house, data):
    doctor = motcua(data, "doctor", "--json")
    assert doctor.returncode == 0, doctor.stderr
    assert json.loads(doctor.stdout)["findings"] == []
    assert house.is_healthy()


@pytest.mark.parametrize("victim", ["cli.web", "cli\0worker", "postgres"], ids=["web", "worker", "database"])
def test_it_gets_up_again_when_a_part_of_it_is_killed(house, data, victim):
    children = children_of(house.process.pid)
    killed = house.database() if victim == "postgres" else named(children, victim)[0]
    os.kill(killed, signal.SIGKILL)
    assert processes.wait(lambda: "starting it again" in house.said(), 10)
    assert processes.wait(house.is_healthy, 20, step=0.2), house.said()


@pytest.mark.parametrize("with_database", [False, True])
def test_it_starts_again_at_once_when_all_of_it_was_killed(data, with_database):
    house = House(data).ready()
    children = named(children_of(house.process.pid), "doors.cli")
    house.kill(database=with_database)
    again = House(data).ready()
    try:
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        assert again.is_healthy()
    finally:
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(10) == 0


def test_it_can_be_stopped_while_it_still_prepares(tmp_path):
    started = subprocess.Popen(
        [*COMMAND, "run", "--port", str(free_port())], env=environment(tmp_path), stderr=subprocess.PIPE, text=True
    )
    for line in started.stderr:
        if "building the demo" in line:
            break
    time.sleep(1)
    started.send_signal(signal.SIGTERM)
    assert started.wait(10) == 0, started.stderr.read()
    started.stderr.close()
    assert not Cluster(tmp_path).is_running()
    assert not (tmp_path / "demo-accounts.json").exists()


def test_an_empty_installation_without_an_administrator_says_what_it_needs(tmp_path):
    refused = motcua(tmp_path, "run", "--empty", "--port", str(free_port()), MOTCUA_ADMIN_EMAIL="")
    assert refused.returncode == 2
    assert "MOTCUA_ADMIN_EMAIL" in refused.stderr


def test_production_demands_a_secret_key(tmp_path):
    refused = motcua(tmp_path, "doctor", MOTCUA_ENV="production")
    assert refused.returncode == 2
    assert "MOTCUA_SECRET_KEY" in refused.stderr


def test_a_front_of_its_own_does_not_route_the_others(data):
    house = House(data, FRONT="portal").ready()
    try:
        with pytest.raises(urllib.error.HTTPError) as absent:
            urllib.request.urlopen(f"http://127.0.0.1:{house.port}/office/", timeout=5)
        assert absent.value.code == 404
    finally:
        house.process.send_signal(signal.SIGTERM)
        assert house.process.wait(10) == 0
