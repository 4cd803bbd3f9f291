"""The gateway's words and ours: the only place that knows its codes.

A request    {"client_ref", "from", "to", "text"}, answered 200 or 202 {"id", "duplicate"} or with {"error"}
A report     {"client_ref", "id", "status": "delivered" | "failed", "error"}
"""

import json
from dataclasses import dataclass

from motcua.ground.notifications.ports import Answer, Outgoing
from motcua.ground.notifications.vocabulary import Fault, Outcome

_FAULTS = {
    "invalid_number": Fault.WRONG_ADDRESS,
    "unknown_subscriber": Fault.WRONG_ADDRESS,
    "blocked": Fault.REFUSED,
    "text_refused": Fault.REFUSED,
}
_PASSING = {401: Fault.SETTINGS, 403: Fault.SETTINGS, 408: Fault.BUSY, 425: Fault.BUSY, 429: Fault.BUSY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a message after the gateway took it. ``reference`` is ours."""

    reference: str
    delivered: bool
    said: str


def request_of(message: Outgoing, brand: str) -> bytes:
    """Return the body that hands a message over."""
    said = {"client_ref": message.reference, "from": brand, "to": message.address, "text": message.text}
    return json.dumps(said, ensure_ascii=False).encode()


def answer_of(status: int, body: bytes) -> Answer:
    """Return what an answer of the gateway means; one that cannot be read is an error of the gateway."""
    said = _object(body)
    words = f"{status} {body[:160].decode('utf-8', 'replace')}"
    if status in (200, 201, 202):
        if said is None or not isinstance(said.get("id"), str | int):
            return Answer(outcome=Outcome.LATER, fault=Fault.FAULTY, said=words)
        return Answer(outcome=Outcome.ACCEPTED, reference=str(said["id"])[:100], said=words)
    if fault := _PASSING.get(status):
        return Answer(outcome=Outcome.LATER, fault=fault, said=words)
    if 400 <= status < 500:
        error = str((said or {}).get("error", ""))
        return Answer(outcome=Outcome.NEVER, fault=_FAULTS.get(error, Fault.REFUSED), said=words)
    return Answer(outcome=Outcome.LATER, fault=Fault.FAULTY, said=words)


def report_of(body: bytes) -> Report | None:
    """Return the report in a body; None where it is none, or names a state that is not an end."""
    said = _object(body)
    if said is None:
        return None
    reference, status = said.get("client_ref"), said.get("status")
    if not isinstance(reference, str) or status not in ("delivered", "failed") or "\0" in reference:
        return None
    return Report(reference=reference[:40], delivered=status == "delivered", said=_words(said.get("error")))


def _object(body: bytes) -> dict[str, object] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _words(said: object) -> str:
    return str(said or "").replace("\0", "")[:200]
