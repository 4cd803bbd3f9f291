"""The `motcua` command, one file a verb."""
