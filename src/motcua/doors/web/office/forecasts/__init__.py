"""Open dossiers that are likely to be late, why, and how well that is foretold."""
