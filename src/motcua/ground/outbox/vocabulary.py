"""Words of the outbox."""

GENESIS = "0" * 64
"""What stands for the hash before a subject's first entry."""
