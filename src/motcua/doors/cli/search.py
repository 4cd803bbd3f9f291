"""Find procedures by what people call them."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from time import perf_counter
from typing import Any

from motcua.casework.procedures.queries import search
from motcua.ground.kernel import clock

NAME = "search"
HELP = "find procedures by what people call them; - reads one query a line"
_TOP = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """Take a query, or - for standard input."""
    parser.add_argument(
        "query", metavar="QUERY", help="what a person would type; - for one query a line, answered in JSON"
    )
    parser.add_argument("--top", type=_positive, default=_TOP, help=f"at most so many results ({_TOP})")
    parser.add_argument(
        "--drafts", action="store_true", help="imported versions that nobody has published yet count too"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines for people")


def run(arguments: argparse.Namespace) -> int:
    """Answer each query in order; return 0, also where nothing is found."""
    on = clock.now().date()
    for query in _queries(arguments.query):
        answer = _answer(query, on=on, top=arguments.top, drafts=arguments.drafts)
        if arguments.json or arguments.query == "-":
            _say(json.dumps(answer, ensure_ascii=False))
        else:
            _tell(answer)
    return 0


def _queries(given: str) -> Iterator[str]:
    """Yield the queries as typed; bytes that are not UTF-8 never stop the rest."""
    if given != "-":
        yield given
        return
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")


def _answer(query: str, *, on: date, top: int, drafts: bool) -> dict[str, Any]:
    before = perf_counter()
    hits = search.find(query, on=on, top=top, drafts=drafts)
    took = 1000 * (perf_counter() - before)
    results = [{"code": hit.code, "name": hit.name, "score": hit.score} for hit in hits]
    return {"query": query, "ms": round(took, 2), "results": results}


def _tell(answer: dict[str, Any]) -> None:
    if not answer["results"]:
        _say("Không tìm thấy thủ tục nào. Thử gõ ngắn hơn, hoặc gõ mã thủ tục.")
    for hit in answer["results"]:
        _say(f"{hit['code']}  {hit['score']:.2f}  {hit['name']}")


def _say(line: str) -> None:
    """Write a line as UTF-8 whatever the terminal's locale; what was typed in broken bytes comes back as ``?``."""
    sys.stdout.buffer.write(line.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)
