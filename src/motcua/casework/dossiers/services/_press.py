"""The press itself: text and templates in, PDF out. It knows nothing of Django, so that it can run in its own process.

As a program it reads one JSON object {template, inputs, fonts} from standard input and writes the PDF to its output.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import segno
import structlog
import typst

_PAPERS = Path(__file__).resolve().parents[1] / "papers"
_log = structlog.get_logger(__name__)


def inputs(text: Mapping[str, Any]) -> dict[str, str]:
    """Return what a template reads: the text, the QR code of the paper, those of its lines."""
    codes = [drawn(code) for code in text.get("codes", ())]
    return {
        "data": json.dumps(dict(text), ensure_ascii=False),
        "qr": drawn(text["qr"]),
        "codes": json.dumps(codes, ensure_ascii=False),
    }


def drawn(payload: str) -> str:
    """Return a QR code as SVG, without a border."""
    picture = BytesIO()
    code = segno.make(payload, error="m", micro=False, encoding="utf-8")
    code.save(picture, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return picture.getvalue().decode()


def printed(template: str, given: Mapping[str, str], fonts: Sequence[str]) -> bytes:
    """Return PDF/A-2b; where a text has a sign that no font has, plain PDF 1.7, and a warning in the log."""
    try:
        return _compiled(template, given, fonts, "a-2b")
    except typst.TypstError as refusal:
        _log.warning("paper_not_archivable", template=template, reason=refusal.message)
        return _compiled(template, given, fonts, "1.7")


@cache
def compiler(fonts: tuple[str, ...]) -> typst.Compiler:
    """Return the compiler, which keeps fonts and parsed templates between papers.

    With fonts of our own every machine prints the same page; without them the machine's, or those inside Typst.
    """
    return typst.Compiler(root=str(_PAPERS), font_paths=list(fonts), ignore_system_fonts=bool(fonts))


def _compiled(template: str, given: Mapping[str, str], fonts: Sequence[str], standard: str) -> bytes:
    made = compiler(tuple(fonts)).compile(
        input=str(_PAPERS / f"{template}.typ"),
        format="pdf",
        sys_inputs=dict(given),
        pdf_standards=cast("Any", [standard]),
    )
    return cast("bytes", made)


def main() -> None:
    """Print one paper."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    order = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(printed(order["template"], order["inputs"], order["fonts"]))


if __name__ == "__main__":
    main()
