"""Wires: settings, URLs, adapters."""
