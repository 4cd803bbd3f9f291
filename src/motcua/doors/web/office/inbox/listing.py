"""Which list is open: its tab, its filters, its page; as an address, so that a list can be shared and come back to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from motcua.casework.dossiers.queries import worklists
from motcua.casework.dossiers.queries.worklists import Filters, Page, Reader, Tab
from motcua.casework.dossiers.rules.chips import soon_until
from motcua.casework.dossiers.vocabulary import Permission
from motcua.casework.procedures.vocabulary import Channel
from motcua.ground.kernel.text import clean
from motcua.ground.kernel.worktime import WorkCalendar
from motcua.people.agencies.queries.desks import Desk

from ..choices import term

_KEYSET = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d:\d\d)~(\d{1,18})")
_ALL = Filters()
WIDE = frozenset({Permission.VIEW_AGENCY, Permission.VIEW_ALL})
"""Permissions that show the work of the whole agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. ``after``: keyset of the page before, "" for the first."""

    tab: Tab = Tab.MINE
    filters: Filters = _ALL
    after: str = ""

    @property
    def narrowed(self) -> bool:
        """Tell whether any filter is set."""
        return self.filters != _ALL

    @property
    def query(self) -> str:
        """Return the list as a query string; what is at its default is left out."""
        filters = self.filters
        parts: Mapping[str, str] = {
            "nhom": "" if self.tab is Tab.MINE else self.tab,
            "q": filters.text,
            "thu_tuc": filters.procedure,
            "buoc": filters.activity,
            "kenh": filters.channel,
            "sau": self.after,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def address(self) -> str:
        """Return the list's address."""
        return f"{reverse('inbox:list')}{'?' if self.query else ''}{self.query}"

    def at_tab(self, tab: Tab) -> "Listing":
        """Return another tab, with the same filters, from its first page."""
        return replace(self, tab=tab, after="")

    def past(self, after: str) -> "Listing":
        """Return the page after a keyset."""
        return replace(self, after=after)

    def plain(self) -> "Listing":
        """Return the tab without filters."""
        return Listing(tab=self.tab)


def read(query: QueryDict) -> Listing:
    """Return the list that an address names; what nobody understands is left out."""
    after, channel = query.get("sau", ""), query.get("kenh", "")
    return Listing(
        tab=term(Tab, query.get("nhom", ""), Tab.MINE),
        filters=Filters(
            text=clean(query.get("q", ""))[:120],
            procedure=clean(query.get("thu_tuc", ""))[:80],
            activity=clean(query.get("buoc", ""))[:200],
            channel=next((known for known in Channel if known == channel), ""),
        ),
        after=after if _KEYSET.fullmatch(after) and _is_moment(after.partition("~")[0]) else "",
    )


def rows(listing: Listing, desk: Desk, *, at: datetime, calendar: WorkCalendar) -> Page:
    """Return the page of the list."""
    return worklists.page(
        listing.tab, reader(desk), at=at, soon=soon_until(at, calendar), filters=listing.filters, after=listing.after
    )


def reader(desk: Desk) -> Reader:
    """Return who looks, as the lists take it."""
    return Reader(
        by=desk.actor,
        roles=tuple(desk.role_ids),
        wide=bool(desk.permissions & WIDE),
        counter=Permission.RECEIVE in desk.permissions,
        approves=Permission.APPROVE in desk.permissions,
        every=Permission.VIEW_ALL in desk.permissions,
    )


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
