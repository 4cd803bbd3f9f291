"""How well a forecast foretold."""

from collections.abc import Sequence


def auc(scores: Sequence[float], late: Sequence[int]) -> float | None:
    """Return how often a late one was put above one that was not, ties half; None where there is no such pair."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, place = 0.0, 0
    while place < len(order):
        end = place
        while end < len(order) and scores[order[end]] == scores[order[place]]:
            end += 1
        ranks += (place + 1 + end) / 2 * sum(late[one] for one in order[place:end])
        place = end
    positives = sum(late)
    others = len(scores) - positives
    return (ranks - positives * (positives + 1) / 2) / (positives * others) if positives and others else None


def brier(probabilities: Sequence[float], late: Sequence[int]) -> float | None:
    """Return the mean squared distance between what was said and what came; lower is better."""
    if not late:
        return None
    return sum((said - came) ** 2 for said, came in zip(probabilities, late, strict=True)) / len(late)
