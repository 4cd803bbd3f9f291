"""Refusals of the catalogue."""

from motcua.ground.kernel.errors import NotFound, Refusal


class NoSuchProcedure(NotFound):
    code = "no_such_procedure"


class NoDraft(NotFound):
    """There is nothing under review to act upon."""

    code = "no_draft"


class OpenFlags(Refusal):
    """A draft has places that nobody has read for certain yet."""

    code = "open_flags"


class DateTaken(Refusal):
    """A version already applies from that day or later; history is not rewritten."""

    code = "date_taken"
