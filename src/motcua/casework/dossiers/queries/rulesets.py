"""The rules in force on a day, and those a dossier was received under."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.db import connection

from ..models import RuleSet as Row
from ..rules import rulesets
from ..rules.rulesets import RuleSet

_IN_FORCE = """
SELECT id FROM dossiers_ruleset
WHERE valid_from <= %(on)s::date AND (valid_to IS NULL OR valid_to >= %(on)s::date)
ORDER BY valid_from DESC, version DESC
LIMIT 1
"""
_OLDEST = "SELECT id FROM dossiers_ruleset ORDER BY valid_from, version DESC LIMIT 1"


@lru_cache(maxsize=256)
def by_id(ruleset_id: int) -> RuleSet:
    """Return a published version; it never changes, so a process keeps it."""
    return _view(Row.objects.get(pk=ruleset_id))


def in_force(on: date) -> RuleSet:
    """Return the newest version of the rules for dossiers received on a day; before the first day the oldest.

    Raises  LookupError on an installation without any: what ships was not installed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"on": on})
        if (row := cursor.fetchone()) is None:
            cursor.execute(_OLDEST)
            row = cursor.fetchone()
    if row is None:
        raise LookupError("no rules are installed")
    return by_id(row[0])


def of_dossier(ruleset_id: int | None, registered_on: date) -> RuleSet:
    """Return the rules of a dossier: those fixed on it, or those of its day where none were."""
    return by_id(ruleset_id) if ruleset_id else in_force(registered_on)


def versions() -> Iterator[tuple[RuleSet, str]]:
    """Yield every version with its decision, the newest period and version first."""
    for row in Row.objects.order_by("-valid_from", "-version"):
        yield _view(row), row.decision_no


def _view(row: Row) -> RuleSet:
    return RuleSet(
        id=row.pk,
        code=row.code,
        version=row.version,
        name=row.name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=row.basis,
        form_set=row.form_set,
        parameters=rulesets.from_json(row.parameters),
        unconfirmed=frozenset(row.unconfirmed),
    )
