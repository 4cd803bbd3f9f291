"""What is known of a dossier that is or will be late: the facts from which its letter is written."""

from datetime import datetime
from decimal import Decimal

from motcua.ground.outbox import queries as outbox
from motcua.people.agencies.queries import organisation as agencies
from motcua.tools.workflow import queries as workflow
from motcua.tools.workflow.vocabulary import LIVE

from ..models import Dossier, Enquiry
from ..rules import possession
from ..rules.apology import Circumstances
from ..rules.rulesets import Parameters
from ..vocabulary import Act, EnquiryState
from . import possession as ledger
from . import rulesets


def of(dossier_id: int, *, at: datetime) -> Circumstances:
    """Return the circumstances of a dossier with an open step.

    Raises  LookupError for one that was never received.
    """
    dossier = Dossier.objects.select_related("instance").get(pk=dossier_id)
    if dossier.received_at is None or dossier.due_at is None or dossier.instance is None:
        raise LookupError(f"dossier {dossier.code} has no clock")
    item = next((item for item in reversed(workflow.items(dossier_id)) if item.state in LIVE), None)
    definition = workflow.definition(dossier.instance.definition_id)
    facts = ledger.facts(outbox.history(f"dossier:{dossier_id}"))
    held = possession.spans(facts, at)
    keys = [step.key for step in definition.activities]
    here = keys.index(item.activity_key) if item else len(keys)
    asked = Enquiry.objects.filter(dossier=dossier, state=EnquiryState.OPEN).order_by("due_at").first()
    ways = workflow.outcomes(item.activity_id) if item else ()
    (agency,) = agencies.by_ids([item.agency_id if item else dossier.competent_id])
    return Circumstances(
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        share_left=sum((step.share for step in definition.activities[here:]), Decimal()),
        step=item.activity_name if item else "",
        agency=agency.name,
        held_since=held[-1].since if held else dossier.received_at,
        asked=asked.kind if asked else "",
        returned=possession.ping_pong(facts),
        accepted=item is None or item.taken_at is not None or item.accept_by is None,
        ready_at=dossier.completed_at,
        signs=any(way.effect in (Act.COMPLETE, Act.REJECT) for way in ways),
    )


def rules_of(dossier_id: int) -> tuple[int, Parameters]:
    """Return the agency that received a dossier, and the numbers of the rules it was received under."""
    agency_id, ruleset_id, on = Dossier.objects.values_list("agency_id", "ruleset_id", "registered_on").get(
        pk=dossier_id
    )
    return agency_id, rulesets.of_dossier(ruleset_id, on).parameters
