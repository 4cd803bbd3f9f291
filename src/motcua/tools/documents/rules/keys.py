"""The keys by which a paper that we rendered is found again: what is filed twice under one key is one document."""


def rendered(purpose: str, which: str = "") -> str:
    """Return ``rendered:receipt``; ``which`` tells several of one purpose apart: ``rendered:apology:12``."""
    return f"rendered:{purpose}:{which}" if which else f"rendered:{purpose}"
