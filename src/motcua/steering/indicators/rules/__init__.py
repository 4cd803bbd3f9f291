"""The law of the figures, pure: periods, measures, formula sets, points."""
