"""Keep the figures: fold what happened, count everything anew, enter what others publish, set targets."""
