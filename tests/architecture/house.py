"""The plan of the house as the tests read it: packages, rooms, floors, sources."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "motcua"
FLOORS = ("ground", "people", "tools", "casework", "bureau", "steering")


@cache
def ranks() -> dict[str, tuple[int, int]]:
    """Return {context: (floor, place on it)} from the contracts: a lower rank may be called, an equal one may not."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    found = {}
    for number, floor in enumerate(FLOORS):
        layers = contracts[f"importlinter:contract:{floor}"]["layers"].split("\n")
        lowest_first = [line.strip() for line in reversed(layers) if line.strip()]
        for place, layer in enumerate(lowest_first):
            for name in layer.split("|"):
                found[f"motcua.{floor}.{name.strip()}"] = (number, place)
    return found


def context_of(module: str) -> str:
    """Return the context that a module or a class's module belongs to, "" outside the floors."""
    name = ".".join(module.split(".")[:3])
    return name if name in ranks() else ""


def sources(*, migrations: bool = False) -> Iterator[tuple[str, Path, ast.Module]]:
    """Yield (module, path, tree) of every source file of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if migrations or "migrations" not in path.parts:
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path, _parsed(path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    """Return the room of a module in its context, "" outside the contexts."""
    parts = module.split(".")
    return parts[3] if context_of(module) and len(parts) > 3 else ""


def sql_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string that is a statement of SQL."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        words = text.split()
        if len(words) > 2 and words[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "TRUNCATE"}:
            yield node.lineno, text
