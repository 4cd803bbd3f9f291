"""Incoming and outgoing official letters, assignments."""
