"""What must be true of groups and their parts: asked of the tables, each finding in a sentence."""

from collections.abc import Iterator
from datetime import timedelta

from motcua.casework.procedures.rules.content import Limit
from motcua.casework.procedures.vocabulary import LimitUnit
from motcua.ground.kernel.clock import local
from motcua.ground.kernel.invariants import Check, Finding
from motcua.people.agencies.queries import calendars

from ..models import Group, Participation
from ..rules import deadlines, groups
from . import law, legs, rulesets

_WORKER = "Xem tiến trình nền có đang chạy không, rồi chờ mười phút và hỏi lại; còn nguyên thì báo người phát triển."
_ORPHANS = """
SELECT d.code FROM dossiers_dossier d
JOIN outbox_entry e ON e.subject = 'dossier:' || d.id AND e.seq = 1 AND e.actor = 'system:transfer'
WHERE NOT EXISTS (SELECT 1 FROM dossiers_participation p WHERE p.child_id = d.id)
"""
_PARTLESS = """
SELECT d.code FROM dossiers_dossier d JOIN workflow_instance n ON n.id = d.instance_id
JOIN workflow_definition f ON f.id = n.definition_id
WHERE f.key = 'interlinked' AND NOT EXISTS (SELECT 1 FROM dossiers_participation p WHERE p.dossier_id = d.id)
"""
_TOO_EARLY = """
SELECT d.code, p.name FROM dossiers_participation p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE p.state IN ('open', 'done', 'failed') AND EXISTS (
    SELECT 1 FROM dossiers_participation b
    WHERE b.dossier_id = p.dossier_id AND b.key = ANY(p.depends_on) AND b.state <> 'done')
"""
_OUT_OF_TURN = """
SELECT d.code, p.name FROM dossiers_participation p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE p.order_no IS NOT NULL AND p.state = 'open' AND EXISTS (
    SELECT 1 FROM dossiers_participation b
    WHERE b.dossier_id = p.dossier_id AND b.order_no < p.order_no AND b.state IN ('planned', 'open'))
"""
_CONCLUDED = """
SELECT d.code, p.name FROM dossiers_participation p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE d.status IN ('completed', 'returned') AND NOT p.optional AND p.state IN ('planned', 'open')
"""
_STUCK = """
SELECT d.code FROM dossiers_dossier d
WHERE d.status IN ('received', 'processing')
  AND EXISTS (SELECT 1 FROM dossiers_participation p WHERE p.dossier_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM dossiers_participation p
                  WHERE p.dossier_id = d.id AND NOT p.optional AND p.state IN ('planned', 'open'))
  AND NOT EXISTS (SELECT 1 FROM dossiers_enquiry q WHERE q.dossier_id = d.id AND q.state = 'open')
"""
_UNTOLD = """
SELECT d.code, p.name FROM dossiers_participation p JOIN dossiers_dossier d ON d.id = p.dossier_id
JOIN dossiers_dossier c ON c.id = p.child_id
WHERE (p.state = 'open') <> (c.status IN ('received', 'processing', 'supplement', 'finance'))
"""
_WAITING = """
SELECT d.code, p.name FROM dossiers_participation p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE p.state = 'planned' AND NOT EXISTS (
    SELECT 1 FROM dossiers_participation b
    WHERE b.dossier_id = p.dossier_id AND b.state IN ('planned', 'open')
      AND (b.key = ANY(p.depends_on) OR b.order_no < p.order_no))
"""
_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("hồ sơ con có hồ sơ cha", _ORPHANS, "được mở cho một phần việc mà không thuộc hồ sơ liên thông nào", law.RESTORE),
    ("hồ sơ liên thông có phần việc", _PARTLESS, "là hồ sơ liên thông mà không có phần việc nào", law.REPORT),
    ("phần việc chỉ mở khi đã có điều nó cần", _TOO_EARLY, "có phần việc “{1}” mở khi chưa có kết quả cần", law.REPORT),
    ("phần việc lần lượt mở đúng thứ tự", _OUT_OF_TURN, "có phần việc “{1}” mở trước lượt", law.REPORT),
    ("hồ sơ liên thông xong khi các phần việc xong", _CONCLUDED, "đã xong mà phần việc “{1}” còn mở", law.REPORT),
    ("các phần việc xong thì hồ sơ liên thông xong", _STUCK, "đã xong mọi phần việc mà chưa kết thúc", _WORKER),
    ("phần việc ghi đúng hồ sơ con", _UNTOLD, "có phần việc “{1}” chưa ghi theo hồ sơ con", _WORKER),
    ("phần việc đến lượt thì được chuyển", _WAITING, "có phần việc “{1}” đến lượt mà chưa chuyển", _WORKER),
)


def checks(total: int) -> Iterator[Check]:
    """Yield each rule of groups with its findings; ``total``: how many dossiers there are."""
    for rule, sql, sentence, mend in _RULES:
        yield law.of_rows(rule, total, sql, sentence, mend)
    if Participation.objects.exists():
        yield _dues()


def _dues() -> Check:
    """Count each part's first due time again, by its own limit and its agency's calendar of today."""
    rows = Participation.objects.filter(due_at__isnull=False).select_related("child", "dossier").order_by("-id")[:2000]
    found = []
    for row in rows:
        if row.child is None or row.received_at is None or row.due_at is None:
            continue
        on = local(row.received_at).date()
        calendar = calendars.calendar_of(row.agency_id, first=on - timedelta(days=7), last=on + timedelta(days=800))
        cutoff = rulesets.of_dossier(row.child.ruleset_id, on).parameters.cutoff
        template = legs.template_by_id(Group.objects.values_list("template_id", flat=True).get(dossier=row.dossier_id))
        begun = row.received_at if row.depends_on else groups.begins(template, row.received_at, calendar, cutoff)
        limit = Limit(value=row.limit_value, unit=LimitUnit(row.limit_unit))
        again = deadlines.due(begun, limit, calendar, cutoff=cutoff).at
        if again != local(row.due_at):
            said = f"{local(row.due_at):%H:%M %d/%m/%Y}, tính lại ra {again:%H:%M %d/%m/%Y}"
            found.append(
                Finding(
                    subject=row.child.code,
                    sentence=f"Phần việc “{row.name}” của hồ sơ {row.dossier.code} hẹn {said}.",
                    mend="Nếu lịch làm việc vừa được sửa sau ngày nhận thì giữ hạn đã hẹn; nếu không, "
                    + law.REPORT.lower(),
                )
            )
    return Check(rule="hạn phần việc tính lại được", checked=len(rows), findings=tuple(found))
