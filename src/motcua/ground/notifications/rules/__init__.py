"""What is said to whom, how a short message is counted, when to try again."""
