"""Find a procedure and read what it asks."""
