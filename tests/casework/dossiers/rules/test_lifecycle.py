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


@pytest.mark.parametrize(
    ("effects", "lawful"),
    [
        (("complete", "return"), True),
        (("process", "complete", "return"), True),
        (("return",), False),
        (("complete",), False),
        (("complete", "return", "return"), False),
        (("accept", "complete", "return"), False),
        ((), False),
    ],
)
def test_only_a_lawful_sequence_of_effects_spells_a_process(effects, lawful):
    assert lifecycle.spells(effects) is lawful
