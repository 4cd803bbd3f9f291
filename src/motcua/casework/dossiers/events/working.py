"""Facts about work on an open step: who does it takes the step, where another agency had only offered it."""

from dataclasses import dataclass

from .dossier import DossierEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWorkedOn(DossierEvent):
    """Something was done on the open step; ``taken_by``: the agency that thereby took what another had offered it."""

    taken_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultAttached(StepWorkedOn):
    result_id: int
    document_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested(StepWorkedOn):
    """``number`` counts from 1 apart before and after receipt; ``reasons``: codes; ``approved``: a further one."""

    supplement_id: int
    before_receipt: bool
    number: int
    reasons: list[str]
    answer_by: str
    item_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationDemanded(StepWorkedOn):
    pause_id: int
    item_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryOpened(StepWorkedOn):
    enquiry_id: int
    kind: str
    agency_id: int
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryClosed(StepWorkedOn):
    """``state``: answered, or waived by the officer who decides without it; ``late``: after its own date."""

    enquiry_id: int
    kind: str
    agency_id: int
    state: str
    late: bool
