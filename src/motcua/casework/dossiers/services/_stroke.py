"""The deeds of a stroke of the clock: one after the other, and none holds up the next."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from motcua.ground.kernel.errors import Refusal

T = TypeVar("T")


def each(faults: list[Exception], found: Iterable[T], deed: Callable[[T], object]) -> int:
    """Do a deed for each, one transaction a time; what another did meanwhile is not done again.

    A dossier that cannot be done holds up no other: its fault is kept, and told once all is done.
    """
    done = 0
    for one in found:
        try:
            deed(one)
        except Refusal:
            continue
        except Exception as fault:  # noqa: BLE001 - the runner of deeds; raised together at the end of the stroke
            faults.append(fault)
            continue
        done += 1
    return done
