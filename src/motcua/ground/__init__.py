"""What every other floor stands on."""
