"""The follow-up register of a year: its sums, its volumes, its lines as a table."""
