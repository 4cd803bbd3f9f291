"""What is said of an agency, and what is wrong with it.

Law: 20/2020/QĐ-TTg (unit identifiers); 20/2008/NĐ-CP (where feedback is taken is posted beside every procedure).
"""

import re
from dataclasses import dataclass

from ..vocabulary import AgencyKind
from . import numbers

_CODE = re.compile(r"[A-Z0-9]+(?:[.-][A-Z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"\+?[0-9 ().-]+")
_LONGEST = {
    "code": (35, "Mã định danh"),
    "name": (200, "Tên"),
    "short_name": (80, "Tên ngắn"),
    "address": (300, "Địa chỉ"),
    "phone": (20, "Số điện thoại"),
    "email": (254, "Địa chỉ thư"),
    "feedback_address": (300, "Nơi nhận phản ánh, kiến nghị"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What may change of an agency while it lives; its code may not.

    receives          has a counter
    feedback_address  where citizens send feedback on regulations and conduct, as posted beside every procedure
    number_pattern    of its dossiers, see `numbers`
    """

    name: str
    kind: AgencyKind
    short_name: str = ""
    parent_id: int | None = None
    receives: bool = False
    address: str = ""
    phone: str = ""
    email: str = ""
    feedback_address: str = ""
    number_pattern: str = numbers.DEFAULT


def flaws(code: str, said: Particulars) -> dict[str, str]:
    """Return {field: sentence} for everything that cannot be taken, all at once."""
    found: dict[str, str] = {}
    if not _CODE.fullmatch(code):
        found["code"] = "Mã định danh gồm chữ hoa không dấu và chữ số, cách nhau bằng dấu chấm, ví dụ 000.00.15.H40."
    if not said.name:
        found["name"] = "Ghi tên đầy đủ của cơ quan."
    if said.phone and not (_PHONE.fullmatch(said.phone) and 3 <= sum(map(str.isdigit, said.phone)) <= 15):
        found["phone"] = "Số điện thoại chỉ gồm chữ số, ví dụ 0299 3123 456 hoặc 1900 1234."
    if said.email and not _EMAIL.fullmatch(said.email):
        found["email"] = "Địa chỉ thư có dạng ten@tinh.gov.vn."
    if sentence := numbers.flaw(said.number_pattern):
        found["number_pattern"] = sentence
    given = {name: getattr(said, name) for name in _LONGEST if name != "code"} | {"code": code}
    for name, (longest, label) in _LONGEST.items():
        if len(given[name]) > longest:
            found[name] = f"{label} dài nhất {longest} ký tự; đang có {len(given[name])}."
    return found
