"""Dossiers that several agencies handle: their parts on one page, and who does which part for whom."""
