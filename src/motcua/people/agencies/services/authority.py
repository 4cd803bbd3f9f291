"""Keep the matrix of who may sign what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.events import subject_id
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox

from .. import policies
from ..events import AuthorityEnded, AuthorityGranted
from ..models import Agency, Authority, Post
from ..queries import calendars
from ..vocabulary import DocumentType, Permission

_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """A row to be written: this post signs it, for one procedure or, with "", for all, from one day to another."""

    agency_id: int
    document: DocumentType
    post_id: int
    valid_from: date
    basis: str
    procedure: str = ""
    valid_to: date | None = None


def grant(said: Granting, *, by: Actor, at: datetime, key: str = "") -> int:
    """Say that a post may sign a type of document of an agency; return the row's id.

    Whether there is such a procedure is asked above.
    Raises  Invalid naming every field · NotFound where the agency is closed.
    """
    procedure, basis = clean(said.procedure), clean(said.basis)

    def act() -> int:
        policies.require(by, Permission.ADMINISTER, on=at)
        agency = Agency.objects.select_for_update(of=("self",)).filter(pk=said.agency_id, valid_to__isnull=True).first()
        if agency is None:
            raise NotFound("Cơ quan này không có hoặc đã đóng. Chọn lại trong danh sách cơ quan.")
        if wrong := _flaws(said, procedure, basis, local(at).date()):
            raise Invalid("Chưa giao được thẩm quyền. Xem các chỗ được đánh dấu.", fields=wrong)
        row = Authority.objects.create(
            agency=agency,
            procedure=procedure,
            document=said.document,
            post_id=said.post_id,
            valid_from=said.valid_from,
            valid_to=said.valid_to,
            basis=basis,
        )
        event = AuthorityGranted(
            subject=f"authority:{row.pk}",
            agency_id=agency.pk,
            post_id=said.post_id,
            document=said.document,
            procedure=procedure,
            valid_from=said.valid_from.isoformat(),
            valid_to=said.valid_to.isoformat() if said.valid_to else "",
        )
        outbox.publish(event, by=by, at=at, key=key)
        return row.pk

    return outbox.once(act, lambda entry: subject_id(entry.subject), by=by, key=key)


def end(authority_id: int, *, by: Actor, at: datetime, last_day: date | None = None, key: str = "") -> None:
    """End a row after a day, or at once; what was signed under it stays signed.

    Raises  Invalid where the day is past · NotFound where it is over or was never.
    """
    today = local(at).date()

    def act() -> None:
        policies.require(by, Permission.ADMINISTER, on=at)
        row = (
            Authority.objects.select_for_update()
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), pk=authority_id)
            .first()
        )
        if row is None:
            raise NotFound("Dòng thẩm quyền này không có hoặc đã hết hiệu lực.")
        if last_day is not None and last_day < max(today, row.valid_from):
            sentence = f"Ngày cuối sớm nhất là {max(today, row.valid_from):%d/%m/%Y}."
            raise Invalid(sentence, fields={"last_day": sentence})
        row.valid_to = last_day or max(today, row.valid_from) - timedelta(days=1)
        row.save(update_fields=["valid_to"])
        event = AuthorityEnded(
            subject=f"authority:{row.pk}", agency_id=row.agency_id, last_day=row.valid_to.isoformat()
        )
        outbox.publish(event, by=by, at=at, key=key)

    outbox.once(act, lambda _: None, by=by, key=key)


def _flaws(said: Granting, procedure: str, basis: str, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    post = Post.objects.filter(pk=said.post_id, valid_to__isnull=True).first()
    if post is None or post.agency_id not in calendars.lineage(said.agency_id):
        wrong["post_id"] = "Chọn một vị trí đang mở của cơ quan này hoặc của cấp trên."
    if not basis:
        wrong["basis"] = "Ghi văn bản giao thẩm quyền, ví dụ Quyết định 12/QĐ-UBND ngày 05/01/2026."
    elif len(basis) > _LONGEST:
        wrong["basis"] = f"Căn cứ dài nhất {_LONGEST} ký tự."
    if len(procedure) > 80:
        wrong["procedure"] = "Mã thủ tục dài nhất 80 ký tự."
    if said.valid_from < today:
        wrong["valid_from"] = "Ngày bắt đầu sớm nhất là hôm nay."
    if said.valid_to is not None and said.valid_to < said.valid_from:
        wrong["valid_to"] = "Ngày cuối phải từ ngày bắt đầu trở đi."
    same = Authority.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=said.valid_from),
        agency_id=said.agency_id,
        procedure=procedure,
        document=said.document,
        post_id=said.post_id,
    )
    if said.valid_to is not None:
        same = same.filter(valid_from__lte=said.valid_to)
    if not wrong and same.exists():
        wrong["post_id"] = "Vị trí này đã được giao đúng việc đó trong thời gian đó."
    return wrong
