"""Refusals of the workflow."""

from motcua.ground.kernel.errors import Refusal


class UnsoundProcess(Refusal):
    """The definition cannot be published as it is."""

    code = "unsound_process"
