"""The roles of the one-stop mechanism, as every installation starts with them.

Law: 61/2018/NĐ-CP, Điều 8, 9, 11; 118/2025/NĐ-CP as amended by 309/2026/NĐ-CP, Điều 10, 11.
Permissions are words of contexts above, written out: a role is data, and the policy that asks owns the word.
"""

_WORK = frozenset({"dossiers.view", "dossiers.work"})
_HEAD = _WORK | {"dossiers.assign", "dossiers.view_agency", "agencies.substitute"}
_REPORTS = frozenset({"reports.prepare", "reports.check"})
_SIGNS = frozenset({"reports.check", "reports.sign", "reports.collect"})

SEED_ROLES: tuple[tuple[str, str, frozenset[str]], ...] = (
    (
        "one_stop_officer",
        "Công chức tiếp nhận và trả kết quả",
        _WORK | {"dossiers.receive", "dossiers.decline", "dossiers.return", "dossiers.view_agency", "reports.prepare"},
    ),
    (
        "one_stop_head",
        "Người đứng đầu Bộ phận Một cửa",
        _HEAD
        | _REPORTS
        | _SIGNS
        | {"dossiers.receive", "dossiers.decline", "dossiers.return", "dossiers.approve", "agencies.calendar"}
        | {"indicators.targets", "indicators.scores"},
    ),
    (
        "backup_officer",
        "Cán bộ dự phòng",
        _WORK | {"dossiers.receive", "dossiers.decline", "dossiers.return", "dossiers.view_agency"},
    ),
    ("clerk", "Văn thư", _WORK),
    ("unit_leader", "Lãnh đạo đơn vị", _HEAD | _REPORTS | {"dossiers.approve", "indicators.targets"}),
    ("handling_officer", "Chuyên viên thụ lý", _WORK),
    ("signer", "Người ký", _WORK | _SIGNS | {"dossiers.view_agency", "dossiers.sign", "dossiers.approve"}),
    ("cashier", "Thu phí, lệ phí", frozenset({"dossiers.view"})),
    ("postal_staff", "Nhân viên bưu chính công ích", frozenset({"dossiers.view"})),
    (
        "procedure_admin",
        "Quản trị thủ tục hành chính",
        _REPORTS | {"procedures.review", "dossiers.processes", "indicators.scores"},
    ),
    (
        "leader",
        "Lãnh đạo UBND",
        _SIGNS
        | {"dossiers.view", "dossiers.view_agency", "dossiers.view_all", "indicators.targets", "indicators.scores"},
    ),
    ("inspector", "Đoàn kiểm tra", frozenset({"dossiers.view", "dossiers.view_agency", "dossiers.view_all"})),
    (
        "administrator",
        "Quản trị hệ thống",
        frozenset({"agencies.administer", "agencies.calendar", "dossiers.rules", "dossiers.processes"}),
    ),
)
