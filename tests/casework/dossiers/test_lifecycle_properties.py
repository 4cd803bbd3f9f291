"""Whatever people try, in whatever order: what is refused changes nothing, what is done keeps every invariant.

``MOTCUA_EXAMPLES=500`` looks further, with new dice each time; `make prove ISSUE=law/acts` at full size.
"""

import os

import pytest

from .counters import run


@pytest.mark.django_db
def test_random_acts_keep_every_invariant():
    further = int(os.environ.get("MOTCUA_EXAMPLES", "0"))
    run(further or 100, 30, derandomize=not further)
