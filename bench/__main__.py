"""Print how fast a dossier travels, beside the limit of the same schema on the same machine in the same run.

Exit 0 every gate is held, 1 one is missed, 2 cannot run, 3 the machine was too busy for a verdict.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from . import house, machine

CLIENTS, WORKERS, CONNECTIONS, CLIENT_PROCESSES = 4, 4, 8, 2
_CALM = 0.25  # the limit's own spread between rounds, above which nothing is said of ratios to it
_CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table. ``up``: more is better."""

    key: str
    name: str
    gate: float
    aim: float
    up: bool

    def verdict(self, value: float) -> str:
        """Return "aim", "gate" or "missed"."""
        better = value.__ge__ if self.up else value.__le__
        return "aim" if better(self.aim) else "gate" if better(self.gate) else "missed"


GOALS = (
    Goal("T1.1", "journeys/s ÷ limit, in-process, 1 client", 0.30, 0.50, up=True),
    Goal("T1.4", "journeys/s ÷ limit, in-process, 4 clients", 0.20, 0.35, up=True),
    Goal("T2", "journeys/s over HTTP ÷ limit at 4 clients", 0.18, 0.28, up=True),
    Goal("T3", "CPU a transition ÷ limit, 4 clients", 5.0, 3.0, up=False),
    Goal("T4", "SQL statements, dearest middle transition", 7, 5, up=False),
    Goal("T5", "WAL a journey ÷ limit, 4 clients", 1.6, 1.25, up=False),
)


def main() -> int:
    """Measure, print the table, keep the figures."""
    options = _options()
    data = Path(os.environ.get("MOTCUA_DATA", _CHECKOUT / "var")).resolve() / "bench"
    data.mkdir(parents=True, exist_ok=True)
    quiet = machine.wait_for_quiet(options.wait)
    seen = machine.look(data)
    print(seen.line(), flush=True)
    stolen, all_ticks = machine.steal()
    with house.opened(data) as at:
        rounds, statements, rows = _measure(at, options)
    after = machine.steal()
    steal = (after[0] - stolen) / max(after[1] - all_ticks, 1)
    ratios = [_ratios(figures, statements) for figures in rounds]
    calm = all(_spread([figures[name]["rate"] for figures in rounds]) <= _CALM for name in ("limit 1", "limit 4"))
    verdict = quiet and calm
    print(f"steal {steal:.1%}; {options.rounds} rounds of {options.seconds:g} s\n")
    _print(rounds, ratios, statements, verdict=verdict)
    report = data / f"bench-{time.strftime('%Y%m%d-%H%M%S')}.json"
    kept = {
        "machine": seen.to_json(),
        "steal": steal,
        "quiet": quiet,
        "calm": calm,
        "statements": statements,
        "rows_a_journey": rows,
        "rounds": rounds,
        "ratios": ratios,
    }
    report.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    print(f"\n{report}")
    if not verdict:
        reason = "the machine was busy" if not quiet else "the limit itself moved by more than a quarter"
        print(f"verdict withheld: {reason}")
        return 3
    missed = [goal.key for goal in GOALS if goal.verdict(_median(ratios, goal.key)) == "missed"]
    print(f"missed: {', '.join(missed)}" if missed else "every gate is held")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="length of one stretch (5)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all variants, at least 3 for a verdict (5)")
    parser.add_argument("--wait", type=float, default=300, help="seconds to wait for a quiet machine (300)")
    return parser.parse_args()


