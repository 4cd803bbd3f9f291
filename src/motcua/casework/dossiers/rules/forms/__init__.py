"""The statutory papers of both sets, and those of our own: what each needs to know, and what it then says."""
