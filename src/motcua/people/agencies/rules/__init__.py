"""The law of time and organisation, pure."""
