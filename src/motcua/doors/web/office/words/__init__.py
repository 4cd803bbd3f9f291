"""The desk of everyday words: what people say, and what the catalogue calls it."""
