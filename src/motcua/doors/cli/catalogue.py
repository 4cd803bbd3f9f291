"""`motcua catalogue import|show|publish`: for operators and tests; the reviewer's page is the normal way."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from motcua.casework.procedures.errors import OpenFlags
from motcua.casework.procedures.queries import review
from motcua.casework.procedures.rules import content, files
from motcua.casework.procedures.services import imports, publishing
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Refusal

from .errors import CannotRun

NAME = "catalogue"
HELP = "import, show and publish procedures"

_BY = system("catalogue")


def configure(parser: ArgumentParser) -> None:
    """Declare the three deeds."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    taking = deeds.add_parser("import", help="take exports in as drafts; nothing is published")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument("--json", action="store_true", help="print the report as one JSON object")
    taking.set_defaults(do=_import)
    showing = deeds.add_parser("show", help="print one procedure: source text, what was read of it, what is unsure")
    showing.add_argument("code", metavar="CODE")
    showing.add_argument("--json", action="store_true", help="print JSON (there is no other form)")
    showing.set_defaults(do=_show)
    publishing_ = deeds.add_parser("publish", help="publish drafts under a decision")
    publishing_.add_argument("codes", nargs="*", metavar="CODE")
    publishing_.add_argument("--all", action="store_true", help="every procedure with a draft and no open flag")
    publishing_.add_argument("--decision", required=True, metavar="NO", help="number of the deciding document")
    publishing_.add_argument("--on", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="first day")
    publishing_.add_argument(
        "--basis-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when the newest act it rests on takes effect"
    )
    publishing_.add_argument("--with-flags", action="store_true", help="also where places are still unread")
    publishing_.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    publishing_.set_defaults(do=_publish)


def run(arguments: Namespace) -> int:
    """Do the deed and return the exit code."""
    return int(arguments.do(arguments))


def _import(arguments: Namespace) -> int:
    """Read every file before anything is written; return 1 where a record was refused."""
    records: list[Any] = []
    for path in arguments.files:
        try:
            records.extend(files.records_in(path.read_bytes()))
        except OSError as error:
            raise CannotRun(f"không đọc được {path}: {error.strerror}. Chưa có gì được ghi.") from error
        except files.Unreadable as error:
            raise CannotRun(f"{path}: {error} Chưa có gì được ghi.") from error
    report = imports.import_records(records, by=_BY, at=clock.now())
    if arguments.json:
        _print(report.to_json())
    else:
        print(
            f"Đã đọc {report.read} bản ghi: {report.new} mới, {report.changed} thay đổi, {report.unchanged} như cũ, "
            f"{report.refused} không nhận. {report.flagged} thủ tục có chỗ mới cần người xem."
        )
    return int(report.refused > 0)


def _show(arguments: Namespace) -> int:
    version_id = review.newest(arguments.code)
    sheet = review.sheet(version_id, on=clock.now().date()) if version_id else None
    if sheet is None:
        print(f"motcua: không có thủ tục mang mã {arguments.code} trong danh mục.", file=sys.stderr)
        return 1
    version = sheet.version
    _print(
        {
            **content.to_json(version.content),
            "code": version.code,
            "source": version.source,
            "state": version.state.value,
            "number": version.number,
            "valid_from": version.valid_from,
            "valid_to": version.valid_to,
            "published_under": version.decision_no,
            "flags": [
                {"field": flag.field, "text": flag.text, "why": flag.why} for flag in sheet.flags if not flag.settled_at
            ],
            "settled": [
                {"field": flag.field, "text": flag.text, "why": flag.why} for flag in sheet.flags if flag.settled_at
            ],
            "raw": sheet.raw,
        }
    )
    return 0


def _publish(arguments: Namespace) -> int:
    """Publish one by one; return 1 where a procedure that was asked for could not be published."""
    if bool(arguments.codes) == arguments.all:
        raise CannotRun("ghi mã thủ tục, hoặc --all, không ghi cả hai.")
    decision = publishing.Decision(number=arguments.decision, on=arguments.on, basis_on=arguments.basis_on)
    at = clock.now()
    published: list[str] = []
    skipped: list[dict[str, str]] = []
    refused = False
    for code in review.codes_with_drafts() if arguments.all else dict.fromkeys(arguments.codes):
        try:
            publishing.publish(code, decision, by=_BY, at=at, with_flags=arguments.with_flags)
        except Refusal as refusal:
            skipped.append({"code": code, "reason": refusal.sentence})
            refused |= not (arguments.all and isinstance(refusal, OpenFlags))
        else:
            published.append(code)
    if arguments.json:
        _print({"published": len(published), "codes": published, "skipped": skipped})
    else:
        print(f"Đã công bố {len(published)} thủ tục theo {decision.number}, áp dụng từ {decision.on:%d/%m/%Y}.")
        for line in skipped:
            print(f"  {line['code']}: {line['reason']}")
    return int(refused)


def _print(answer: Any) -> None:
    try:
        text = json.dumps(answer, ensure_ascii=False, default=str)
        text.encode()
    except UnicodeEncodeError:  # half a character in the source: JSON can still say it
        text = json.dumps(answer, default=str)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
