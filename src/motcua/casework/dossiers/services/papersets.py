"""The papers of a dossier as a thing that lies somewhere: taken in, given back, filed, asked for.

A bag is born in the transaction of the receipt (`_open`), so that no dossier with paper is ever without one; a second
bag begins where papers come while the first is elsewhere. What goes from agency to agency goes by `slips`.
"""

from collections.abc import Mapping
from datetime import datetime

from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import NotAllowed, NotFound, Refusal
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.rules import fingerprint

from .. import policies
from ..errors import NotInBag, PaperElsewhere
from ..events import PaperMoved
from ..models import Dossier, Paper, PaperSet, Result
from ..queries import twin as queries
from ..queries.twin import Half
from ..rules import barcodes, qr, twin
from ..rules.completeness import Seen
from ..rules.rulesets import Parameters
from ..vocabulary import MoveCause, ReturnMethod, SetKind, Status, Whereabouts
from . import _bags, _scans, divergences
from ._bags import To
from ._scans import Moved


def take_in(scanned: str, *, by: Actor, at: datetime, key: str = "") -> Moved:
    """Take papers over from the applicant at one's counter: back into their bag, or into a new one.

    scanned  the dossier's code, or the QR code of one of its papers
    Raises   NotAllowed · NotFound · Refusal where a bag of the dossier is here already
    """
    code = qr.dossier_code(scanned).upper()
    asked = fingerprint("take_in", code)

    def act() -> Moved:
        agency_id, _ = policies.may_carry(by, on=at)
        dossier = Dossier.objects.select_for_update(no_key=True).filter(code=code).first()
        if dossier is None:
            raise NotFound(
                f"Không có hồ sơ {clean(code)}. Xem lại mã trên giấy hẹn.", fields={"scan": "Không có mã này"}
            )
        if agency_id not in (dossier.agency_id, dossier.competent_id):
            raise NotAllowed("Giấy của hồ sơ này nhận ở nơi tiếp nhận hoặc nơi giải quyết.")
        bag = bring(dossier.pk, agency_id, by=by, at=at)
        if bag is None:
            raise NotInBag("Bộ giấy của hồ sơ này đang ở đây. Bỏ giấy mới vào cùng bì.", code="already_here")
        moved = Moved(token=bag.token, code=code, cause=MoveCause.TAKEN_IN)
        _tell(moved, bag, by=by, at=at, key=key, asked=asked)
        return moved

    return outbox.once(act, _scans.replay, by=by, key=key, request=asked)


def give_back(scanned: str, *, by: Actor, at: datetime, key: str = "") -> Moved:
    """Give a bag back to the applicant, where the dossier waits for him or has ended without a result.

    Raises  NotAllowed · NotInBag · Refusal while the papers are needed here
    """
    asked = fingerprint("give_back", scanned)

    def act() -> Moved:
        agency_id, _ = policies.may_carry(by, on=at)
        token = _scans.find(scanned, lambda bag: _bags.is_at(bag, agency_id)).token
        bag = _bags.locked([token])[token]
        if not _bags.is_at(bag, agency_id):
            raise NotInBag("Bộ giấy này không ở cơ quan ông/bà theo sổ. Quét ở ô Nhận trước nếu đang cầm trên tay.")
        half = queries.of_tokens([token])[token]
        if not (half.waiting or half.status is Status.STOPPED or half.wanted == (Whereabouts.APPLICANT, None)):
            raise Refusal("Hồ sơ đang cần bộ giấy này, chưa trả người nộp được.", code="paper_needed")
        _not_packed(bag)
        _bags.move([bag], To(cause=MoveCause.GIVEN_BACK, place=Whereabouts.APPLICANT), staff_id=by.staff_id, at=at)
        divergences.settle([token], at=at)
        moved = Moved(token=token, code=half.code, cause=MoveCause.GIVEN_BACK)
        _tell(moved, bag, by=by, at=at, key=key, asked=asked)
        return moved

    return outbox.once(act, _scans.replay, by=by, key=key, request=asked)


def bring(dossier_id: int, agency_id: int, *, by: Actor, at: datetime) -> PaperSet | None:
    """Put papers that came now into the bag of the dossier; None where it lies here already.

    Runs in the transaction of the act that took them in, which has locked the dossier.
    """
    to = To(cause=MoveCause.TAKEN_IN, place=Whereabouts.AGENCY, agency_id=agency_id, post_id=by.post_id)
    tokens = PaperSet.objects.filter(dossier_id=dossier_id, kind=SetKind.PAPERS).values_list("token", flat=True)
    bags = list(_bags.locked(list(tokens)).values())
    if any(_bags.is_at(bag, agency_id) for bag in bags):
        return None
    with_applicant = next((bag for bag in bags if bag.place == Whereabouts.APPLICANT), None)
    if with_applicant is None:
        return _bags.open_bag(dossier_id, SetKind.PAPERS, to, staff_id=by.staff_id, at=at)
    _bags.move([with_applicant], to, staff_id=by.staff_id, at=at)
    divergences.settle([with_applicant.token], at=at)
    return with_applicant


