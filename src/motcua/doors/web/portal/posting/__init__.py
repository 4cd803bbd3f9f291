"""What each unit posts in public."""
