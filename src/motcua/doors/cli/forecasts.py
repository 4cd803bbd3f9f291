"""Forecasts on the command line: learn from what is over, foretell what is open, say how well that goes."""

import argparse
import json
from typing import Any

from motcua.ground.kernel import clock
from motcua.steering.forecasts import queries
from motcua.steering.forecasts.services import foretelling, training

NAME = "forecasts"
HELP = "how likely open dossiers are to be late: learn, foretell, say how well"


def configure(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train", help="learn from the dossiers that are over; put it in use")
    train.add_argument(
        "--newest", type=int, default=training.NEWEST, metavar="N", help=f"from so many at most ({training.NEWEST})"
    )
    verbs.add_parser("predict", help="foretell what is open now")
    verbs.add_parser("card", help="say what is in use and how well it foretells; exit 1 where nothing was learned yet")


def run(arguments: argparse.Namespace) -> int:
    """Do it and answer in JSON."""
    match arguments.verb:
        case "train":
            trained = training.train(at=clock.now(), newest=max(arguments.newest, 0))
            _print({name: getattr(trained, name) for name in trained.__slots__})
        case "predict":
            _print({"dossiers": foretelling.predict(at=clock.now())})
        case _:
            return _card()
    return 0


def _card() -> int:
    card = queries.model_card()
    if card is None:
        _print({"basis": None})
        return 1
    _print(
        {
            "basis": card.basis,
            "why": card.why,
            "trained_at": clock.local(card.trained_at).isoformat(),
            "dossiers": card.dossiers,
            "mornings": card.mornings,
            "measures": card.measures,
            "coverage": card.coverage,
            "covered_of": card.covered_of,
            "weights": dict(card.weights),
        }
    )
    return 0


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
