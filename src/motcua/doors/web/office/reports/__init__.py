"""Statutory reports: lists, one report and its acts, the dossiers behind its numbers, who has sent what."""
