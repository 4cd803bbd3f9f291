"""The shapes in which catalogues of procedures arrive, one module each."""
