"""The desk of working calendars: the nation's and each unit's."""
