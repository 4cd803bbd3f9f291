"""The organisation tree in time: posts, staff, roles, appointments, working calendars."""
