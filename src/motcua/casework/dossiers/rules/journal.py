"""What the journal says a dossier's state must be: each event that means an act of law, walked through the table."""

from collections.abc import Iterable, Mapping

from ..vocabulary import Act, Status
from . import lifecycle
from .lifecycle import State

ACTS: Mapping[str, Act] = {
    "DossierSubmitted": Act.SUBMIT,
    "DossierReceived": Act.ACCEPT,
    "DossierDeclined": Act.DECLINE,
    "SupplementRequested": Act.ASK,
    "DossierSupplemented": Act.SUPPLY,
    "DossierCorrected": Act.CORRECT,
    "ObligationDemanded": Act.DEMAND,
    "ObligationSettled": Act.SETTLE,
    "DossierPaused": Act.PAUSE,
    "DossierResumed": Act.RESUME,
    "DossierCompleted": Act.COMPLETE,
    "DossierRejected": Act.REJECT,
    "DossierReturned": Act.RETURN,
    "DossierWithdrawn": Act.WITHDRAW,
    "DossierStopped": Act.STOP,
}
"""Events that are acts; every other event leaves the state, or begins the processing. A letter moves only the date."""


def walk(events: Iterable[tuple[str, str]]) -> tuple[State | None, str]:
    """Fold (event name, status it left) through the law; return the state, and what was unlawful, "" for nothing."""
    now: State | None = None
    for name, after in events:
        if name in ACTS:
            target = lifecycle.TRANSITIONS.get((now, ACTS[name]))
            if target is None or target.status != after:
                return now, f"có sự kiện {name} không hợp luật"
            now = target
        elif now is not None and after != now.status:
            begun = lifecycle.TRANSITIONS.get((now, Act.PROCESS))
            if begun is None or begun.status != after:
                return now, f"đổi trạng thái ở sự kiện {name}"
            now = begun
        elif now is None:
            now = State(Status(after))
    return now, ""
