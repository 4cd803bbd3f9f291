"""What stands around every page of the office: whose desk it is and where he may go."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Set as ``request.frame`` by the office's session.

    navs    (key, text, address) of the desks this post may open
    posts   (id, text) of the posts the person holds, for the switcher
    links   (text, address) in the menu of the person
    unread  notices nobody at the post has read, counted up to a hundred
    notices sentences above every page: for whom one acts, that one is recorded as away
    """

    agency: str = ""
    person: str = ""
    post: str = ""
    post_id: int | None = None
    navs: Sequence[tuple[str, str, str]] = ()
    posts: Sequence[tuple[int, str]] = ()
    links: Sequence[tuple[str, str]] = ()
    notices_address: str = ""
    unread: int = 0
    switch_address: str = ""
    notices: Sequence[str] = ()
    leave_address: str = ""
