"""Money is whole đồng."""


def vnd(amount: int) -> str:
    """Return the amount as printed: 14250000 → “14.250.000 đ”."""
    return f"{amount:,}".replace(",", ".") + "\u00a0đ"
