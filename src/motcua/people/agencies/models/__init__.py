"""Tables of the organisation."""

from .organisation import Agency, Appointment, Post, PostRole, Role, Staff

__all__ = ["Agency", "Appointment", "Post", "PostRole", "Role", "Staff"]
