"""Fill a party from the QR code of a card, or from what the person declared at a counter before."""

from datetime import datetime

from motcua.casework.dossiers.vocabulary import PartyRole
from motcua.ground.audit import services as audit
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.identifiers import digits
from motcua.people.identity import queries as identity
from motcua.people.identity.rules import is_personal_id, read_card

from .forms import OTHERS, Intake

_READ = "Đã điền từ mã QR của thẻ. Mã QR không thay cho việc đối chiếu thẻ với người."
_KNOWN = "Đã điền những ô còn trống theo lần khai trước. Hỏi lại địa chỉ và điện thoại."


def fill_in(form: Intake, *, by: Actor, at: datetime) -> tuple[Intake, dict[str, str]]:
    """Return the form filled, and {party: sentence} that says what was found or why nothing was.

    Reading an earlier declaration is written into the access log.
    """
    said: dict[str, str] = {}
    for role in (PartyRole.SUBMITTER, *OTHERS):
        if scanned := form.value(f"{role}.card"):
            card = read_card(scanned)
            form = form.with_card(role, card)
            said[role] = " ".join(card.warnings) or _READ
        number = digits(form.value(f"{role}.id_number"))
        person = identity.person(number) if is_personal_id(number) else None
        if person is None:
            continue
        filled = form.with_person(role, person)
        if filled.typed != form.typed:
            audit.looked(f"person:{person.id}", "prefill", by=by, at=at)
            form = filled
            said[role] = " ".join(filter(None, (said.get(role), _KNOWN)))
    return form, said
