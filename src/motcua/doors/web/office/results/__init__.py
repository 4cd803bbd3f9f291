"""Results on their way to the citizen's hand."""
