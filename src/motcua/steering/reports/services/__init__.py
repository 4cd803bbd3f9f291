"""Prepare reports, check, sign, send, accept or return them; set deadlines; write them out as files."""
