"""What may be filed: kinds, limits, names, and what a file must look like inside. Pure functions of its bytes."""
