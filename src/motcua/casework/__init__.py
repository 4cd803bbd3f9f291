"""The procedure that is promised and the dossier that happens."""
