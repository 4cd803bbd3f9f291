"""The desk of processes: draw, check, try, publish, compare, move open dossiers."""
