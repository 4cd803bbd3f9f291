"""The signature on a request of either side: HMAC-SHA256 over the moment and the body, with a shared secret."""

import hmac
from hashlib import sha256

HEADER = "X-Signature"
_TOLERANCE_SECONDS = 300


def sign(secret: str, body: bytes, moment: int) -> str:
    """Return the header's value. ``moment``: seconds of Unix time, part of what is signed."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={digest}"


def is_signed(secret: str, body: bytes, signature: str, now: int) -> bool:
    """Tell whether the body was signed with the secret, no more than five minutes from now."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment = parts.get("t", "")
    if not (secret and moment.isdecimal() and moment.isascii() and len(moment) <= 12):
        return False
    if abs(now - int(moment)) > _TOLERANCE_SECONDS:
        return False
    return hmac.compare_digest(sign(secret, body, int(moment)).encode(), signature.encode("utf-8", "replace"))
