"""What stands around the case."""
