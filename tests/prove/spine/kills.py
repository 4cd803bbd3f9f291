"""Kill everything at random moments under load: nothing that was answered is lost, nothing is there twice.

Counters hand dossiers in over the API and work on them; at a random moment the whole process group is killed, every
other time the database with it. After each start what got no answer is sent again under its key, what was answered is
asked again, and the doctor looks at everything.
"""

import http.client
import json
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from motcua.doors.cli import processes
from motcua.doors.cli.cluster import Cluster
from tests.factories.house import House, motcua

COUNTERS = 3
PROCEDURE = "2.000815"  # certified copies: offered everywhere, one paper to see
UNIT = "yentruc"
HANDED = {"recipient": "Người thử", "identity_check": "card", "id_last4": "0000"}
WALK = (
    ("handling_officer", "take", {}),
    ("handling_officer", "note", {"text": "Đã đối chiếu."}),
    ("handling_officer", "complete", {"outcome": "forward"}),
    ("signer", "attach", {"number": "1/SCT"}),
    ("signer", "complete", {"outcome": "sign"}),
    ("one_stop_officer", "hand_over", HANDED),
)


@dataclass
class Load:
    """What the counters sent and what they were told."""

    tokens: dict[str, str]
    answered: dict[str, dict] = field(default_factory=dict)
    unanswered: dict[str, tuple[str, str, dict]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    trouble: str = ""
    sent: int = 0


def send(port, token, key, path, body):
    """Post once; raise OSError or HTTPException where no whole answer comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        connection.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def post(load, port, token, key, path, body):
    """Post and keep the books; a server that dies or cannot reach its database leaves the key unanswered."""
    load.unanswered[key] = (token, path, body)
    try:
        status, said = send(port, token, key, path, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        load.trouble = repr(error)
        return None
    if status >= 500:
        load.trouble = f"{status} {said}"
        return None
    del load.unanswered[key]
    if status not in (200, 201):
        load.refused.append(f"{key} {path}: {status} {said}")
        return None
    load.answered[key] = {"token": token, "path": path, "body": body, "said": said}
    return said


def dossier(number):
    """Return the body of one dossier."""
    return {
        "procedure": PROCEDURE,
        "submitter": {"name": f"Người thử {number}", "phone": "0900000000"},
        "papers": [{"key": "ban-chinh", "originals": 1}],
    }


def counter(load, port, number, stop):
    """Hand in one dossier after the other and work on it, every other one to its end, until told to stop."""
    while not stop.is_set():
        load.sent += 1
        key = f"{number}-{load.sent}-{time.monotonic_ns()}"
        done = post(load, port, load.tokens["one_stop_officer"], key, "dossiers", dossier(key))
        for role, act, body in WALK if done and load.sent % 2 else ():
            path = f"dossiers/{done['code']}/acts/{act}"
            if stop.is_set() or not post(load, port, load.tokens[role], f"{key}-{act}-{role}", path, body):
                break


def strain(load, house, seconds, *, database):
    """Let the counters work for the seconds, then kill everything."""
    stop = threading.Event()
    desks = [threading.Thread(target=counter, args=(load, house.port, n, stop)) for n in range(COUNTERS)]
    for desk in desks:
        desk.start()
    time.sleep(seconds)
    house.kill(database=database)
    stop.set()
    for desk in desks:
        desk.join()


def settle(load, house, dice):
    """Send again what got no answer; ask again for some of what was answered, and expect the same."""
    for key, (token, path, body) in list(load.unanswered.items()):
        post(load, house.port, token, key, path, body)
        assert key not in load.unanswered, f"{key}: {load.trouble}\n{house.said()[-2000:]}"
    for key in dice.sample(sorted(load.answered), min(5, len(load.answered))):
        told = load.answered[key]
        status, said = send(house.port, told["token"], key, told["path"], told["body"])
        assert status in (200, 201), (status, said)
        assert said == told["said"], f"{key} was told {told['said']} and now {said}"


def count(data, statement):
    return int(motcua(data, "psql", "--", "-Atc", statement).stdout)


def examine(data, load):
    """Return the dossiers counted, after asserting that each was taken once and that the doctor finds nothing."""
    assert not load.refused, load.refused[:3]
    codes = [told["said"]["code"] for told in load.answered.values() if told["path"] == "dossiers"]
    assert len(codes) == len(set(codes)), "one number was given twice"
    assert count(data, "select count(*) from dossiers_dossier") == len(codes), "a dossier is lost or doubled"
    doctor = motcua(data, "doctor", "--json", "--all")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    return len(codes)


def prove(kills, *, seed=1, say=lambda _: None):
    """Return (dossiers, kills, acts cut off) after so many kills, or fail."""
    dice = Random(seed)
    data = Path(tempfile.mkdtemp(prefix="motcua-kills-"))
    data.chmod(0o755)
    cut_off, house = 0, None
    try:
        made = motcua(data, "demo", "--dossiers", "0")
        assert made.returncode == 0, made.stderr
        accounts = json.loads((data / "demo-accounts.json").read_text())
        here = [account for account in reversed(accounts) if f"@{UNIT}." in account["email"]]
        load = Load({account["role"]: account["token"] for account in here})
        house = House(data).ready()
        for number in range(1, kills + 1):
            database = number % 2 == 0
            strain(load, house, dice.uniform(0.1, 2.5), database=database)
            cut_off += len(load.unanswered)
            house = House(data).ready()
            settle(load, house, dice)
            taken = examine(data, load)
            say(f"{number}/{kills} {'with' if database else 'without'} the database: {taken} dossiers")
        drained = "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
        assert processes.wait(lambda: count(data, drained) == 0, 60, step=1), "deliveries are left behind"
        assert house.stop() == 0
        return taken, kills, cut_off
    finally:
        if house and house.process.poll() is None:
            house.kill()
        Cluster(data).stop()
        shutil.rmtree(data, ignore_errors=True)
