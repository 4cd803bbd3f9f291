"""Refusals of messages."""

from motcua.ground.kernel.errors import Refusal


class NotResendable(Refusal):
    """The message is under way, has arrived, or has nowhere to go."""

    code = "message_not_resendable"
    status = 409
