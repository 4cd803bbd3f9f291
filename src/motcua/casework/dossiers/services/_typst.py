"""Statutory papers as PDF/A-2b: text and a QR code go in as data, the same data gives the same bytes."""

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, cast

import segno
import structlog
import typst
from django.conf import settings

_PAPERS = Path(__file__).resolve().parents[1] / "papers"
_log = structlog.get_logger(__name__)
_one_at_a_time = Lock()


def render(template: str, text: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template in ``papers/``, e.g. ``receipt``; ``text["qr"]`` is the payload of its code.

    A name with a sign that no font on the machine has still gets its paper, as plain PDF 1.7: PDF/A forbids a sign
    without a shape, and a person is not sent home for it.
    """
    inputs = {"data": json.dumps(dict(text), ensure_ascii=False), "qr": _qr(text["qr"])}
    # the compiler keeps fonts and parsed templates between papers, and is not meant for two threads at once
    with _one_at_a_time:
        try:
            return _compiled(template, inputs, ["a-2b"])
        except typst.TypstError as refusal:
            _log.warning("paper_not_archivable", template=template, reason=refusal.message)
            return _compiled(template, inputs, ["1.7"])


def _compiled(template: str, inputs: dict[str, str], standards: list[str]) -> bytes:
    made = _compiler().compile(
        input=str(_PAPERS / f"{template}.typ"), format="pdf", sys_inputs=inputs, pdf_standards=cast("Any", standards)
    )
    return cast("bytes", made)


@cache
def _compiler() -> typst.Compiler:
    ours = [str(folder) for folder in settings.FONT_FOLDERS if Path(folder).is_dir()]
    # with our own fonts every machine prints the same page; without them the machine's, or those inside Typst
    return typst.Compiler(root=str(_PAPERS), font_paths=ours, ignore_system_fonts=bool(ours))


def _qr(payload: str) -> str:
    drawn = BytesIO()
    code = segno.make(payload, error="m", micro=False, encoding="utf-8")
    code.save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue().decode()
