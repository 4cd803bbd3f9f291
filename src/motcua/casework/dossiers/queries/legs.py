"""What the acts of one dossier need to know of the group it belongs to."""

from datetime import date
from functools import lru_cache

from django.db.models import Q

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit

from ..models import Group, GroupTemplate, LegOffice, Participation
from ..rules import groups, lifecycle
from ..rules.groups import Template
from ..vocabulary import GroupMode

TOGETHER = """(
    EXISTS (SELECT 1 FROM dossiers_participation mine
            JOIN dossiers_participation other ON other.dossier_id = mine.dossier_id
            JOIN workflow_workitem w ON w.subject_id IN (other.child_id, other.dossier_id)
            WHERE (mine.child_id = %(dossier)s::bigint OR mine.dossier_id = %(dossier)s::bigint)
              AND (w.closed_by_id = %(staff)s::bigint OR w.post_id = %(post)s::bigint
                   OR (w.state <> 'done' AND w.post_id IS NULL AND w.agency_id = s.agency_id
                       AND w.role_id = ANY(s.role_ids))))
    OR EXISTS (SELECT 1 FROM dossiers_participation mine JOIN dossiers_dossier whole ON whole.id = mine.dossier_id
               WHERE mine.child_id = %(dossier)s::bigint AND whole.agency_id = s.agency_id
                 AND s.words && ARRAY['dossiers.receive', 'dossiers.return']::varchar[])
)"""
"""Whether an actor has part in the same group: he works on a part or could take one, or took the whole in.

A part of others' statements. Takes ``dossier``, ``staff``, ``post`` and the seat ``s``.
"""


def template(procedure: str) -> Template | None:
    """Return the newest template of a procedure, None where it is no group."""
    row = GroupTemplate.objects.filter(procedure=procedure).order_by("-version").values_list("pk", flat=True).first()
    return template_by_id(row) if row else None


@lru_cache(maxsize=256)
def template_by_id(template_id: int) -> Template:
    """Return a published version; it never changes, so a process keeps it."""
    row = GroupTemplate.objects.get(pk=template_id)
    return Template(
        id=row.pk,
        version=row.version,
        procedure=row.procedure,
        name=row.name,
        mode=GroupMode(row.mode),
        legs=groups.legs_of(row.legs),
        basis=row.basis,
        **row.options,
    )


def templates() -> tuple[Template, ...]:
    """Return the newest version of every group, by procedure."""
    newest = GroupTemplate.objects.order_by("procedure", "-version").distinct("procedure")
    return tuple(template_by_id(pk) for pk in newest.values_list("pk", flat=True))


def offices(procedure: str, receiving_id: int, *, on: date) -> dict[str, int]:
    """Return {leg key: id of the agency that does it} for what a one-stop takes in on a day."""
    rows = LegOffice.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        procedure=procedure,
        receiving_id=receiving_id,
        valid_from__lte=on,
    )
    return dict(rows.values_list("leg", "competent_id"))


def limit_of(dossier_id: int) -> Limit | None:
    """Return the limit of a dossier that is a part of a group, None for any other."""
    found = Participation.objects.filter(child_id=dossier_id).values_list("limit_value", "limit_unit").first()
    return Limit(value=found[0], unit=LimitUnit(found[1])) if found else None


def wait_days(dossier_id: int, usual: int) -> int:
    """Return for how many working days the applicant is waited for: as the part says, else as usual."""
    own = Participation.objects.filter(child_id=dossier_id).values_list("wait_days", flat=True).first()
    return own or usual


def parent_of(dossier_id: int) -> int | None:
    """Return the id of the dossier that this one is a part of."""
    return Participation.objects.filter(child_id=dossier_id).values_list("dossier_id", flat=True).first()


def carried_from(dossier_id: int) -> tuple[str, ...]:
    """Return the subjects whose files a part was given: the whole, and the parts whose results it needs."""
    row = Participation.objects.filter(child_id=dossier_id).first()
    if row is None:
        return ()
    needed = Participation.objects.filter(dossier_id=row.dossier_id, key__in=row.depends_on, child__isnull=False)
    return tuple(f"dossier:{pk}" for pk in (row.dossier_id, *needed.values_list("child_id", flat=True)))


def open_parts(code: str) -> tuple[str, ...]:
    """Return the codes of the parts of a whole that have no result yet; () for a dossier that is none."""
    rows = Participation.objects.filter(dossier__code=code, child__status__in=lifecycle.RUNNING | lifecycle.WAITING)
    return tuple(rows.order_by("id").values_list("child__code", flat=True))


def fits(dossier_id: int, case: str) -> bool:
    """Tell whether a dossier has the parts of a case: those begun at receipt, where it leads a group."""
    group = Group.objects.filter(dossier_id=dossier_id).first()
    if group is None:
        return True
    begun = set(Participation.objects.filter(dossier_id=dossier_id).values_list("key", flat=True))
    return begun == {leg.key for leg in template_by_id(group.template_id).of_case(case)}
