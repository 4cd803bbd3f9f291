"""The desk of the administrator: agencies, posts, people, and which procedures are received where."""
