"""A forecast in plain arithmetic: what a morning tells of a dossier, the score, the reasons, the realistic time."""
