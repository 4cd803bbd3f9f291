"""What casework is done with."""
