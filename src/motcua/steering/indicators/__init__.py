"""Facts, definitions, values, statutory reports: the read side."""
