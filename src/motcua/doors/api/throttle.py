"""How often one address may ask without a token. Addresses are kept only as a keyed hash, for one window."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import Protocol, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from motcua.ground.kernel import visitors


class _Counter(Protocol):
    def count(self, name: str, *, at: datetime, seconds: int) -> tuple[int, int]: ...


def seconds_to_wait(request: HttpRequest, what: str, *, limit: int, seconds: int = 60, at: datetime) -> int:
    """Count this visit; return 0 if it may pass, else the seconds until the address may ask again."""
    counter = cast("_Counter", caches["default"])
    visits, left = counter.count(f"{what}:{_visitor(request)}", at=at, seconds=seconds)
    return left if visits > limit else 0


def _visitor(request: HttpRequest) -> str:
    address = visitors.network(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.ENV.trusted_proxies
    )
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()[:32]
