"""Learn from the installation's own history, and foretell each morning what is open."""
