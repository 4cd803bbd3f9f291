"""Tables of the organisation."""

from .calendar import CalendarDay, OpeningHours
from .organisation import Agency, Appointment, Post, PostRole, Role, Staff

__all__ = ["Agency", "Appointment", "CalendarDay", "OpeningHours", "Post", "PostRole", "Role", "Staff"]
