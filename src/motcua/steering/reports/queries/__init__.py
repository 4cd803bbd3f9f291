"""Reads of the reports: their tables as they are now, reports kept, who has sent what, what moved since."""
