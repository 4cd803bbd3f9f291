"""What was typed into a form that was not taken, to be copied again: under names people read, no machinery."""

from django.http import QueryDict

_SECRET = ("csrfmiddlewaretoken", "idempotency_key", "password", "code", "next")
_MACHINERY = frozenset(
    {
        *("item", "ds", "pick", "act", "confirmed", "outcome", "post", "paper", "seen", "credential", "state", "key"),
        *(
            "whose",
            "when",
            "who",
            "kind",
            "sex",
            "card",
            "channel",
            "case",
            "method",
            "identity_check",
            "roles",
            "unit",
        ),
        *("return_method", "source", "shown", "sector", "flag", "flags", "cell", "count", "year", "agency", "process"),
    }
)
_ROLES = {"submitter": "Người nộp", "owner": "Chủ hồ sơ", "representative": "Người được ủy quyền"}
_NAMES = {
    "note": "Ghi chú",
    "text": "Ghi chú",
    "name": "Họ tên",
    "id_number": "Số định danh",
    "born_on": "Ngày sinh",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
    "mandate": "Văn bản ủy quyền",
    "number": "Số văn bản",
    "abstract": "Trích yếu",
    "reason": "Lý do",
    "basis": "Căn cứ",
    "recipient": "Họ tên người nhận",
    "relation": "Văn bản ủy quyền",
    "id_last4": "Bốn số cuối của thẻ",
    "decision_no": "Số văn bản quyết định",
    "decided_on": "Ngày ký",
    "valid_from": "Áp dụng từ ngày",
    "title": "Tên vị trí",
    "short_name": "Tên ngắn",
    "phrase": "Người dân nói",
    "expansion": "Danh mục gọi là",
    "hours": "Giờ mở cửa",
    "feedback_address": "Nơi nhận phản ánh",
    "number_pattern": "Mẫu số hồ sơ",
    "scan": "Mã đã quét",
    "carried_by": "Người mang, số vận đơn",
    "bag": "Ký hiệu bì",
    "damage": "Hư hỏng",
    "q": "Tìm",
}


def texts(posted: QueryDict) -> tuple[tuple[str, str], ...]:
    """Return (readable name, text) in the order of the form; what has no known name only if it reads as words."""
    return tuple(
        (_label(name) or "Nội dung", value)
        for name, values in posted.lists()
        for value in values
        if isinstance(value, str) and _is_shown(name, value)
    )


def _is_shown(name: str, value: str) -> bool:
    if not value.strip() or any(secret in name for secret in _SECRET) or name.rpartition(".")[2] in _MACHINERY:
        return False
    return bool(_label(name)) or " " in value.strip()


def _label(name: str) -> str:
    role, _dot, field = name.rpartition(".")
    said = _NAMES.get(field, "")
    return f"{_ROLES[role]}: {said[0].lower()}{said[1:]}" if said and role in _ROLES else said
