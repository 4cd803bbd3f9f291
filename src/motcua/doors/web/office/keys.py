"""The idempotency key of a form that was sent."""

from hashlib import sha256

from django.http import HttpRequest


def key_of(request: HttpRequest) -> str:
    """Return a key for the form as it was filled in: sent again it is the same, gone back to and changed another."""
    key = request.POST.get("idempotency_key", "")
    if not key:
        return ""
    filled = sorted((name, sent) for name, sent in request.POST.lists() if name != "csrfmiddlewaretoken")
    return sha256(repr((request.get_full_path(), filled)).encode()).hexdigest()
