"""The catalogue desk: what was imported is read by a person, and published under a decision."""
