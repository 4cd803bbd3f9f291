"""Tables of the organisation."""

from .calendar import CalendarDay, OpeningHours
from .organisation import Agency, Appointment, Post, PostRole, Role, Staff
from .substitution import Absence, Authority, Delegation

__all__ = [
    "Absence",
    "Agency",
    "Appointment",
    "Authority",
    "CalendarDay",
    "Delegation",
    "OpeningHours",
    "Post",
    "PostRole",
    "Role",
    "Staff",
]
