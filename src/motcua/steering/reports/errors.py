"""Refusals of the reports."""

from motcua.ground.kernel.errors import Invalid, Refusal


class ActNotAllowed(Refusal):
    """The report is not in a state in which this can be done."""

    code = "act_not_allowed"


class FourEyes(Refusal):
    """Who prepared a report neither checks nor signs it."""

    code = "four_eyes"


class DoesNotAddUp(Refusal):
    """Columns of the form contradict each other."""

    code = "does_not_add_up"


class PeriodNotOver(Invalid):
    """The figures of the period are still to come."""

    code = "period_not_over"


class AlreadyPrepared(Refusal):
    """There is such a report already; it is taken anew, or revised."""

    code = "already_prepared"


class TooManyExports(Refusal):
    """So many spreadsheets are being written for one person already."""

    code = "too_many_exports"


class NotWritten(Refusal):
    """The file of a spreadsheet is not there: not yet, not any more."""

    code = "not_written"
