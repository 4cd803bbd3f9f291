"""Show the groups of procedures, or publish the next version of one from a file."""

import argparse
import json
import sys
from pathlib import Path

from motcua.casework.dossiers.queries import legs
from motcua.casework.dossiers.rules import promises
from motcua.casework.dossiers.services import templates
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import system
from motcua.ground.kernel.errors import Refusal

from .errors import CannotRun

NAME = "groups"
HELP = "show the interlinked procedures, or publish one from a file; exit 1 where its drawing is unsound"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take what to publish, and by which decision."""
    parser.add_argument("file", nargs="?", type=Path, help="JSON as in casework/dossiers/seeds/groups")
    parser.add_argument("--decision", default="", metavar="NO", help="number, day and agency of the decision behind it")


def run(arguments: argparse.Namespace) -> int:
    """List, or publish; a published version never changes, and dossiers keep the one they were received under."""
    if arguments.file is None:
        _list()
        return 0
    try:
        drawn = templates.read(json.loads(arguments.file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise CannotRun(f"{arguments.file} is no drawing of a group: {wrong!r}.") from wrong
    try:
        published = templates.publish(drawn, arguments.decision, by=system("groups"), at=clock.now())
    except Refusal as no:
        print(no.sentence, file=sys.stderr)
        return 1
    print(f"{published.procedure} v{published.version}")
    return 0


def _list() -> None:
    for template in legs.templates():
        print(f"{template.procedure} v{template.version}  {template.name} ({template.mode.label.lower()})")
        for leg in template.legs:
            after = f", sau {', '.join(leg.depends_on)}" if leg.depends_on else ""
            print(f"    {leg.key}: {leg.name}, {promises.limit_words(leg.limit)}{after}")
