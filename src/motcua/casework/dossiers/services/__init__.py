"""The clerk: one verb, one transaction, one event."""
