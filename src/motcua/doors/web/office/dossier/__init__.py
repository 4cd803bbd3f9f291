"""One dossier: where it is, what is in it, what may be done now."""
