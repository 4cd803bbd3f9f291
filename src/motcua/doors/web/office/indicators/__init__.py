"""Figures of a unit in a period, and the dossiers behind each."""
