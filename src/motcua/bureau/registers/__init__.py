"""Civil status and certification: books, entries, extracts, corrections."""
