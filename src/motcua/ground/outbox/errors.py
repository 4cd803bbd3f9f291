"""Refusals of the outbox."""

from motcua.ground.kernel.errors import Refusal


class KeyReused(Refusal):
    """The idempotency key was used before for something else."""

    code = "idempotency_key_reused"
