"""The dossier, from the counter to the citizen's hand."""
