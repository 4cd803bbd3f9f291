"""What must be true of clocks, pauses, letters and requests: asked of the tables, each finding in a sentence."""

from collections.abc import Iterator

from django.db import connection

from motcua.ground.kernel.invariants import Check, Finding

RESTORE = "Khôi phục bản ghi từ bản sao lưu; không sửa tay. Báo người phát triển kèm mã hồ sơ."
REPORT = "Ghi lại mã hồ sơ và báo người phát triển; không sửa tay trong cơ sở dữ liệu."
_WORKER = "Xem tiến trình nền có đang chạy không, rồi chờ một giờ và hỏi lại; còn nguyên thì báo người phát triển."

_LEDGER = """
SELECT d.code FROM dossiers_dossier d
JOIN LATERAL (SELECT due_at FROM dossiers_duedate p WHERE p.dossier_id = d.id ORDER BY event_seq DESC LIMIT 1) p ON true
WHERE p.due_at IS DISTINCT FROM d.due_at
"""
_NEVER_LOST = """
SELECT d.code FROM dossiers_dossier d
WHERE d.ruleset_id IS NOT NULL AND d.flag <> 'mirrored'
  AND NOT EXISTS (SELECT 1 FROM dossiers_duedate p WHERE p.dossier_id = d.id AND p.kind = 'received')
"""
_EARLIER = """
SELECT code FROM dossiers_dossier WHERE legal_due_at IS NOT NULL AND due_at < legal_due_at
"""
_STARTED = """
SELECT d.code FROM dossiers_dossier d
LEFT JOIN dossiers_duedate p ON p.dossier_id = d.id AND p.kind = 'started'
WHERE (d.competent_at IS NOT NULL) <> (p.id IS NOT NULL) OR (d.competent_at IS NOT NULL AND NOT d.cross_boundary)
   OR p.set_at IS DISTINCT FROM d.competent_at
"""
_PAUSES = """
SELECT d.code, d.status FROM dossiers_dossier d
LEFT JOIN dossiers_pause p ON p.dossier_id = d.id AND p.ended_at IS NULL
WHERE (d.status IN ('supplement', 'finance') AND d.flag = '')
      <> (p.id IS NOT NULL AND p.cause IN ('supplement', 'finance'))
   OR (p.id IS NOT NULL AND d.status NOT IN ('received', 'processing', 'supplement', 'finance'))
"""
_ASKED = """
SELECT d.code FROM dossiers_dossier d
LEFT JOIN dossiers_supplement s ON s.dossier_id = d.id AND s.supplied_at IS NULL
WHERE (d.status = 'supplement' AND s.id IS NULL AND d.flag <> 'mirrored')
   OR (d.status IN ('registered', 'received', 'processing', 'finance', 'completed', 'returned') AND s.id IS NOT NULL)
"""
_FURTHER = """
SELECT d.code, s.number FROM dossiers_supplement s JOIN dossiers_dossier d ON d.id = s.dossier_id
JOIN dossiers_ruleset r ON r.id = d.ruleset_id
WHERE NOT s.before_receipt AND s.number > (r.parameters ->> 'max_supplements')::int AND s.basis = ''
"""
_ENDINGS = """
SELECT d.code FROM dossiers_dossier d LEFT JOIN dossiers_ending e ON e.dossier_id = d.id
WHERE (d.status IN ('withdrawn', 'stopped')) <> (e.id IS NOT NULL) AND d.flag <> 'mirrored'
"""
_ENQUIRIES = """
SELECT d.code FROM dossiers_enquiry q JOIN dossiers_dossier d ON d.id = q.dossier_id
WHERE q.state = 'open' AND d.status NOT IN ('received', 'processing', 'supplement', 'finance')
"""
_LETTERLESS = """
SELECT d.code, to_char(l.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') FROM dossiers_lateevent l
JOIN dossiers_dossier d ON d.id = l.dossier_id
WHERE NOT EXISTS (SELECT 1 FROM dossiers_letter t
                  WHERE t.dossier_id = l.dossier_id AND t.for_due_at = l.due_at AND t.state <> 'dropped')
  AND d.status IN ('received', 'processing')
"""
_APPOINTED = """
SELECT d.code FROM dossiers_letter t JOIN dossiers_dossier d ON d.id = t.dossier_id
JOIN dossiers_ruleset r ON r.id = d.ruleset_id
WHERE t.state = 'sent' AND t.new_due_at IS NOT NULL
GROUP BY d.code, r.parameters
HAVING count(*) > (r.parameters ->> 'max_reappointments')::int
"""
_LATE_TWICE = """
SELECT d.code FROM dossiers_lateevent l JOIN dossiers_dossier d ON d.id = l.dossier_id
WHERE NOT EXISTS (SELECT 1 FROM dossiers_duedate p
                  WHERE p.dossier_id = l.dossier_id AND l.due_at IN (p.due_at, p.legal_due_at))
"""
_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("ngày hẹn là ngày mới nhất trong sổ hẹn", _LEDGER, "hẹn khác ngày mới nhất trong sổ hẹn", RESTORE),
    ("ngày hẹn đầu không bao giờ mất", _NEVER_LOST, "không còn ngày hẹn đầu trong sổ hẹn", RESTORE),
    ("hẹn lại không sớm hơn hạn theo luật", _EARLIER, "hẹn sớm hơn hạn theo luật", REPORT),
    (
        "hồ sơ phi địa giới tính hạn từ khi cơ quan có thẩm quyền nhận",
        _STARTED,
        "có ngày cơ quan có thẩm quyền nhận không khớp sổ hẹn",
        RESTORE,
    ),
    ("thời hạn chỉ dừng khi có lý do", _PAUSES, "ở trạng thái {1} mà việc tạm dừng không khớp", REPORT),
    ("chờ bổ sung thì có phiếu đang chờ", _ASKED, "chờ bổ sung mà không có phiếu, hoặc có phiếu mà không chờ", REPORT),
    ("bổ sung thêm lần nữa thì có căn cứ", _FURTHER, "có phiếu bổ sung thứ {1} không ghi căn cứ", REPORT),
    (
        "rút hoặc dừng thì có lý do",
        _ENDINGS,
        "rút hoặc dừng mà thiếu bản ghi, hoặc ngược lại",
        REPORT,
    ),
    ("hồ sơ đã kết thúc không còn chờ ý kiến", _ENQUIRIES, "đã xong mà còn chờ ý kiến hoặc xác minh", REPORT),
    ("mỗi lần quá hẹn có thư xin lỗi", _LETTERLESS, "quá hẹn {1} mà chưa có thư xin lỗi nào", _WORKER),
    ("không hẹn lại quá số lần cho phép", _APPOINTED, "được hẹn lại quá số lần bộ quy tắc cho phép", REPORT),
    ("quá hẹn chỉ ghi cho ngày đã hẹn", _LATE_TWICE, "ghi quá hẹn cho một ngày chưa từng hẹn", REPORT),
)


def checks(total: int) -> Iterator[Check]:
    """Yield each rule of the law with its findings; ``total``: how many dossiers there are."""
    for rule, sql, sentence, mend in _RULES:
        yield of_rows(rule, total, sql, sentence, mend)


def of_rows(rule: str, checked: int, sql: str, sentence: str, mend: str) -> Check:
    """Return a check whose findings are the rows of a statement; the first column names the dossier."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    found = tuple(
        Finding(subject=str(row[0]), sentence=f"Hồ sơ {row[0]} {sentence.format(*row)}.", mend=mend) for row in rows
    )
    return Check(rule=rule, checked=checked, findings=found)