def brought(dossier_id: int, seen: Mapping[str, Seen], *, by: Actor, at: datetime) -> None:
    """Put what an act of law took in over the counter into the bag; what came as files has none.

    seen   what came this time of each paper
    """
    dossier = Dossier.objects.filter(pk=dossier_id).values("channel", "agency_id").get()
    came = [key for key, paper in seen.items() if paper.originals or paper.copies or paper.photocopies]
    kept = Paper.objects.filter(dossier_id=dossier_id, key__in=came, shown_only=False)
    if dossier["channel"] != Channel.ONLINE and kept.exists():
        bring(dossier_id, dossier["agency_id"], by=by, at=at)


def issue_result(dossier_id: int, agency_id: int | None, *, at: datetime) -> None:
    """Begin the bag of a result that the applicant gets on paper, where it was signed; once, however often asked.

    None where it was given out before anybody could label it.
    """
    dossier = Dossier.objects.select_for_update(no_key=True).get(pk=dossier_id)
    on_paper = dossier.status == Status.COMPLETED and dossier.return_method != ReturnMethod.ELECTRONIC
    wanted = on_paper and Result.objects.filter(dossier=dossier).exists()
    if agency_id and wanted and not PaperSet.objects.filter(dossier=dossier, kind=SetKind.RESULT).exists():
        to = To(cause=MoveCause.ISSUED, place=Whereabouts.AGENCY, agency_id=agency_id)
        _bags.open_bag(dossier_id, SetKind.RESULT, to, staff_id=None, at=at)


def given_to_applicant(dossier_id: int, kind: SetKind, *, by: str, at: datetime) -> None:
    """Note that bags left with the applicant by an act of law, which knew the person who took them.

    A result that was handed over was there, whatever the book said; papers go back only from where the act was done.
    """
    dossier = Dossier.objects.get(pk=dossier_id)
    tokens = PaperSet.objects.filter(dossier=dossier, kind=kind).values_list("token", flat=True)
    bags = _bags.locked(list(tokens)).values()
    if kind is SetKind.RESULT:
        gone = [bag for bag in bags if _bags.is_at(bag, bag.agency_id)]
    else:
        gone = [bag for bag in bags if _bags.is_at(bag, dossier.agency_id)]
    if gone:
        staff = int(by.partition("/")[0].removeprefix("staff:")) if by.startswith("staff:") else None
        _bags.move(gone, To(cause=MoveCause.GIVEN_BACK, place=Whereabouts.APPLICANT), staff_id=staff, at=at)


def require_paper(dossier_id: int, agency_id: int | None, rules: Parameters, *, kind: SetKind = SetKind.PAPERS) -> None:
    """Refuse an act of an agency that does not hold the papers, where the rules of the dossier ask for them.

    No statement where they do not. A dossier without paper needs none.
    Raises  PaperElsewhere that says where each bag is.
    """
    if not rules.acts_need_paper or agency_id is None:
        return
    bags = [half for half in queries.of_dossier(dossier_id) if half.kind is kind]
    if twin.may_act(rules.acts_need_paper, [half.stay for half in bags], agency_id):
        return
    away = [half for half in bags if not twin.may_act(needs_paper=True, bags=[half.stay], agency_id=agency_id)]
    said = "; ".join(f"bộ {barcodes.spaced(half.token)}: {_where(half)}" for half in away)
    raise PaperElsewhere(f"Chưa có hồ sơ giấy ở đây ({said}). Quét nhận giấy ở bàn Giao nhận rồi làm tiếp.")


def _where(half: Half) -> str:
    return half.place.label.lower() if half.place is not Whereabouts.AGENCY else "ở cơ quan khác"


def _not_packed(bag: PaperSet) -> None:
    if divergences.packed(bag.token):
        raise NotInBag("Bộ giấy này đang xếp trong một phiếu bàn giao. Lấy ra khỏi phiếu trước.", code="packed")


def _tell(moved: Moved, bag: PaperSet, *, by: Actor, at: datetime, key: str, asked: str) -> None:
    event = PaperMoved(
        subject=f"bag:{moved.token}", code=moved.code, cause=moved.cause, place=bag.place, agency_id=bag.agency_id
    )
    outbox.publish(event, by=by, at=at, key=key, request=asked)
