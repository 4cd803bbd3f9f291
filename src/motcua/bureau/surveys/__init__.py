"""Questionnaires, samples, ratings."""
