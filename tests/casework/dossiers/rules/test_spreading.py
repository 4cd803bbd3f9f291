from collections import Counter

from motcua.casework.dossiers.rules.spreading import spread


def test_work_goes_to_whoever_can_do_it_and_has_least():
    before = {1: 4, 2: 0, 3: 0}
    given = spread([(n, {1, 2, 3}) for n in range(10)], before)
    after = Counter(before) + Counter(given.values())
    assert max(after.values()) - min(after.values()) <= 1
    assert sum(after.values()) == 14


def test_what_nobody_can_do_goes_nowhere():
    assert spread([(1, set()), (2, {7})], {}) == {1: None, 2: 7}


def test_a_post_that_cannot_do_the_work_gets_none_of_it_however_idle():
    assert set(spread([(n, {1}) for n in range(5)], {1: 50, 2: 0}).values()) == {1}
