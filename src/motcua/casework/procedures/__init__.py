"""The catalogue: versions, cases, papers, limits, fees, who offers what."""
