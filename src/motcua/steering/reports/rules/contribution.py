"""What one dossier adds to one cell of a report, from its record alone: what explains a number that moved."""

from collections import Counter
from collections.abc import Collection

from motcua.steering.indicators.rules.flows import flows
from motcua.steering.indicators.rules.measures import Measure
from motcua.steering.indicators.rules.periods import Period
from motcua.steering.indicators.rules.records import Record
from motcua.steering.indicators.rules.windows import told
from motcua.steering.indicators.vocabulary import Count

_Ids = Collection[int] | None


def of(
    record: Record | None,
    measure: Measure,
    period: Period,
    *,
    agency_ids: _Ids,
    competent_ids: _Ids,
    procedures: Collection[str] | None,
) -> int:
    """Return by how much a dossier counts to a measure that is no ratio; None of a restriction restricts nothing."""
    if record is None or (agency_ids is not None and record.agency_id not in agency_ids):
        return 0
    if competent_ids is not None and record.competent_id not in competent_ids:
        return 0
    if procedures is not None and record.procedure not in procedures:
        return 0
    before, within = Counter[Count](), Counter[Count]()
    for (day, count), moved in flows(record).items():
        if day < period.first:
            before[count] += moved
        elif day <= period.last:
            within[count] += moved
    counts = told(before, within)
    return sum(counts[one] for one in measure.part) - sum(counts[one] for one in measure.less)
