"""What was brought, and the only writer of where a bag of it is: its row and the line of its ledger, in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from motcua.casework.procedures.rules.content import Paper as PaperSpec
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.text import clean

from ..models import Dossier, Paper, PaperMove, PaperSet
from ..rules import barcodes
from ..rules.completeness import Seen
from ..vocabulary import MoveCause, SetKind, Status, Whereabouts

_IN_HAND = frozenset({Whereabouts.AGENCY, Whereabouts.ARCHIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """Where a bag goes, and why. ``post``: whose hands it is in."""

    cause: MoveCause
    place: Whereabouts
    agency_id: int | None = None
    post_id: int | None = None
    slip_id: int | None = None


def brought(
    dossier: Dossier, papers: Sequence[PaperSpec], seen: Mapping[str, Seen], *, by: Actor, at: datetime
) -> list[Paper | PaperSet | PaperMove]:
    """Return the rows of what came with a new dossier: each paper of the list, and the bag if any of it stays."""
    rows = list(_papers(dossier, papers, seen))
    if dossier.status == Status.DECLINED or dossier.channel == Channel.ONLINE or not any(map(is_paper, rows)):
        return [*rows]
    to = To(
        cause=MoveCause.TAKEN_IN,
        place=Whereabouts.AGENCY,
        agency_id=dossier.agency_id,
        post_id=by.post_id if by.agency_id == dossier.agency_id else None,
    )
    return [*rows, *_rows(dossier.pk, SetKind.PAPERS, 1, to, staff_id=by.staff_id, at=at)]


def is_paper(paper: Paper) -> bool:
    """Tell whether something of it stays with the office."""
    return not paper.shown_only and bool(paper.originals or paper.copies or paper.photocopies)


def open_bag(dossier_id: int, kind: SetKind, to: To, *, staff_id: int | None, at: datetime) -> PaperSet | None:
    """Begin the next bag of a dossier; None where it has as many as can be numbered."""
    parts = PaperSet.objects.filter(dossier_id=dossier_id, kind=kind).aggregate(last=Max("part"))["last"] or 0
    if parts >= barcodes.MOST_PARTS:
        return None
    row, line = _rows(dossier_id, kind, parts + 1, to, staff_id=staff_id, at=at)
    row.save(force_insert=True)
    line.save(force_insert=True)
    return row


def locked(tokens: Sequence[str]) -> dict[str, PaperSet]:
    """Lock these bags, everywhere in the order of their numbers."""
    rows = PaperSet.objects.select_for_update(no_key=True).filter(token__in=tokens).order_by("token")
    return {row.token: row for row in rows}


def move(rows: Sequence[PaperSet], to: To, *, staff_id: int | None, at: datetime) -> None:
    """Put locked bags elsewhere, each with its line in the ledger; time never runs backwards in it."""
    lines = []
    for row in rows:
        row.place, row.agency_id, row.post_id, row.slip_id = to.place, to.agency_id, to.post_id, to.slip_id
        row.since, row.seq = max(at, row.since), row.seq + 1
        lines.append(_line(row, to, staff_id))
    PaperSet.objects.bulk_update(rows, ["place", "agency", "post", "slip", "since", "seq"])
    PaperMove.objects.bulk_create(lines)


def is_at(row: PaperSet, agency_id: int | None) -> bool:
    """Tell whether a bag lies at an agency, filed or not."""
    return row.place in _IN_HAND and row.agency_id == agency_id


def _papers(dossier: Dossier, papers: Sequence[PaperSpec], seen: Mapping[str, Seen]) -> Iterator[Paper]:
    for paper in papers:
        found = seen.get(paper.key, Seen(key=paper.key))
        yield Paper(
            dossier=dossier,
            key=paper.key,
            name=paper.name,
            originals=found.originals,
            copies=found.copies,
            photocopies=found.photocopies,
            from_data=found.from_data or paper.on_file,
            shown_only=paper.show_only,
            not_applicable=found.not_applicable,
            note=clean(found.note),
        )


def _rows(
    dossier_id: int, kind: SetKind, part: int, to: To, *, staff_id: int | None, at: datetime
) -> tuple[PaperSet, PaperMove]:
    row = PaperSet(
        token=barcodes.token(kind, dossier_id, part),
        dossier_id=dossier_id,
        kind=kind,
        part=part,
        place=to.place,
        agency_id=to.agency_id,
        post_id=to.post_id,
        since=at,
        seq=1,
    )
    return row, _line(row, to, staff_id)


def _line(row: PaperSet, to: To, staff_id: int | None) -> PaperMove:
    return PaperMove(
        paper_set_id=row.token,
        seq=row.seq,
        cause=to.cause,
        place=row.place,
        agency_id=row.agency_id,
        post_id=row.post_id,
        slip_id=row.slip_id,
        at=row.since,
        staff_id=staff_id,
    )
