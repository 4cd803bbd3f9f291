"""Other systems, one package a partner."""
