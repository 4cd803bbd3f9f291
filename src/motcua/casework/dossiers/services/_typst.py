"""Statutory papers as PDF/A-2b: text and a QR code go in as data, the same data gives the same bytes."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from . import _press

_one_at_a_time = Lock()
_PATIENCE = 120  # seconds for a volume of the register; it takes less than two


def render(template: str, text: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template in ``papers/``, e.g. ``receipt``; ``text["qr"]`` is the payload of its code,
    ``text["codes"]`` those of its lines, where it has any.

    A name with a sign that no font on the machine has still gets its paper, as plain PDF 1.7: PDF/A forbids a sign
    without a shape, and a person is not sent home for it.
    """
    given, fonts = _press.inputs(text), _fonts()
    # the compiler keeps fonts and parsed templates between papers, and is not meant for two threads at once
    with _one_at_a_time:
        return _press.printed(template, given, fonts)


def render_apart(template: str, text: Mapping[str, Any]) -> bytes:
    """Return the PDF of a long paper, printed in a process of its own.

    A volume of the register takes some 300 MB, which the compiler would keep: the process gives them back, and nobody
    waits for his receipt meanwhile.
    """
    order = {"template": template, "inputs": _press.inputs(text), "fonts": _fonts()}
    done = subprocess.run(  # noqa: S603 - our own program; what people typed goes in as data
        [sys.executable, "-m", _press.__name__],
        input=json.dumps(order).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=_PATIENCE,
    )
    return done.stdout


def _fonts() -> list[str]:
    return [str(folder) for folder in settings.FONT_FOLDERS if Path(folder).is_dir()]
