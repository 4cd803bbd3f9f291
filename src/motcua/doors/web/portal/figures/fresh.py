"""Pages that may be five minutes old, and how often one address may ask for them."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from importlib.metadata import version
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition, require_safe

from motcua.doors.web.ui import errors
from motcua.doors.web.ui.throttle import seconds_to_wait
from motcua.ground.kernel import clock

SECONDS = 300
PER_MINUTE = 60
_Args = ParamSpec("_Args")
_View = Callable[Concatenate[HttpRequest, _Args], HttpResponseBase]


def five_minutes(*, shared: bool) -> Callable[[_View[_Args]], _View[_Args]]:
    """Let a page be kept for five minutes, by anybody in between where it is ``shared``, and asked for now and then.

    shared   the same for every reader: a file of data. A page differs by language and carries the form that turns it.
    """

    def kept(view: _View[_Args]) -> _View[_Args]:
        @require_safe
        @wraps(view)
        def fresh(request: HttpRequest, /, *args: _Args.args, **kwargs: _Args.kwargs) -> HttpResponseBase:
            if wait := seconds_to_wait(request, "figures", limit=PER_MINUTE, at=clock.now()):
                return errors.too_many(request, retry_after=wait)
            tag = _tag(request, shared=shared)
            response: HttpResponseBase = condition(etag_func=lambda *_, **__: tag)(view)(request, *args, **kwargs)
            if response.status_code in (200, 304):
                _allow(response, shared=shared)
            return response

        return fresh

    return kept


def _tag(request: HttpRequest, *, shared: bool) -> str:
    """Return what names this state of a page: release, address, five minutes; for a page also language and form."""
    mine = () if shared else (translation.get_language(), request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))
    at = int(clock.now().timestamp()) // SECONDS
    said = "\n".join(map(str, (version("motcua"), request.get_full_path(), at, *mine)))
    return f'"{sha256(said.encode()).hexdigest()[:32]}"'


def _allow(response: HttpResponseBase, *, shared: bool) -> None:
    if not isinstance(response, HttpResponse) and not hasattr(response, "streaming_content"):
        raise TypeError("a page is kept as a page or as a stream")
    patch_cache_control(response, max_age=SECONDS, **({"public": True} if shared else {"private": True}))
    if shared:
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        patch_vary_headers(response, ["Cookie"])
