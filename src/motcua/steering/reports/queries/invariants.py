"""Whether signed reports are what was signed: what the doctor asks."""

from collections.abc import Iterator

from motcua.ground.kernel.invariants import Check, Finding
from motcua.ground.outbox import queries as outbox

from ..models import Report
from ..rules import forms, tables

_MEND = "Không ký, gửi tiếp báo cáo này; khôi phục từ bản sao lưu rồi báo người phát triển."
_PORTION = 200


def checks(*, every: bool = False) -> Iterator[Check]:
    """Yield whether each signed report is what its signature sealed, and whether all of them add up."""
    del every
    sealed, added, looked = [], [], 0
    for row in Report.objects.filter(signed_at__isnull=False).order_by("pk").iterator(chunk_size=_PORTION):
        looked += 1
        said = tables.digest(row.numbers, row.form, row.version, row.agency_id, row.period, row.revision, row.reason)
        if not said == row.digest == _signed(row.pk):
            sealed.append(_finding(row, "khác với nội dung lúc ký."))
        table = tables.from_json(row.numbers)
        added += [
            _finding(row, one.sentence) for one in tables.breaches(forms.of_version(row.form, row.version), table)
        ]
    yield Check(rule="báo cáo đã ký đúng như lúc ký", checked=looked, findings=tuple(sealed))
    yield Check(rule="báo cáo đã ký tự khớp", checked=looked, findings=tuple(added))


def _signed(report_id: int) -> str | None:
    """Return the digest that the signature of a report sealed in the journal."""
    entries = outbox.history(f"report:{report_id}")
    return next((str(one.payload["digest"]) for one in entries if one.name == "ReportSigned"), None)


def _finding(row: Report, what: str) -> Finding:
    return Finding(subject=f"report:{row.pk}", sentence=f"Báo cáo {row.form}, kỳ {row.period}: {what}", mend=_MEND)
