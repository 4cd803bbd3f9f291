"""The report on paper: what its template prints.

Law: 30/2020/NĐ-CP, Phụ lục I (national title, agency, place and date, signature). The layout is ours.
"""

from datetime import datetime
from typing import Any

from motcua.casework.dossiers.rules import qr
from motcua.casework.dossiers.rules.forms import offices
from motcua.casework.dossiers.rules.forms.words import dated, place_of
from motcua.ground.kernel.text import lower_first

from . import sheets
from .sheets import About, Value
from .tables import Table

_UNBROKEN = ("ỦY BAN NHÂN DÂN", "TRUNG TÂM", "PHỤC VỤ", "HÀNH CHÍNH CÔNG", "VĂN PHÒNG")
_NOT_A_SIGNATURE = (
    "Người ký đã xác nhận nội dung này trên hệ thống lúc {at:%H:%M %d/%m/%Y}; bản này chưa có chữ ký số. "
    "Mã xác thực nội dung: {digest}."
)
_UNSIGNED = "Bản chưa ký; chỉ để xem, không thay báo cáo chính thức."


def text(
    about: About,
    table: Table,
    *,
    number: str,
    at: datetime,
    recipient: str,
    signer: tuple[str, str, datetime] | None,
    digest: str,
) -> dict[str, Any]:
    """Return what the template prints.

    at       local: of the signature, of the taking where it is not signed
    signer   (name, title of the post, when) where it is signed
    """
    said = _NOT_A_SIGNATURE.format(at=signer[2], digest=digest) if signer else _UNSIGNED
    title = f"{about.form.title}, {lower_first(about.period)}"
    return {
        "title": title,
        "heading": [about.form.title.upper()],
        "form": about.form.name,
        "code": "",
        "number": "",
        "agency": {"name": _heading(about.agency), "parent": _heading(about.parent)},
        "dated": dated(at.date(), place_of(about.parent, about.agency)),
        "on": at.strftime("%Y-%m-%dT%H:%M"),
        "foot": "",
        "draft": signer is None,
        "qr": qr.payload(
            code="", procedure_code="", id_number="", document=about.form.title, published_at=at, number=number
        ),
        "period": about.period,
        "state": about.state,
        "head": [[[cell.text, cell.across, cell.down] for cell in row] for row in sheets.head(about.form)],
        "numbered": list(sheets.numbered(about.form)),
        "lines": [[_shown(value) for value in line] for line in sheets.lines(table)],
        "strong": [place for place, line in enumerate(sheets.lines(table)) if not str(line[0]).isdecimal()],
        "notes": [*about.notes, said],
        "recipient": recipient,
        "signer": {"capacity": [_heading(part) for part in offices.capacity(signer[1])], "name": signer[0]}
        if signer
        else None,
    }


def _shown(value: Value) -> str:
    if value is None:
        return sheets.NO_NUMBER
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _heading(name: str) -> str:
    said = name.upper()
    for phrase in _UNBROKEN:
        said = said.replace(phrase, phrase.replace(" ", "\u00a0"))
    return said
