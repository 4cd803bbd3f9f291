"""Where a dossier is, by its code."""
