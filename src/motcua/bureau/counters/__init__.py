"""Halls, counters, tickets, appointments."""
