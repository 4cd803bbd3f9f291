"""Signature requests, signatures, seals, timestamps, verification."""
