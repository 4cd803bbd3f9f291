"""Statutory reports: prepared from the figures, checked, signed, sent, frozen; consolidated by who is above."""
