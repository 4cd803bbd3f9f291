"""Numbers missing in the journal: watched until whoever may fill them is done, never longer, never shorter."""

from motcua.steering.indicators.rules.gaps import Gap, Look, after


def look(newest, *, over=1, begins=9, late=(), missing=()):
    return Look(newest=newest, over=over, next=begins, late=tuple(late), missing=tuple(missing))


def test_a_missing_number_is_bound_at_the_look_after_the_one_that_noticed_it():
    noticed = after((), look(10, begins=5, missing=[(8, 9)]))
    assert noticed == (Gap(8, 9),)
    assert after(noticed, look(10, over=100, begins=100)) == (Gap(8, 9, 100),)


def test_it_is_watched_until_all_who_had_begun_are_over():
    watched = (Gap(8, 9, 100),)
    assert after(watched, look(12, over=99, begins=120)) == watched
    assert after(watched, look(12, over=100, begins=120)) == ()


def test_what_is_filled_at_some_places_is_watched_at_the_others():
    assert after((Gap(3, 9, 50),), look(12, late=[5, 9, 3])) == (Gap(4, 4, 50), Gap(6, 8, 50))
    assert after((Gap(3, 4, 50), Gap(7, 7, 50)), look(12, late=[3, 4])) == (Gap(7, 7, 50),)
