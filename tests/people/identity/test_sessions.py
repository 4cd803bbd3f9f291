"""What log-ins tell of an account: one person, or several."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from motcua.people.identity import services
from motcua.people.identity.models import LogIn
from motcua.people.identity.rules import Session, shared_days

VN = ZoneInfo("Asia/Ho_Chi_Minh")
EIGHT = datetime(2026, 11, 19, 8, 0, tzinfo=VN)
LONGEST = timedelta(hours=10)


def session(hours, where, ended=None):
    """A session that began so many hours after eight, and was ended so many hours after eight, if at all."""
    ended_at = None if ended is None else EIGHT + timedelta(hours=ended)
    return Session(at=EIGHT + timedelta(hours=hours), ended_at=ended_at, where=where)


@pytest.mark.parametrize(
    ("sessions", "days"),
    [
        ([session(0, "a"), session(1, "b")], 1),
        ([session(0, "a"), session(1, "a")], 0),
        ([session(0, "a", ended=1), session(1, "b")], 0),
        ([session(0, "a", ended=1.5), session(1, "b")], 1),
        ([session(0, "a"), session(10, "b")], 0),  # the first has run out by itself
        ([session(0, "a"), session(9, "b"), session(24, "a"), session(25, "b"), session(26, "c")], 2),
        ([session(1, "b"), session(0, "a")], 1),  # in whatever order they are told
        ([], 0),
    ],
)
def test_only_sessions_from_two_places_at_once_count_each_day_once(sessions, days):
    assert len(shared_days(sessions, LONGEST)) == days


@pytest.mark.django_db
def test_a_log_in_is_forgotten_after_three_months():
    account = services.open_account(email="thao@tanhoa.example", name="Mai Thị Thảo", password="x" * 20 + "ế", at=EIGHT)
    services.logged_in(account, address="10.1.2.3", browser="máy ở quầy", at=EIGHT)
    services.logged_in(account, address="10.1.2.3", browser="máy ở quầy", at=EIGHT + timedelta(days=89))
    assert LogIn.objects.count() == 2
    services.logged_in(account, address="10.1.2.3", browser="máy ở quầy", at=EIGHT + timedelta(days=91))
    assert LogIn.objects.count() == 2
    assert LogIn.objects.values_list("address", "browser").distinct().count() == 1
