"""What an absence and an acting seat must be before they are written down.

Law: 30/2020/NĐ-CP, Điều 13 khoản 4: a mandate is written, limited in time and content, and never passed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from motcua.ground.kernel.clock import local

from ..vocabulary import DocumentType

LONGEST = timedelta(days=366)
_BACK = timedelta(days=31)
_FIELDS = {"decision_no": (200, "Số quyết định"), "basis": (300, "Căn cứ")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an acting seat is narrowed to; empty means all that the post may do."""

    permissions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Whom to seat at whose post, from one moment up to another, by which decision."""

    post_id: int
    holder_id: int
    staff_id: int
    starts_at: datetime
    ends_at: datetime
    decision_no: str
    basis: str = ""
    scope: Scope = field(default_factory=Scope)


def span_flaws(starts_at: datetime, ends_at: datetime, *, at: datetime, backwards: bool) -> dict[str, str]:
    """Return {field: sentence} of a span that cannot be taken.

    backwards   it may have begun already: an absence gives nobody any right
    """
    found: dict[str, str] = {}
    if ends_at <= starts_at:
        found["ends_at"] = "Lúc kết thúc phải sau lúc bắt đầu."
    elif ends_at <= at:
        found["ends_at"] = f"Lúc kết thúc phải sau bây giờ ({said(at)})."
    elif ends_at - starts_at > LONGEST:
        found["ends_at"] = "Nhiều nhất một năm. Lâu hơn thì bổ nhiệm người khác vào vị trí."
    if starts_at < at - (_BACK if backwards else timedelta()):
        found["starts_at"] = (
            "Ghi lùi nhiều nhất 31 ngày." if backwards else f"Không ghi lùi: sớm nhất là bây giờ ({said(at)})."
        )
    return found


def flaws(seating: Seating, *, words: Iterable[str], at: datetime) -> dict[str, str]:
    """Return {field: sentence} for all that can be said of an acting seat without asking anybody else.

    words   permissions of the post: nobody acts beyond the one he acts for
    """
    found = span_flaws(seating.starts_at, seating.ends_at, at=at, backwards=False)
    if seating.staff_id == seating.holder_id:
        found["staff_id"] = "Người làm thay phải khác người được thay."
    if not seating.decision_no:
        found["decision_no"] = "Ghi số văn bản giao làm thay, ví dụ 45/QĐ-UBND."
    for name, (longest, label) in _FIELDS.items():
        if len(getattr(seating, name)) > longest:
            found[name] = f"{label} dài nhất {longest} ký tự."
    if beyond := set(seating.scope.permissions) - set(words):
        found["permissions"] = (
            f"Vị trí này không có quyền: {', '.join(sorted(beyond))}. Không giao quá quyền của vị trí."
        )
    if set(seating.scope.documents) - set(DocumentType):
        found["documents"] = "Có loại văn bản không còn trong danh sách. Chọn lại."
    if any(not code or len(code) > 80 for code in seating.scope.procedures):
        found["procedures"] = "Mã thủ tục dài nhất 80 ký tự, cách nhau bằng dấu phẩy."
    return found


def said(moment: datetime) -> str:
    """Return a moment as sentences and pages write it."""
    return f"{local(moment):%H:%M %d/%m/%Y}"
