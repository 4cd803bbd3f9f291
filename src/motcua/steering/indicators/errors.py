"""Refusals of the figures."""

from motcua.ground.kernel.errors import Refusal


class FiguresWouldBeLost(Refusal):
    """Counting anew from the journal would lose what the journal does not tell."""

    code = "figures_would_be_lost"
