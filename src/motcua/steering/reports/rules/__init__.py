"""The forms, what must add up in them, the order of acts, and what a sheet of them says: pure functions and tables."""
