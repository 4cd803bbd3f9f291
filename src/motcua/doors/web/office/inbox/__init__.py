"""The worklist: whose turn it is, most urgent first."""
