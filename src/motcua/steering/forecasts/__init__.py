"""How likely an open dossier is to be late, and how long its procedure really takes: foretold, explained, measured."""
