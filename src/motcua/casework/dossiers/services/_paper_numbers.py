"""The number of a letter: the next of its agency, year and form, under a lock, and for good."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import organisation as agencies

from ..models import PaperNumber
from ..queries.papers.issued import Heading, Issue
from ..rules.forms import offices

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))"


@transaction.atomic
def of(dossier: Heading, issue: Issue, *, at: datetime) -> str:
    """Return the number of a paper, "" for a kind that bears none; the first call gives it, later ones repeat it.

    The year is that of the paper's date. Numbers follow each other in the order in which they are given: a letter whose
    printing was delayed may bear a later one than a letter of the same hour.
    Law      30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3.
    """
    if not issue.numbered:
        return ""
    if (known := _known(dossier, issue)) is not None:
        return known
    year = local(issue.at).year
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"paper:{issue.agency_id}:{year}:{issue.form}"])
    if (known := _known(dossier, issue)) is not None:
        return known
    taken = PaperNumber.objects.filter(agency_id=issue.agency_id, year=year, form=issue.form)
    serial = (taken.aggregate(last=Max("serial"))["last"] or 0) + 1
    return PaperNumber.objects.create(
        agency_id=issue.agency_id,
        year=year,
        form=issue.form,
        serial=serial,
        number=offices.number(issue.form, serial, agencies.agency(issue.agency_id).short_name),
        dossier_id=dossier.id,
        about=issue.about,
        given_at=at,
    ).number


def _known(dossier: Heading, issue: Issue) -> str | None:
    rows = PaperNumber.objects.filter(dossier_id=dossier.id, form=issue.form, about=issue.about)
    return rows.values_list("number", flat=True).first()
