"""Expected refusals: a “no” that can be cited and shown.

    Refusal            the rule says no                              422
    ├── Invalid        what was sent is incomplete or malformed      422, with a sentence per field
    ├── NotAllowed     this person may not                           403
    ├── NotFound       there is no such thing for this person        404
    └── Stale          someone changed it meanwhile                  409

Anything else that is raised is a bug.
"""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Say no, with a Vietnamese sentence that says what to do next.

    code      stable, machine-readable, e.g. ``register_full``
    source    the rule that says no: document, article, clause; "" where it is our own
    """

    code = "refused"
    status = 422

    def __init__(
        self, sentence: str, *, code: str = "", source: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.source = source
        self.fields = dict(fields or {})


class Invalid(Refusal):
    """What was sent cannot be taken; ``fields`` names every complaint at once."""

    code = "invalid"


class NotAllowed(Refusal):
    """The actor does not hold the permission here and now."""

    code = "not_allowed"
    status = 403


class NotFound(Refusal):
    """There is no such thing, or not for this actor."""

    code = "not_found"
    status = 404


class Stale(Refusal):
    """Someone else changed the thing meanwhile."""

    code = "stale"
    status = 409
