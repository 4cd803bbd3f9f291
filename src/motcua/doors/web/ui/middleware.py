"""The last word of every web request: language, and a refusal turned into the right page."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from motcua.ground.kernel.errors import Refusal

from . import errors

_Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Speak Vietnamese; on the portal English to who asked for it. Never guess from the browser's own language."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        english = chosen == "en" and not request.path.startswith(errors.STAFF)
        with translation.override("en" if english else "vi"):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if english else "vi")
        return response


class RefusalMiddleware:
    """Answer a `Refusal` that left a view: the sentence, its source, what to do next. The API answers for itself."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # no page is there, and PostgreSQL cannot even be asked; the API says so in its own words
        if "\0" in request.path_info and not request.path.startswith(errors.MACHINES):
            return errors.not_found(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal, or of a database that does not answer; leave the rest to Django."""
        if request.path.startswith(errors.MACHINES):
            return None
        if isinstance(exception, Refusal):
            return errors.refusal(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.unavailable(request)
        return None
