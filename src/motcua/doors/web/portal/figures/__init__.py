"""How we serve: public figures of the province and its units, and the same as open data."""
