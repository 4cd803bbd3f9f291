"""How often one address may ask. Addresses are kept only as a keyed hash, and only as long as the window."""

import hmac
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from motcua.ground.kernel import visitors

from .cache import CountingCache


def seconds_to_wait(request: HttpRequest, what: str, *, limit: int, seconds: int = 60, at: datetime) -> int:
    """Count this visit; return 0 if it may pass, else the seconds until the address may ask again."""
    counter = caches["default"]
    if not isinstance(counter, CountingCache):
        raise TypeError("CACHES must name motcua.doors.web.ui.cache.CountingCache.")
    visits, left = counter.count(f"{what}:{_visitor(request)}", at=at, seconds=seconds)
    return left if visits > limit else 0


def _visitor(request: HttpRequest) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address(request).encode(), sha256).hexdigest()[:32]


def address(request: HttpRequest) -> str:
    """Return the visitor's address behind the proxies we trust; of IPv6 the network of one household."""
    return visitors.network(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.ENV.trusted_proxies
    )
