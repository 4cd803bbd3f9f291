"""`motcua due -`: due dates with their reasons, one JSON line for one JSON line."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from motcua.casework.dossiers.rules import deadlines
from motcua.casework.dossiers.rules.derivation import DueJson
from motcua.casework.procedures.rules.limits import parse_limit
from motcua.ground.kernel.clock import local
from motcua.people.agencies.queries import calendars, organisation

NAME = "due"
HELP = 'compute due dates: JSON lines {"received","limit","agency"?} on standard input'

_YEARS = range(1900, 2101)


class _BadLine(ValueError):  # noqa: N818 - it is the answer of its line
    """A line that says nothing to compute; carries the sentence that stands in its place."""


def configure(parser: ArgumentParser) -> None:
    """Declare the one source there is."""
    parser.add_argument("source", choices=["-"], help="- reads standard input")


def run(arguments: Namespace) -> int:
    """Answer each line in its place; return 1 if one could not be answered."""
    del arguments
    failed = False
    agencies: dict[str, int] = {}
    for line in sys.stdin.buffer:
        answer: DueJson | dict[str, str]
        try:
            answer = _answer(line, agencies)
        except _BadLine as reason:
            failed = True
            answer = {"error": str(reason)}
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
    return int(failed)


def _answer(line: bytes, agencies: dict[str, int]) -> DueJson:
    asked = _read(line)
    received = _received(asked)
    words = _text(asked, "limit")
    limit = parse_limit(words)
    if limit is None:
        raise _BadLine(
            f"Không hiểu thời hạn “{words}”. Ghi ví dụ: 5 ngày làm việc, 15 ngày, 8 giờ, 1 tháng, trong ngày."
        )
    calendar = calendars.calendar_of(
        _agency(asked, agencies), first=received.date(), last=deadlines.horizon(received, limit)
    )
    return deadlines.due(received, limit, calendar).to_json()


def _read(line: bytes) -> Mapping[str, object]:
    try:
        asked = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise _BadLine("Dòng này không phải JSON.") from error
    if not isinstance(asked, dict):
        raise _BadLine('Dòng này phải là một đối tượng JSON: {"received", "limit"}.')
    return asked


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise _BadLine(f"Thiếu “{name}”, hoặc không phải là chuỗi.")
    return value


def _received(asked: Mapping[str, object]) -> datetime:
    words = _text(asked, "received")
    try:
        received = datetime.fromisoformat(words)
        if received.year not in _YEARS:
            raise _BadLine(f"“received”: năm {received.year} nằm ngoài lịch {_YEARS[0]}–{_YEARS[-1]}.")
        return local(received)
    except (ValueError, OverflowError) as error:
        if isinstance(error, _BadLine):
            raise
        raise _BadLine(f"“received”: “{words}” không phải thời điểm ISO, ví dụ 2026-02-12T10:00.") from error


def _agency(asked: Mapping[str, object], agencies: dict[str, int]) -> int | None:
    if asked.get("agency") is None:
        return None
    code = _text(asked, "agency")
    if code not in agencies:
        agency = organisation.agency_by_code(code)
        if agency is None:
            raise _BadLine(f"Không có cơ quan nào mang mã “{code}”.")
        agencies[code] = agency.id
    return agencies[code]
