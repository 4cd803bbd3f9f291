"""Who is at the desk: log-in, the second factor, the post one works from, how the pages look."""
