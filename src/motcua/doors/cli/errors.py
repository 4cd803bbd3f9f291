"""What stops a command before it has begun."""


class CannotRun(Exception):  # noqa: N818 - it reads as the sentence it carries
    """A sentence for the operator, saying what to do; the command exits 2."""
