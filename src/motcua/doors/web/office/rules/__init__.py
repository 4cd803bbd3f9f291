"""The rules of each period: read by heads, amended by who decides on them."""
