"""The `motcua` command, one file a verb.

A verb is a module with NAME, HELP, `configure(parser)` and `run(arguments) -> int`; NEEDS_DATABASE = False where it
looks after the database itself. Exit 0 done, 1 findings or refusals, 2 usage or cannot run.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from . import data_folder
from .cluster import Cluster
from .errors import CannotRun

VERBS = (
    "run", "demo", "bench", "catalogue", "groups", "search", "due", "indicators", "forecasts", "reports", "doctor",
    "worker", "migrate", "psql", "token",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, _leave)
    try:
        data = _settle_environment(words)
        arguments, verb = _understand(words)
        with _database(data) if getattr(verb, "NEEDS_DATABASE", True) else nullcontext():
            return int(verb.run(arguments))
    except CannotRun as reason:
        return _say(str(reason), 2)
    except BrokenPipeError:  # the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _leave(*_: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


def _say(sentence: str, code: int) -> int:
    print(f"motcua: {sentence}", file=sys.stderr)
    return code


def _settle_environment(words: Sequence[str]) -> Path:
    """Fix what every process of this command must agree on before Django reads it."""
    given = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    given.add_argument("--data", type=Path)
    chosen = given.parse_known_args(list(words))[0].data or os.environ.get("MOTCUA_DATA")
    data = Path(chosen or Path(__file__).parents[4] / "var").resolve()
    data_folder.prepare(data)
    os.environ["MOTCUA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings"
    if os.environ.get("MOTCUA_ENV") != "production" and not os.environ.get("MOTCUA_SECRET_KEY"):
        os.environ["MOTCUA_SECRET_KEY"] = data_folder.secret_key(data)
    return data


def _understand(words: Sequence[str]) -> tuple[argparse.Namespace, ModuleType]:
    import django

    from motcua.ground.kernel import clock

    try:
        django.setup()
    except SystemExit as refused:  # the environment is wrong, and says how
        raise CannotRun(str(refused)) from refused
    clock.now()  # fixes the shift of MOTCUA_NOW for the processes started from here
    parser = argparse.ArgumentParser(prog="motcua", description="Một Cửa: the electronic one-stop shop.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder, over MOTCUA_DATA")
    parser.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs = parser.add_subparsers(dest="command", required=True, metavar="VERB")
    modules = {}
    for name in _wanted(words):
        module = modules[name] = import_module(f"{__name__}.{name}")
        module.configure(verbs.add_parser(name, help=module.HELP, description=module.HELP, parents=[common]))
    arguments = parser.parse_args(words)
    return arguments, modules[arguments.command]


def _wanted(words: Sequence[str]) -> Sequence[str]:
    """Return the one verb asked for, so that the others need not be loaded; all of them for help and for a typo."""
    return next(([word] for word in words if word in VERBS), VERBS)


def _database(data: Path) -> AbstractContextManager[None]:
    from .schema import migrated

    if os.environ.get("MOTCUA_SUPERVISED"):  # a child of `run`, which holds the database for it
        return nullcontext()
    return migrated(None if os.environ.get("DATABASE_URL") else Cluster(data))
