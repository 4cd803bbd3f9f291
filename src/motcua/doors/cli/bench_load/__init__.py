"""A national set of dossiers for measurements, made in SQL, set-wise (ADR 0035)."""
