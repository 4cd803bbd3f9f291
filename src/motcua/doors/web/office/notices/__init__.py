"""Notices of the post one works from; and, for the administrator, messages to people that have not arrived."""
