"""Figures as they stand in the tables, the dossiers behind each, and whether they are the sum of them."""
