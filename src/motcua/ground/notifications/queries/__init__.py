"""Reads of messages: notices of a post, what has not arrived, what was said about a thing."""
