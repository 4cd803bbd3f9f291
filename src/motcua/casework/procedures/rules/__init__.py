"""The law of the catalogue, pure."""
