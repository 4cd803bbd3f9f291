"""The first version of the API. What it promises is docs/openapi.json; adding is free, changing is not."""

from collections.abc import Callable
from functools import wraps
from json import dumps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from .. import problems
from . import acts, dossiers, enquiries, figures, law, me, mirrors, procedures, reports, scorecards, track


class Renderer(BaseRenderer):
    """JSON in UTF-8, Vietnamese as it is written."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Return the body."""
        del request, response_status
        return dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


class Machines(NinjaAPI):
    """An API whose every answer is JSON: unknown paths and methods too."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the interface; a problem has the media type of problems."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= 400:
                        response["content"] = {"application/problem+json": response["content"]["application/json"]}
        return schema

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = super()._get_urls()
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = _in_json(pattern.callback)
        return [*found, re_path("", csrf_exempt(_unknown))]


def _in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *words: str, **named: str) -> HttpResponse:
        try:
            response = view(request, *words, **named)
        except Http404:
            return problems.problem(404)
        if response.status_code == 405:
            return problems.not_allowed(response.headers.get("Allow", ""))
        return response

    return answer


def _unknown(_request: HttpRequest) -> HttpResponse:
    return problems.problem(404)


api = Machines(
    title="Một Cửa",
    version="1",
    description=(
        "Receive dossiers at a counter, work on them, hand results over, follow them. "
        "Bearer token (`motcua token EMAIL`), `X-Post` to act from another post; every POST carries `Idempotency-Key`. "
        "Refusals are RFC 9457 problems with Vietnamese sentences."
    ),
    urls_namespace="api-v1",
    docs_url=None,
    renderer=Renderer(),
)
problems.answer_all(api)
api.add_router("", me.router)
api.add_router("", procedures.router)
api.add_router("", dossiers.router)
api.add_router("", acts.router)
api.add_router("", law.router)
api.add_router("", enquiries.router)
api.add_router("", mirrors.router)
api.add_router("", reports.router)
api.add_router("", track.router)
api.add_router("", figures.router)
api.add_router("", scorecards.router)
