"""Say something to a person or a post; carry it out of the house; mark what has been read."""
