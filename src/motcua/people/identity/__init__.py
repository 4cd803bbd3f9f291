"""Persons, accounts and tokens."""
