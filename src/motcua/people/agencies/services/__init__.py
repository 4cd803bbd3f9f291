"""The clerk of the organisation: the only writer."""
