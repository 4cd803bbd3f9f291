"""Petitions and replies."""
