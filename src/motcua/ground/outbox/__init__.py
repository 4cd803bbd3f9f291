"""Domain events: published in the transaction of the act, delivered after it, replayed, sealed."""
