"""Reform plans, scorecards, inspections, initiatives."""
