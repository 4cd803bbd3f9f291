"""The counter: choose a procedure, take a dossier in, or say in writing why not."""
