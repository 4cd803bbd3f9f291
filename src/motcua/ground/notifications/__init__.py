"""A message to a person, by any channel."""
