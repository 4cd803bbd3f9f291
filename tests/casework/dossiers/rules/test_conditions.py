import pytest

from motcua.casework.dossiers.errors import UnknownCondition
from motcua.casework.dossiers.rules.conditions import MEANINGS, Facts, every_case, fact_of, holds, supposed
from motcua.casework.dossiers.vocabulary import Condition


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_of_the_vocabulary_has_a_meaning_and_a_contrary(condition):
    fact, answer = MEANINGS[condition]
    contrary = [other for other, meaning in MEANINGS.items() if meaning == (fact, not answer)]
    assert len(contrary) == 1
    assert all(holds(condition, facts) is not holds(contrary[0], facts) for facts in every_case())


@pytest.mark.parametrize("word", ["moon_is_full", "HAS_RESULT", "has_result "])
def test_an_unknown_condition_is_an_error_and_never_true(word):
    with pytest.raises(UnknownCondition, match="không biết"):
        holds(word, Facts(has_result=True))
    with pytest.raises(UnknownCondition):
        fact_of(word)
    with pytest.raises(UnknownCondition):
        supposed("", (word,), concluded=False)


def test_no_condition_is_always_open():
    assert all(holds("", facts) for facts in every_case())


def test_the_paper_of_a_dossier_without_any_is_never_elsewhere():
    bare = list(every_case(has_paper=False))
    assert len(bare) == 4
    assert all(holds("papers_held", facts) and not holds("papers_elsewhere", facts) for facts in bare)
    assert any(holds("papers_elsewhere", facts) for facts in every_case())


def test_papers_are_supposed_to_be_there_unless_the_scenario_says_otherwise():
    assert supposed("papers_held", (), concluded=True)
    assert not supposed("papers_elsewhere", (), concluded=False)
    assert supposed("papers_elsewhere", ("papers_elsewhere",), concluded=True)
    assert not supposed("papers_held", ("papers_elsewhere",), concluded=False)


def test_a_scenario_may_suppose_a_fact_but_a_result_that_is_there_stays():
    assert supposed("open_enquiry", ("open_enquiry",), concluded=False)
    assert not supposed("no_open_enquiry", ("open_enquiry",), concluded=False)
    assert not supposed("lacks_result", ("lacks_result",), concluded=True)
