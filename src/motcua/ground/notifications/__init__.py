"""A message to a person, by any channel: kept in a table, sent by a job, logged; notices to posts of the house."""
