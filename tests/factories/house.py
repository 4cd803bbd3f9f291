"""A whole installation as an operator meets it: `motcua` as processes of their own, on a folder of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

from motcua.doors.cli import processes

COMMAND = [sys.executable, "-m", "motcua.doors.cli"]
ADMINISTRATOR = {"MOTCUA_ADMIN_EMAIL": "quan.tri@example.vn", "MOTCUA_ADMIN_PASSWORD": "mot-cua-dung-thu"}


def environment(data, **more):
    """Return the environment of a command that knows nothing of the suite."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {**mine, "MOTCUA_DATA": str(data), **ADMINISTRATOR, **more}


def motcua(data, *words, **more):
    """Run one verb to its end."""
    return subprocess.run(
        [*COMMAND, *words], env=environment(data, **more), capture_output=True, text=True, check=False, timeout=120
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """One `motcua run` in a process group of its own."""

    def __init__(self, data, *words, **more):
        self.data = data
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
        assert f"ready http://127.0.0.1:{self.port}\n" in self.said(), self.said()[-3000:]
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

    def database(self):
        """Return the process of the database's server."""
        return int((self.data / "pg" / "postmaster.pid").read_text().split("\n")[0])

    def kill(self, *, database=False):
        """Kill the whole group at once, as a power cut would; the database too if wished."""
        server = self.database()
        os.killpg(self.process.pid, signal.SIGKILL)
        if database:
            os.kill(server, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Ask it to stop and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)
