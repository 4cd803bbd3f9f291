from itertools import product

import pytest

from motcua.casework.dossiers.errors import ActNotAllowed
from motcua.casework.dossiers.rules import lifecycle
from motcua.casework.dossiers.rules.lifecycle import TRANSITIONS
from motcua.casework.dossiers.vocabulary import Act, Status


@pytest.mark.parametrize(("status", "act"), list(product([None, *Status], Act)))
def test_every_pair_is_either_in_the_table_or_refused(status, act):
    if (status, act) in TRANSITIONS:
        assert lifecycle.advance(status, act) == TRANSITIONS[status, act]
    else:
        with pytest.raises(ActNotAllowed, match=act.label.lower()):
            lifecycle.advance(status, act)
