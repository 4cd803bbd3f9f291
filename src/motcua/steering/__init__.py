"""What is read from all below."""
