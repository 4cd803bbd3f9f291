"""How a view answers: the page, or the named block of it to htmx."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import render_to_string
from jinja2_fragments import render_block


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, block: str = "", status: int = 200
) -> HttpResponse:
    """Return the page; to htmx only ``block``, if one is named and the request is not a restored history page."""
    if block and request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        response = HttpResponse(fragment(request, template, context, block=block), status=status)
    else:
        response = HttpResponse(render_to_string(template, dict(context), request), status=status)
    if block:
        response.headers["Vary"] = "HX-Request"
    return response


def fragment(request: HttpRequest, template: str, context: Mapping[str, Any], *, block: str) -> str:
    """Return one block of a page as text, with everything a page is given."""
    engine = engines.all()[0]
    if not isinstance(engine, Jinja2):
        raise TypeError("The first template engine must be Jinja2.")
    given: dict[str, Any] = {**context, "request": request}
    given |= _tokens(request)
    for processor in engine.template_context_processors:
        given |= processor(request)
    return str(render_block(engine.env, template, block, given))


def _tokens(request: HttpRequest) -> dict[str, Any]:
    return {"csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