def _measure(
    at: house.House, options: argparse.Namespace
) -> tuple[list[dict[str, dict[str, object]]], dict[str, int], dict[str, str]]:
    """Return the figures of every round by variant, statements by verb, rows by table."""
    from django.conf import settings
    from django.db import connection

    from . import journey, limit, measure, statements, web, world

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # accounts here guard nothing
    lanes = world.build()
    world.save(lanes, at.data)
    for number, lane in enumerate(lanes):
        journey.travel(lane, number)
    script = at.data / "limit.sql"
    script.write_text(limit.script(lanes))
    rows = limit.same_rows(at, script, lanes)
    counted = statements.count(lanes[0])
    connection.close()
    with ExitStack() as stack:
        port = stack.enter_context(web.serving(at.data, workers=WORKERS))
        meter = measure.Meter(at)
        ours = stack.enter_context(measure.travellers(CLIENTS, "bench.journey", str(at.data)))
        each = str(CONNECTIONS // CLIENT_PROCESSES)
        callers = stack.enter_context(measure.travellers(CLIENT_PROCESSES, "bench.web", str(at.data), str(port), each))
        variants: dict[str, Callable[[], measure.Run]] = {
            "limit 1": lambda: meter.limit(script, clients=1, seconds=options.seconds),
            "ours 1": lambda: meter.ours(ours[:1], seconds=options.seconds),
            "limit 4": lambda: meter.limit(script, clients=CLIENTS, seconds=options.seconds),
            "ours 4": lambda: meter.ours(ours, seconds=options.seconds),
            "web": lambda: meter.ours(callers, seconds=options.seconds),
        }
        meter.ours(callers, seconds=2)  # every worker has seen every path
        rounds = []
        for number in range(options.rounds):
            order = list(variants) if number % 2 == 0 else list(reversed(variants))
            figures = {}
            for name in order:
                meter.tidy()
                figures[name] = asdict(variants[name]())
                print(f"bench: round {number + 1}, {name}: {figures[name]['rate']:.1f} journeys/s", file=sys.stderr)
            rounds.append(figures)
    return rounds, counted, rows


def _ratios(figures: Mapping[str, Mapping[str, object]], statements: Mapping[str, int]) -> dict[str, float]:
    def ratio(name: str, what: str, base: str) -> float:
        return float(figures[name][what]) / float(figures[base][what])  # type: ignore[arg-type]

    return {
        "T1.1": ratio("ours 1", "rate", "limit 1"),
        "T1.4": ratio("ours 4", "rate", "limit 4"),
        "T2": ratio("web", "rate", "limit 4"),
        "T3": ratio("ours 4", "cpu_ms", "limit 4"),
        "T4": float(max(number for verb, number in statements.items() if verb != "accept")),
        "T5": ratio("ours 4", "wal", "limit 4"),
    }


def _median(ratios: list[dict[str, float]], key: str) -> float:
    return median(figures[key] for figures in ratios)


def _spread(values: list[object]) -> float:
    numbers = [float(value) for value in values]  # type: ignore[arg-type]
    return (max(numbers) - min(numbers)) / median(numbers)


def _print(
    rounds: list[dict[str, dict[str, object]]],
    ratios: list[dict[str, float]],
    statements: Mapping[str, int],
    *,
    verdict: bool,
) -> None:
    print(f"{'':9}{'journeys/s':>11}{'CPU ms/transition':>19}{'of PostgreSQL':>15}{'WAL KiB/journey':>17}")
    for name in ("limit 1", "ours 1", "limit 4", "ours 4", "web"):
        of = {what: median(float(f[name][what]) for f in rounds) for what in ("rate", "cpu_ms", "server_ms", "wal")}  # type: ignore[arg-type]
        cost = f"{of['cpu_ms']:19.2f}" if name != "web" else f"{'':19}"
        print(f"{name:9}{of['rate']:11.1f}{cost}{of['server_ms']:15.2f}{of['wal'] / 1024:17.1f}")
    latency = [median(float(f["web"]["more"][what]) for f in rounds) for what in ("p50_ms", "p95_ms")]  # type: ignore[index]
    print(f"one request over HTTP at full load: p50 {latency[0]:.1f} ms, p95 {latency[1]:.1f} ms")
    print("statements: " + ", ".join(f"{verb} {number}" for verb, number in statements.items()) + "\n")
    print(f"{'goal':50}{'gate':>8}{'aim':>8}  {'got':9}{'median':>8}  spread")
    for goal in GOALS:
        values = [figures[goal.key] for figures in ratios]
        sign, middle = "≥" if goal.up else "≤", median(values)
        got = goal.verdict(middle) if verdict else "withheld"
        label = f"{goal.key:5}{goal.name}"
        bounds = f"{f'{sign} {goal.gate:g}':>8}{f'{sign} {goal.aim:g}':>8}"
        print(f"{label:50}{bounds}  {got:9}{middle:8.2f}  {min(values):.2f}–{max(values):.2f}")


def _run() -> int:
    try:
        return main()
    except (RuntimeError, AssertionError, OSError) as reason:
        print(f"bench: {reason}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(_run())
