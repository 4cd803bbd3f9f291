"""The clerk of the catalogue: the only writer."""
