"""What the papers of a dossier say, gathered form by form, and which papers a dossier has."""
