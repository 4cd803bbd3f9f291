"""Print the register of a year, volume by volume, each by a job of its own: nobody waits for a thousand lines."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from motcua.ground.audit import services as audit
from motcua.ground.kernel import actors
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotAllowed
from motcua.tools.documents import services as filing

from .. import policies
from ..models import Book
from ..queries.papers import register
from ..rules.forms.register import VOLUME_LINES, totals
from ..vocabulary import Form
from . import _typst

TASK = "dossiers.print_volume"
_FIRST_YEAR = 2000
_PRINTER = actors.system("papers")


def order(agency_id: int, year: int, *, by: Actor, at: datetime) -> int:
    """Order the register of a year as it is now; return the printing's id. One that is under way goes on instead.

    Raises   NotAllowed · Invalid for a year that is not there
    """
    if not policies.may_keep_register(by, agency_id, at=at) or by.staff_id is None:
        raise NotAllowed("Sổ này do đơn vị khác giữ.", source="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15")
    if not _FIRST_YEAR <= year <= at.year:
        raise Invalid("Chưa có sổ của năm này. Chọn lại năm.", fields={"year": "Chọn lại năm"})
    with transaction.atomic():
        book = _begun(agency_id, year, by.staff_id, at)
        audit.looked(f"register:{book.pk}", "print", by=by, at=at)
        _enqueue(book.pk, book.printed + 1)
    return book.pk


@transaction.atomic
def print_volume(book_id: int, number: int, *, at: datetime) -> None:
    """Print one volume of a printing and enqueue the next; one that is there already is not printed twice."""
    book = Book.objects.select_for_update().get(pk=book_id)
    if book.printed + 1 != number or book.finished_at is not None:
        return
    data = register.volume(book, number=number, at_most=VOLUME_LINES)
    blank = register.blank(book.year, book.asked_at.date())
    title = f"{blank.name.title} năm {book.year}, quyển số {number:02d}"
    filing.store_rendered(
        _typst.render_apart(blank.template, blank.said(data)),
        f"{title}.pdf",
        subject=f"register:{book.pk}",
        title=title,
        purpose=Form.REGISTER.value,
        which=str(number),
        by=_PRINTER,
        at=at,
    )
    carried = dict(data.brought)
    book.brought = [[label, carried.get(label, 0) + count] for label, count in totals(data.lines)]
    book.printed = number
    book.finished_at = at if number == book.volumes else None
    book.save(update_fields=["brought", "printed", "finished_at"])
    if book.finished_at is None:
        _enqueue(book.pk, number + 1)


def _begun(agency_id: int, year: int, staff_id: int, at: datetime) -> Book:
    """Return the printing under way, else a new one."""
    unfinished = Book.objects.filter(agency_id=agency_id, year=year, finished_at__isnull=True)
    if (book := unfinished.first()) is not None:
        return book
    lines = register.count(agency_id, year, until=at)
    return Book.objects.create(
        agency_id=agency_id,
        year=year,
        asked_at=at,
        asked_by_id=staff_id,
        lines=lines,
        volumes=max(1, -(-lines // VOLUME_LINES)),
    )


def _enqueue(book_id: int, number: int) -> None:
    name = f"register:{book_id}:{number}"
    task = jobs.configure_task(TASK, queue="default", lock=name, queueing_lock=name, allow_unknown=True)
    try:
        with transaction.atomic():
            task.defer(book_id=book_id, number=number)
    except AlreadyEnqueued:
        return
