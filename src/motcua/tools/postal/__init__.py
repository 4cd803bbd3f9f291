"""Shipments both ways."""
