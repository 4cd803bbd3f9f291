import os

import pytest

from tests.prove.spine.kills import prove


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="starts and kills a database of its own")
def test_no_dossier_is_lost_or_doubled_when_everything_is_killed_under_load():
    dossiers, kills, _ = prove(5, seed=5)
    assert kills == 5
    assert dossiers > 20
