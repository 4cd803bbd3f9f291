"""Papers from desk to desk: what goes, what is on its way, what comes, what is not where the work is."""
