"""Speed, as ratios to what the same machine and the same schema can do at best, measured in the same run."""
