"""Files and their versions, kept by content."""
