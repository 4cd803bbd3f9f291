"""Spread work over the posts that can do it, so that none carries much more than another."""

from collections.abc import Collection, Iterable, Mapping


def spread(items: Iterable[tuple[int, Collection[int]]], loads: Mapping[int, int]) -> dict[int, int | None]:
    """Return {item: post}: each item goes to the post that can do it and has the least to do; None where none can.

    items    (item id, ids of the posts that can do it), the most urgent first
    loads    {post id: how much waits there already}; a post that is not named has nothing to do
    """
    carried = dict(loads)
    given: dict[int, int | None] = {}
    for item, able in items:
        post = min(able, key=lambda one: (carried.get(one, 0), one), default=None)
        if post is not None:
            carried[post] = carried.get(post, 0) + 1
        given[item] = post
    return given
