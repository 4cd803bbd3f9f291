"""Reports as PDF/A-2b, in the house's own letters: what people typed goes in as data, never as markup."""

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, cast

import segno
import typst
from django.conf import settings

_HOUSE = Path(__file__).resolve().parents[3]
_TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "report.typ"
_one_at_a_time = Lock()


def printed(text: Mapping[str, Any]) -> bytes:
    """Return the PDF of a report; plain PDF 1.7 where a text has a sign without a shape, which PDF/A forbids."""
    fonts = tuple(str(folder) for folder in settings.FONT_FOLDERS if Path(folder).is_dir())
    given = {"data": json.dumps(dict(text), ensure_ascii=False), "qr": _drawn(text["qr"]), "codes": "[]"}
    with _one_at_a_time:  # the compiler keeps fonts between papers, and is not meant for two threads at once
        try:
            return _compiled(fonts, given, "a-2b")
        except typst.TypstError:
            return _compiled(fonts, given, "1.7")


def _compiled(fonts: tuple[str, ...], given: Mapping[str, str], standard: str) -> bytes:
    made = _compiler(fonts).compile(
        input=str(_TEMPLATE), format="pdf", sys_inputs=dict(given), pdf_standards=cast("Any", [standard])
    )
    return cast("bytes", made)


@cache
def _compiler(fonts: tuple[str, ...]) -> typst.Compiler:
    return typst.Compiler(root=str(_HOUSE), font_paths=list(fonts), ignore_system_fonts=bool(fonts))


def _drawn(payload: str) -> str:
    picture = BytesIO()
    code = segno.make(payload, error="m", micro=False, encoding="utf-8")
    code.save(picture, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return picture.getvalue().decode()
