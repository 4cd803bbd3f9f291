"""Who acts: persons and the agencies that employ them."""
