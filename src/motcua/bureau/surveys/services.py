"""Take a rating."""

from datetime import datetime

from django.db import IntegrityError, transaction

from motcua.casework.dossiers.queries import public as dossiers
from motcua.casework.dossiers.vocabulary import Status
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound, Refusal
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import rules as outbox_rules
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.queries import EntryView

from .events import RatingGiven
from .models import Rating
from .vocabulary import Satisfaction


def rate(code: str, level: Satisfaction, comment: str = "", *, by: Actor, at: datetime, key: str = "") -> int:
    """Take the citizen's rating of a returned dossier; return its id.

    Raises  NotFound for an unknown code, Refusal before the result is returned or after the first rating,
            Invalid for a "not satisfied" without a word why.
    Law     01/2018/TT-VPCP, Điều 12.
    """
    dossier = dossiers.track(code)
    if dossier is None:
        raise NotFound("Không có hồ sơ với mã này.")
    if dossier.status is not Status.RETURNED:
        raise Refusal("Đánh giá được gửi sau khi trả kết quả.", code="not_returned")
    comment = clean(comment)
    if level is Satisfaction.NO and not comment:
        raise Invalid("Cho chúng tôi biết điều chưa hài lòng.", fields={"comment": "Ghi điều chưa hài lòng"})
    request = outbox_rules.fingerprint("rate", dossier.id, level, comment) if key else ""

    def act() -> int:
        if Rating.objects.filter(dossier_id=dossier.id).exists():
            raise _rated()
        rating = Rating.objects.create(dossier_id=dossier.id, level=level, comment=comment[:2000], given_at=at)
        event = RatingGiven(
            subject=f"rating-of:{dossier.id}", dossier_id=dossier.id, level=level, commented=bool(comment)
        )
        outbox.publish(event, by=by, at=at, key=key, request=request)
        return rating.pk

    try:
        with transaction.atomic():
            return outbox.once(act, _told, by=by, key=key, request=request)
    except IntegrityError as two_at_once:
        raise _rated() from two_at_once


def _rated() -> Refusal:
    return Refusal("Hồ sơ này đã được đánh giá. Cảm ơn ông/bà.", code="rated")


def _told(entry: EntryView) -> int:
    return Rating.objects.values_list("pk", flat=True).get(dossier_id=subject_id(entry.subject))
