"""The supervised command as an operator meets it: a process of its own on a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from motcua.doors.cli import processes
from motcua.doors.cli.cluster import Cluster

COMMAND = [sys.executable, "-m", "motcua.doors.cli"]
ADMINISTRATOR = {"MOTCUA_ADMIN_EMAIL": "quan.tri@example.vn", "MOTCUA_ADMIN_PASSWORD": "mot-cua-dung-thu"}
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="these start a database of their own")


def environment(data, **more):
    mine = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {**mine, "MOTCUA_DATA": str(data), **ADMINISTRATOR, **more}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """One `motcua run` in a process group of its own."""

    def __init__(self, data, *words, **more):
        self.port = free_port()
        self.out = data / "run.out"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen(
                [*COMMAND, "run", "--empty", "--port", str(self.port), *words],
                env=environment(data, **more),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ready(self, seconds=60):
        processes.wait(lambda: "\nready " in "\n" + self.said() or self.process.poll() is not None, seconds, step=0.1)
        assert f"ready http://127.0.0.1:{self.port}\n" in self.said(), self.said()
        return self

    def said(self):
        return self.out.read_text()

    def health(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())
        except OSError:
            return 0, {}

    def is_healthy(self):
        return self.health()[0] == 200

    def kill_group(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


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
        house.kill_group()


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


def motcua(data, *words, **more):
    return subprocess.run(
        [*COMMAND, *words], env=environment(data, **more), capture_output=True, text=True, check=False, timeout=60
    )


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
    if victim == "postgres":
        killed = int((data / "pg" / "postmaster.pid").read_text().split("\n")[0])
    else:
        killed = named(children_of(house.process.pid), victim)[0]
    os.kill(killed, signal.SIGKILL)
    assert processes.wait(lambda: "starting it again" in house.said(), 10)
    assert processes.wait(house.is_healthy, 20, step=0.2), house.said()


@pytest.mark.parametrize("with_database", [False, True])
def test_it_starts_again_at_once_when_all_of_it_was_killed(data, with_database):
    house = House(data).ready()
    children = named(children_of(house.process.pid), "doors.cli")
    server = int((data / "pg" / "postmaster.pid").read_text().split("\n")[0])
    house.kill_group()
    if with_database:
        os.kill(server, signal.SIGKILL)
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
