"""Values and verbs of the house: actors, clock, errors, events, working time, text."""
