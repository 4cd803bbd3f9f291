"""Kill everything while messages go out through a gateway full of faults: each telephone rings once for each message.

The gateway outlives the kills, as a real one would. After each start the pauses are cut short in the tables, because
nobody waits four hours for a test; what a dead worker held is put back by the living one.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from motcua.doors.cli import processes
from motcua.doors.cli.cluster import Cluster
from motcua.doors.interchange.messaging.fake import Fault, Simulator
from tests.factories.house import House, environment, motcua

SECRET = "only for this run"
A_BATCH = 60
SPEAK = [sys.executable, "-m", "tests.prove.notifications.say"]
TROUBLES = (
    *(Fault.LOST, Fault.ERROR, Fault.BUSY, Fault.GARBLED, Fault.DROPPED, Fault.ERROR_AFTER, Fault.SLOW, Fault.SLOW),
    *[None] * 20,
)
TIME_GOES_BY = (
    "update notifications_message set due_at = created_at, held_until = null where state = 'queued';"
    "update procrastinate_jobs set scheduled_at = now() where status = 'todo' and task_name = 'notifications.deliver';"
    "set session_replication_role = replica;"
    "update notifications_attempt set at = at - interval '2 minutes' where fault = 'unreachable'"
)
LEFT_BEHIND = """
SELECT m.id, m.attempts, m.due_at, m.held_until, m.last_fault, j.status, j.scheduled_at, j.attempts AS tries, now()
FROM notifications_message m
LEFT JOIN procrastinate_jobs j ON j.task_name = 'notifications.deliver' AND (j.args->>'message_id')::bigint = m.id
WHERE m.state = 'queued'
"""


def count(data, statement):
    return int(motcua(data, "psql", "--", "-Atc", statement).stdout)


def speak(data, first, last, **carried):
    done = subprocess.run(
        [*SPEAK, str(first), str(last)],
        env=environment(data, PYTHONPATH=":".join(filter(None, sys.path)), **carried),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def drain(data):
    """Let time go by until nothing is queued; return how many seconds it took.

    Pauses are cut short; a carrier that answered nobody for a minute is asked once by each turn.
    """
    began = time.monotonic()

    def is_drained():
        motcua(data, "psql", "--", "-qc", TIME_GOES_BY)
        return count(data, "select count(*) from notifications_message where state = 'queued'") == 0

    assert processes.wait(is_drained, 400, step=1), motcua(data, "psql", "--", "-xc", LEFT_BEHIND).stdout
    return time.monotonic() - began


def examine(data, gateway, expected):
    """Assert that each telephone rang once and that the table says so."""
    rings = {number: len(texts) for number, texts in gateway.handsets.items()}
    assert len(rings) == expected, f"{expected - len(rings)} telephones never rang"
    doubled = {number: times for number, times in rings.items() if times != 1}
    assert not doubled, f"rang more than once: {doubled}"
    sent = "select count(*) from notifications_message where state in ('sent', 'delivered')"
    states = motcua(data, "psql", "--", "-Atc", "select state, count(*) from notifications_message group by 1").stdout
    assert count(data, sent) == expected, states
    told = "select count(*) from outbox_entry where name = 'MessageSent'"
    assert count(data, told) == expected, "an event is lost or doubled"
    doctor = motcua(data, "doctor", "--json")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def prove(kills, *, seed=1, say=lambda _: None):
    """Return (messages, kills, requests, attempts cut off) after so many kills, or fail."""
    dice = Random(seed)
    data = Path(tempfile.mkdtemp(prefix="motcua-messages-"))
    data.chmod(0o755)
    house = None
    with Simulator(secret=SECRET, slow_seconds=0.3) as gateway:
        carried = {"MOTCUA_SMS_URL": gateway.url, "MOTCUA_SMS_SECRET": SECRET}
        try:
            house = House(data, **carried).ready(180)
            for number in range(kills):
                gateway.script.extend(dice.choices(TROUBLES, k=A_BATCH))
                speaking = subprocess.Popen(
                    [*SPEAK, str(number * A_BATCH), str((number + 1) * A_BATCH)],
                    env=environment(data, PYTHONPATH=":".join(filter(None, sys.path)), **carried),
                    stderr=subprocess.DEVNULL,
                )
                under_way = gateway.requests + dice.randint(1, A_BATCH // 2)
                processes.wait(lambda until=under_way: gateway.requests >= until, 60, step=0.01)
                time.sleep(dice.uniform(0, 0.2))
                house.kill(database=number % 2 == 1)
                speaking.wait()
                house = House(data, **carried).ready(60)
                speak(
                    data, number * A_BATCH, (number + 1) * A_BATCH, **carried
                )  # who was cut off says it again, under its key
                seconds = drain(data)
                examine(data, gateway, (number + 1) * A_BATCH)
                say(f"{number + 1}/{kills}: {(number + 1) * A_BATCH} messages, drained in {seconds:.0f} s")
            cut_off = count(
                data,
                "select count(*) from notifications_attempt b where b.outcome = 'begun' and not exists (select from "
                "notifications_attempt e where e.message_id = b.message_id and e.number = b.number and e.id > b.id)",
            )
            assert house.stop() == 0
            return kills * A_BATCH, kills, gateway.requests, cut_off
        finally:
            if house and house.process.poll() is None:
                house.kill()
            Cluster(data).stop()
            shutil.rmtree(data, ignore_errors=True)
