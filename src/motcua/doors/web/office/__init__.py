"""Pages of the officer, by desk."""
