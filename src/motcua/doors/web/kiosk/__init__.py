"""Hall screens."""
