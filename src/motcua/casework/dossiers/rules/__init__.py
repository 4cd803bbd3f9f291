"""The law of the dossier, pure."""
