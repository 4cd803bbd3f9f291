"""What others tell about a dossier: fees, copies, synchronisation, who the applicant is, how he was served.

Each source keeps a journal of its own about a dossier (subject ``fees-of:17``), and folds by setting, never by adding:
told twice or in another order, the facts are the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..vocabulary import Source

SUBJECTS: Mapping[str, Source] = {
    "fees-of": Source.PAYMENTS,
    "copies-of": Source.COPIES,
    "sync-of": Source.SYNC,
    "applicant-of": Source.APPLICANTS,
    "rating-of": Source.RATINGS,
    "petitions-of": Source.PETITIONS,
}
"""Kinds of subjects that tell about a dossier, each ``<kind>:<id of the dossier>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one dossier besides its own journal.

    fee, paid            đồng that were assessed and paid; None: nothing was assessed
    component, result    a part, the result has a file
    stored               a part came from, or the result went to, the citizen's own store of data
    pleased              of the newest rating; None: not rated
    rated_at, blamed_at  of the newest rating; of the first dislike or petition
    told                 who has told anything
    """

    fee: int | None = None
    paid: int = 0
    paid_online: bool = False
    component: bool = False
    reused: bool = False
    stored: bool = False
    result: bool = False
    certified: bool = False
    synced: bool = False
    citizen_data: bool = False
    pleased: bool | None = None
    rated_at: datetime | None = None
    blamed_at: datetime | None = None
    told: frozenset[Source] = frozenset()


NOTHING = Facts()


def fold(facts: Facts, name: str, at: datetime, payload: Mapping[str, Any]) -> Facts:
    """Return the facts after an event; one that tells nothing here changes nothing."""
    if name not in _STEPS:
        return facts
    whose, step = _STEPS[name]
    return step(replace(facts, told=facts.told | {whose}) if whose else facts, at, payload)


def _assessed(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    del at
    return replace(facts, fee=said["amount"])


def _paid(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    del at
    return replace(facts, paid=said["total"], paid_online=facts.paid_online or said["online"])


def _refunded(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    del at
    return replace(facts, paid=said["total"], paid_online=facts.paid_online and said["total"] > 0)


def _component(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    del at
    return replace(
        facts,
        component=True,
        reused=facts.reused or said["reused"],
        stored=facts.stored or said["from_store"],
    )


def _sets(field: str) -> Callable[[Facts, datetime, Mapping[str, Any]], Facts]:
    def step(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
        del at, said
        return replace(facts, **{field: True})  # type: ignore[arg-type]  # a field that is told or not

    return step


def _rated(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    if facts.rated_at is not None and facts.rated_at > at:
        return facts
    pleased = said["level"] != "no"
    return _blame(replace(facts, rated_at=at, pleased=pleased), None if pleased else at)


def _petitioned(facts: Facts, at: datetime, said: Mapping[str, Any]) -> Facts:
    del said
    return _blame(facts, at)


def _blame(facts: Facts, at: datetime | None) -> Facts:
    moments = [one for one in (facts.blamed_at, at) if one is not None]
    return replace(facts, blamed_at=min(moments, default=None))


_STEPS: Mapping[str, tuple[Source | None, Callable[[Facts, datetime, Mapping[str, Any]], Facts]]] = {
    "FeeAssessed": (Source.PAYMENTS, _assessed),
    "FeePaid": (Source.PAYMENTS, _paid),
    "FeeRefunded": (Source.PAYMENTS, _refunded),
    "ComponentDigitised": (Source.COPIES, _component),
    "ResultDigitised": (Source.COPIES, _sets("result")),
    "ResultStored": (Source.COPIES, _sets("stored")),
    "CopyCertified": (Source.COPIES, _sets("certified")),
    "DossierSynced": (Source.SYNC, _sets("synced")),
    "ApplicantVerified": (Source.APPLICANTS, _sets("citizen_data")),
    "RatingGiven": (Source.RATINGS, _rated),
    "DossierPetitioned": (None, _petitioned),
}
