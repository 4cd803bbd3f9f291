"""Facts about a dossier: each carries the status it left behind."""

from dataclasses import dataclass

from motcua.ground.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvent(Event):
    """What every fact about a dossier says."""

    code: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(DossierEvent):
    procedure: str
    version_id: int
    channel: str
    agency_id: int
    competent_id: int
    received_at: str
    due_at: str
    ruleset: str = ""
    item_id: int | None = None
    activity: str = ""
    item_agency_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSubmitted(DossierEvent):
    """Handed in from afar, ``on_behalf``: by an officer; the agency decides by ``accept_by`` whether it takes it in."""

    procedure: str
    version_id: int
    channel: str
    agency_id: int
    competent_id: int
    accept_by: str
    on_behalf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDeclined(DossierEvent):
    """Reason and legal basis are typed by hand and may name somebody: they stay with the dossier."""

    procedure: str
    agency_id: int
    competent_id: int | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved(DossierEvent):
    """A step was finished and the next begun; ``next_activity`` is empty at the end."""

    item_id: int
    activity: str
    outcome: str
    next_activity: str = ""
    agency_id: int | None = None
    next_agency_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(DossierEvent):
    """``due_at``: promised from now on, where the time runs from this taking; else empty."""

    item_id: int
    activity: str
    agency_id: int | None = None
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAssigned(DossierEvent):
    item_id: int
    activity: str
    post_id: int
    agency_id: int | None = None
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReleased(DossierEvent):
    """The step went back to the pool of its role."""

    item_id: int
    activity: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSentBack(StepMoved):
    """The agency that was offered the step did not take it: it is again with the post that had offered it.

    reason   of `SendBack`; ``post_id``: who holds it again, null: the pool of ``next_agency_id``
    """

    reason: str = ""
    post_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCompleted(StepMoved):
    timeliness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReturned(StepMoved):
    method: str = ""
    identity_check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierNoted(DossierEvent):
    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFiled(DossierEvent):
    paper_id: int
    document_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRejected(StepMoved):
    """Processed to the end: the conditions are not met; the answer is a result like any other."""

    timeliness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSupplemented(DossierEvent):
    """The applicant completed it. ``due_at`` is empty before receipt; ``restarted``: counted from zero again."""

    supplement_id: int
    due_at: str = ""
    restarted: bool = False
    item_id: int | None = None
    accept_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationSettled(DossierEvent):
    pause_id: int
    due_at: str
    item_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPaused(DossierEvent):
    """The clock stands still by a ground of law; who holds the dossier does not change."""

    pause_id: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierResumed(DossierEvent):
    pause_id: int
    cause: str
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCorrected(DossierEvent):
    """A wrong intake was put right; ``fields`` names what changed, never the words."""

    correction_id: int
    fields: list[str]
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWithdrawn(DossierEvent):
    """By the applicant's wish; what stood open is closed."""

    ending_id: int
    item_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierStopped(DossierEvent):
    """``initiator`` of `Initiator`."""

    ending_id: int
    initiator: str
    item_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatenessNoted(DossierEvent):
    """A promised date passed without a result. ``holder``: as in the ledger, e.g. ``post:12``."""

    late_event_id: int
    kind: str
    due_at: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyDrafted(DossierEvent):
    """``new_due_at`` is empty from the second letter on."""

    letter_id: int
    number: int
    cause: str
    for_due_at: str
    new_due_at: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyDropped(DossierEvent):
    """The date is kept after all, or the dossier ended: nobody need be told."""

    letter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologySent(DossierEvent):
    """Approved by a head and on its way; where it appoints anew, ``due_at`` is the promise from now on.

    ahead   sent before the date it apologises for had passed
    """

    letter_id: int
    number: int
    cause: str
    for_due_at: str
    due_at: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderGiven(DossierEvent):
    """The clock reminded somebody: ``kind`` of `Reminder`, ``level`` 0 the holder, 1 the head, 2 one level up.

    Of what is overdue a person reminds the holder, the clock those above; ``about`` is then the day of reminding.
    Of a result that nobody collects: those who give it out and the applicant; ``about`` the day of reminding.
    """

    kind: str
    about: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMirrored(DossierEvent):
    """Another system, ``partner``, handles it and says where it stands since ``seen_at``; ours only shows it."""

    procedure: str
    agency_id: int
    partner: str
    seen_at: str
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAmended(Event):
    """``subject`` is ``ruleset:<id>`` of the new version; ``changes`` names the parameters."""

    code: str
    version: int
    changes: list[str]
